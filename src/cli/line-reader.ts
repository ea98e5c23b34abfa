/** One line of a file, without its end. */
export interface Line {
  /** From 1. */
  number: number
  /** Null: longer than what is read. */
  text: string | null
}

const newline = 0x0a
const carriageReturn = 0x0d
const byteOrderMark = '\ufeff'

/**
 * Cuts bytes into lines as they come, and holds at most one line. Lines end with \n or \r\n and nothing else: JSON may
 * contain the other separators Unicode knows. A line longer than `longest` bytes is passed over, and its text is null.
 */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
  { longest }: { longest: number },
): AsyncGenerator<Line[], void> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  let parts: Uint8Array[] = []
  let held = 0
  let number = 0

  const hold = (part: Uint8Array) => {
    held += part.length
    if (held <= longest) parts.push(part)
    else parts = []
  }
  const finish = (): Line => {
    number += 1
    const whole = Buffer.concat(parts)
    const isTooLong = held > longest
    parts = []
    held = 0
    if (isTooLong) return { number, text: null }
    const end = whole.at(-1) === carriageReturn ? whole.length - 1 : whole.length
    const text = decoder.decode(whole.subarray(0, end))
    return { number, text: number === 1 && text.startsWith(byteOrderMark) ? text.slice(1) : text }
  }

  for await (const chunk of chunks) {
    const lines: Line[] = []
    let start = 0
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      hold(chunk.subarray(start, end))
      lines.push(finish())
      start = end + 1
    }
    if (start < chunk.length) hold(chunk.subarray(start))
    if (lines.length > 0) yield lines
  }
  if (held > 0) yield [finish()]
}

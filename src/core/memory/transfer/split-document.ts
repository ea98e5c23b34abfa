import { HarombeError } from '../../../shared/errors'

/**
 * head: what stands before the list, closed so that it parses by itself; null where the list is the whole document.
 * element: JSON of one member of the list.
 */
export type DocumentPart = { kind: 'head'; text: string | null } | { kind: 'element'; text: string }

const maxHeadBytes = 65_536
const byte = {
  quote: 0x22,
  backslash: 0x5c,
  openBracket: 0x5b,
  closeBracket: 0x5d,
  openBrace: 0x7b,
  closeBrace: 0x7d,
}
const comma = 0x2c
const isSpace = (code: number) => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09
const byteOrderMark = [0xef, 0xbb, 0xbf]

function unreadable(reason: string): HarombeError {
  return new HarombeError('BAD_REQUEST', `This is no file of conversations: ${reason}.`, {
    hint: 'An export of harombe, or of ChatGPT (conversations.json, or the zip it comes in), can be imported.',
  })
}

/**
 * Cuts a JSON document into the members of its list of conversations without holding more than one of them: the document is
 * the list, or an object that has it under `conversations`. Only brackets and strings are looked at; whether the members are
 * JSON is found out by whoever parses them. What follows the list is left alone.
 * @throws HarombeError BAD_REQUEST when there is no such list, or the document ends within it
 */
export async function* splitDocument(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<DocumentPart, void> {
  let parts: Uint8Array[] = []
  let heldBytes = 0
  let depth = 0
  let inString = false
  let isEscaped = false
  /** How deep the brackets of the list itself are. */
  let listDepth = 0
  let isListed = false
  let isOver = false
  let seen = 0

  const take = (): string => {
    const text = Buffer.concat(parts).toString('utf8')
    parts = []
    heldBytes = 0
    return text
  }
  const hold = (part: Uint8Array) => {
    if (part.length === 0) return
    // The chunk may be written over by its owner.
    parts.push(Uint8Array.from(part))
    heldBytes += part.length
  }
  const names = (text: string) => /"conversations"\s*:\s*\[$/.test(text)

  for await (const chunk of chunks) {
    const out: DocumentPart[] = []
    let start = 0
    for (let index = 0; index < chunk.length; index++) {
      const code = chunk[index] ?? 0
      if (seen < 3 && code === byteOrderMark[seen]) {
        seen += 1
        start = index + 1
        continue
      }
      seen = 3
      if (inString) {
        if (isEscaped) isEscaped = false
        else if (code === byte.backslash) isEscaped = true
        else if (code === byte.quote) inString = false
        continue
      }
      if (code === byte.quote) {
        if (depth === 0) throw unreadable('it is neither a list nor an object')
        inString = true
      } else if (code === byte.openBracket || code === byte.openBrace) {
        depth += 1
        if (isListed) continue
        if (depth === 1 && code === byte.openBracket) {
          out.push({ kind: 'head', text: null })
        } else if (depth === 2 && code === byte.openBracket) {
          hold(chunk.subarray(start, index + 1))
          start = index + 1
          const head = Buffer.concat(parts).toString('utf8')
          if (!names(head)) continue
          out.push({ kind: 'head', text: `${take()}]}` })
        } else continue
        isListed = true
        listDepth = depth
        parts = []
        heldBytes = 0
        start = index + 1
      } else if (code === byte.closeBracket || code === byte.closeBrace) {
        if (isListed && depth === listDepth) {
          hold(chunk.subarray(start, index))
          const text = take()
          if (text.trim() !== '') out.push({ kind: 'element', text })
          isOver = true
          break
        }
        depth -= 1
        if (depth < 0) throw unreadable('its brackets do not match')
      } else if (code === comma && isListed && depth === listDepth) {
        hold(chunk.subarray(start, index))
        out.push({ kind: 'element', text: take() })
        start = index + 1
      } else if (depth === 0 && !isSpace(code)) {
        throw unreadable('it is not JSON')
      }
    }
    if (!isOver) {
      hold(chunk.subarray(start))
      if (!isListed && heldBytes > maxHeadBytes) throw unreadable('it has no list of conversations')
    }
    yield* out
    if (isOver) return
  }
  if (!isListed) throw unreadable(seen === 0 ? 'it is empty' : 'it has no list of conversations')
  throw unreadable('it ends in the middle')
}

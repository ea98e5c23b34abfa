import { minimalChanges } from '../../../../shared/config/document/minimal-changes'

const byteOrderMark = '\ufeff'

/** The text of a file as the editor holds it: `\n` alone, no byte order mark. A lone carriage return stays a character. */
export function draftText(text: string): string {
  return text.replace(byteOrderMark, '').replaceAll('\r\n', '\n')
}

/**
 * The draft as it is to stand on disk: with the byte order mark and the line ends of the file it was made from. Where that
 * mixes them, each line that is still there keeps its own, and a new one ends like the one above it.
 */
export function fileText(draft: string, file: string): string {
  const mark = file.startsWith(byteOrderMark) ? byteOrderMark : ''
  const ends = lineEnds(file)
  if (!ends.includes('\r\n')) return mark + draft
  if (!ends.includes('\n')) return mark + draft.replaceAll('\n', '\r\n')
  return mark + mixed(draft, draftText(file), ends)
}

const lineEnds = (text: string): string[] => text.match(/\r?\n/g) ?? []

/** Goes through both texts at once: outside of what was changed, the next line end of the one is that of the other. */
function mixed(draft: string, before: string, ends: readonly string[]): string {
  const written: string[] = []
  let [at, line] = [0, 0]
  const countIn = (text: string) => text.split('\n').length - 1
  const keep = (to: number) => {
    const parts = before.slice(at, to).split('\n')
    for (const part of parts.slice(0, -1)) {
      written.push(part, ends[line] ?? '\n')
      line += 1
    }
    written.push(parts.at(-1) ?? '')
    at = to
  }
  for (const { from, to, insert } of minimalChanges(before, draft)) {
    keep(from)
    written.push(insert.replaceAll('\n', ends[Math.max(0, line - 1)] ?? '\n'))
    line += countIn(before.slice(from, to))
    at = to
  }
  keep(before.length)
  return written.join('')
}

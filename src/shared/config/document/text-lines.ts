/** Places of lines in a text, by offsets. A line ends behind its line end; the last may have none. */

export const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1

/** Behind the line end of the line an offset is in. */
export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset)
  return end === -1 ? text.length : end + 1
}

/** The line end of the line that a value ends in: it may end with one itself (`|+`). */
export const lineEndBehind = (text: string, to: number): number =>
  to > 0 && text[to - 1] === '\n' ? to : lineEnd(text, to)

export const columnOf = (text: string, offset: number): number => offset - lineStart(text, offset)

export const lineAt = (text: string, start: number): string => text.slice(start, lineEnd(text, start))

export const isBlank = (line: string): boolean => line.trim() === ''

/** How far in a comment stands that has its line to itself; null for any other line. */
export function commentColumn(line: string): number | null {
  const column = line.search(/\S/)
  return column !== -1 && line[column] === '#' ? column : null
}

/** Whether nothing stands before an offset on its line. */
export const beginsLine = (text: string, offset: number): boolean =>
  isBlank(text.slice(lineStart(text, offset), offset))

/** Behind the comments that follow directly, without a blank line, and stand further in than `column`. */
export function behindComments(text: string, from: number, column: number): number {
  let end = from
  while (end < text.length && end > 0 && text[end - 1] === '\n') {
    const at = commentColumn(lineAt(text, end))
    if (at === null || at <= column) break
    end = lineEnd(text, end)
  }
  return end
}

/** The first of the comments directly above a line, down from `limit`, that stand at least as far in as `column`. */
export function aboveComments(text: string, start: number, column: number, limit: number): number {
  let first = start
  while (first > limit) {
    const above = lineStart(text, first - 1)
    const at = commentColumn(lineAt(text, above))
    if (above < limit || at === null || at < column) break
    first = above
  }
  return first
}

/** What takes whole lines out, and one of two runs of blank lines that would come to stand below each other. */
export function removalOf(
  text: string,
  from: number,
  to: number,
): { from: number; to: number; insert: string } {
  const above = from === 0 ? '' : lineAt(text, lineStart(text, from - 1))
  let end = to
  while (end < text.length && (isBlank(above) || opens(above)) && isBlank(lineAt(text, end))) {
    end = lineEnd(text, end)
  }
  let start = from
  while (end === text.length && start > 0 && isBlank(lineAt(text, lineStart(text, start - 1)))) {
    start = lineStart(text, start - 1)
  }
  // A file that ends without a line end still does.
  if (end === text.length && start < end && text[end - 1] !== '\n')
    start -= /\r?\n$/.exec(text.slice(0, start))?.[0].length ?? 0
  return { from: start, to: end, insert: '' }
}

/** A key whose value follows below. */
const opens = (line: string) => /:\s*(#.*)?$/.test(line.trimEnd()) && commentColumn(line) === null

/** The number of the line an offset is in, from 0. */
export function lineNumbers(text: string): (offset: number) => number {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return offset => {
    let [low, high] = [0, starts.length - 1]
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return low
  }
}

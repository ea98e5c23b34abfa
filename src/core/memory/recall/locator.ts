/** Where a piece of a file is: pages where the text has them, which end with a form feed, else lines. */
export function locatorOf(text: string, start: number, stop: number, hasPages: boolean): string {
  const mark = hasPages ? '\f' : '\n'
  const count = (from: number, to: number): number => {
    let found = 0
    for (let at = text.indexOf(mark, from); at !== -1 && at < to; at = text.indexOf(mark, at + 1)) found += 1
    return found
  }
  // What a piece begins or ends with is not what it is about.
  const piece = text.slice(start, stop)
  const first = start + piece.length - piece.trimStart().length
  const last = start + piece.trimEnd().length
  const from = count(0, first) + 1
  const to = from + count(first, last)
  const word = hasPages ? 'page' : 'line'
  return from === to ? `${word} ${from}` : `${word}s ${from}–${to}`
}

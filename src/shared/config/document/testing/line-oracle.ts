/**
 * Where the keys of a hand-written file stand, by indentation alone. It knows nothing of the parser or the edits, so that it can
 * say which lines an edit has any business with. Lines count from 0; `to` is behind the last.
 */
export interface Lines {
  from: number
  to: number
}

const indentOf = (line: string) => line.search(/\S/)
const isContent = (line: string) => !/^\s*(#|$)/.test(line) && !/^(---|\.\.\.|%)/.test(line)

/** The lines of a key and all below it; those of the innermost key above it that is written on one line with what it holds. */
export function linesOfKey(lines: readonly string[], path: readonly string[]): Lines | null {
  let range: Lines = { from: -1, to: lines.length }
  for (const key of path) {
    const inside = lines.slice(range.from + 1, range.to)
    const depth = Math.min(...inside.filter(isContent).map(indentOf))
    const pattern = new RegExp(`^\\s{${Number.isFinite(depth) ? depth : 0}}(\\? )?["']?${key}["']?\\s*(:|$)`)
    const at = inside.findIndex(line => pattern.test(line))
    if (at === -1) return null
    range = { from: range.from + 1 + at, to: endOf(lines, range.from + 1 + at, range.to) }
    if (/[{[]|^\s*\? /.test(lines[range.from]?.replace(/#.*/, '') ?? '')) return range
  }
  return range
}

/** Up to the next line that is no further in; the entries of a list may stand as far out as its key. */
function endOf(lines: readonly string[], from: number, limit: number): number {
  const depth = indentOf(lines[from] ?? '')
  const isExplicit = /^\s*\? /.test(lines[from] ?? '')
  for (let at = from + 1; at < limit; at += 1) {
    const line = lines[at] ?? ''
    if (/^(---|\.\.\.)/.test(line)) return at
    if (!isContent(line) || indentOf(line) > depth) continue
    if (indentOf(line) === depth && /^\s*(- |-$|[\]}])/.test(line)) continue
    if (isExplicit && indentOf(line) === depth && /^\s*: /.test(line)) continue
    return at
  }
  return limit
}

/** The lines of each entry of a list, comments directly above included; all lines of the list where it is written in brackets. */
export function linesOfEntries(lines: readonly string[], list: Lines): Lines[] {
  const dashes = [...lines.keys()].filter(
    at => at > list.from && at < list.to && /^\s*-(\s|$)/.test(lines[at] ?? ''),
  )
  const depth = Math.min(...dashes.map(at => indentOf(lines[at] ?? '')))
  const starts = dashes.filter(at => indentOf(lines[at] ?? '') === depth)
  if (starts.length === 0) return [list]
  return starts.map((start, index) => {
    let from = start
    while (from - 1 > list.from && /^\s*#/.test(lines[from - 1] ?? '')) from -= 1
    return { from, to: starts[index + 1] ?? list.to }
  })
}

export function linesWith(lines: readonly string[], word: string): Lines[] {
  return [...lines.keys()].filter(at => lines[at]?.includes(word)).map(at => ({ from: at, to: at + 1 }))
}

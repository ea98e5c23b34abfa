import { sameJson } from '../../same-json'
import { type ConfigState, readState, tryRead } from './config-state'
import { type LinePlan, planLines, step } from './format-lines'
import { commentColumn, isBlank } from './text-lines'

/**
 * harombe.yaml laid out: two columns a level, lists indented, no more than one blank line in a row, none at either end, no blanks
 * at the ends of lines, a line end at the end of the file. Words, quotes, comments, order and what stands between brackets stay.
 * What would come to say something else by it is given back as it was.
 * @throws CONFIG_INVALID when the text cannot be read
 */
export function formatText(text: string): string {
  const mark = text.startsWith('\ufeff') ? '\ufeff' : ''
  const lineEnd = /\r\n/.test(text) ? '\r\n' : '\n'
  const state = readState(text.slice(mark.length).replaceAll('\r\n', '\n'))
  const result = laidOut(state)
  const after = tryRead(result)
  const isFaithful =
    after !== null && sameJson(after.data, state.data) && sameJson(wordsOf(result), wordsOf(state.text))
  return isFaithful ? mark + result.replaceAll('\n', lineEnd) : text
}

/** All but the blanks. */
const wordsOf = (text: string) => text.replaceAll(/\s+/g, '')

function laidOut({ text, tree }: ConfigState): string {
  const plan: LinePlan =
    tree === null
      ? { columns: new Map(), texts: new Set(), inner: new Set(), gaps: [] }
      : planLines(text, tree)
  const narrow = plan.gaps.reduceRight((all, { from, to }) => `${all.slice(0, from)} ${all.slice(to)}`, text)
  const lines = narrow.split('\n')
  const columns = columnsOf(text.split('\n'), plan)
  const moved = lines.map((line, at) => {
    const shifted = columns[at] === null ? line : `${' '.repeat(columns[at] ?? 0)}${line.trimStart()}`
    return plan.texts.has(at) ? shifted : shifted.trimEnd()
  })
  const kept = moved.filter((line, at) => {
    if (!isBlank(line) || plan.texts.has(at)) return true
    return at > 0 && !isBlank(moved[at - 1] ?? '')
  })
  while (kept.length > 0 && isBlank(kept[0] ?? '')) kept.shift()
  const body = kept.join('\n')
  const keepsEnd = plan.texts.has(lines.length - 1) || plan.texts.has(lines.length - 2)
  const trimmed = keepsEnd ? body.replace(/([^\n])$/, '$1\n') : body.replace(/\n*$/, '\n')
  return isBlank(trimmed) ? '' : trimmed
}

/** The column each line is to begin in; null for lines that stay as they are. */
function columnsOf(lines: readonly string[], { columns, texts, inner }: LinePlan): (number | null)[] {
  const result: (number | null)[] = lines.map(() => null)
  let delta = 0
  for (const [at, line] of lines.entries()) {
    const old = line.search(/\S/)
    if (old === -1 || (!inner.has(at) && (commentColumn(line) !== null || /^(---|\.\.\.|%)/.test(line))))
      continue
    const planned = columns.get(at)
    if (planned !== undefined && !texts.has(at)) delta = planned - old
    result[at] = Math.max(0, planned ?? old + delta)
  }
  for (const [at, line] of lines.entries()) {
    const column = commentColumn(line)
    if (column !== null && !inner.has(at)) result[at] = columnOfComment(lines, result, inner, at, column)
  }
  return result
}

/** A comment moves with what it stands in line with: the line below, else one above, else as far in as it was from the one above. */
function columnOfComment(
  lines: readonly string[],
  columns: readonly (number | null)[],
  inner: ReadonlySet<number>,
  at: number,
  column: number,
): number {
  const isContent = (index: number) =>
    !isBlank(lines[index] ?? '') && commentColumn(lines[index] ?? '') === null
  const oldOf = (index: number) => (lines[index] ?? '').search(/\S/)
  let below = at + 1
  while (below < lines.length && (!isContent(below) || inner.has(below))) below += 1
  const next = columns[below] ?? null
  if (next !== null && oldOf(below) === column) return next
  for (let above = at - 1; above >= 0; above -= 1) {
    if (!isContent(above) || inner.has(above)) continue
    const now = columns[above] ?? 0
    if (oldOf(above) === column) return now
    if (oldOf(above) < column) return now + step
  }
  return next ?? 0
}

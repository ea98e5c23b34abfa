import { diffIndices } from 'node-diff3'

export interface TextChange {
  /** Offsets into the text before, in UTF-16 units; `to` is behind the last that goes. */
  from: number
  to: number
  insert: string
}

export interface DiffLine {
  kind: 'same' | 'removed' | 'added'
  /** Without its line end. */
  text: string
}

/** A changed stretch with the unchanged lines around it. Line numbers count from 1, and are those of its first line. */
export interface DiffHunk {
  beforeLine: number
  afterLine: number
  lines: DiffLine[]
}

/** Lines `from` up to `to` of the text before become lines `insertFrom` up to `insertTo` of the text after; from 0. */
interface LineChange {
  from: number
  to: number
  insertFrom: number
  insertTo: number
}

/** Beyond so many pairs of equal lines a comparison would take seconds; such texts count as changed altogether. */
const maximumPairs = 2_000_000

/** What differs, by lines, with `context` unchanged lines around; none for equal texts. Line ends count as part of a line. */
export function lineDiff(before: string, after: string, context = 3): DiffHunk[] {
  const [old, now] = [splitLines(before), splitLines(after)]
  const groups: LineChange[][] = []
  for (const change of changedLines(old, now)) {
    const group = groups.at(-1)
    const last = group?.at(-1)
    if (group !== undefined && last !== undefined && change.from - last.to <= 2 * context) group.push(change)
    else groups.push([change])
  }
  return groups.map(group => toHunk(group, old, now, context))
}

/** Lines that came and lines that went. */
export function countChangedLines(before: string, after: string): { added: number; removed: number } {
  const changes = changedLines(splitLines(before), splitLines(after))
  return {
    added: changes.reduce((sum, { insertFrom, insertTo }) => sum + insertTo - insertFrom, 0),
    removed: changes.reduce((sum, { from, to }) => sum + to - from, 0),
  }
}

/** The same as whole lines to be replaced, by offsets, in ascending order. */
export function changedStretches(before: string, after: string): TextChange[] {
  const [old, now] = [splitLines(before), splitLines(after)]
  const offsets = [0]
  for (const line of old) offsets.push((offsets.at(-1) ?? 0) + line.length)
  return changedLines(old, now).map(({ from, to, insertFrom, insertTo }) => ({
    from: offsets[from] ?? before.length,
    to: offsets[to] ?? before.length,
    insert: now.slice(insertFrom, insertTo).join(''),
  }))
}

/** Each with its line end; what stands behind the last line end is a line unless it is empty. */
export function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? []
}

function changedLines(old: readonly string[], now: readonly string[]): LineChange[] {
  const shortest = Math.min(old.length, now.length)
  let head = 0
  while (head < shortest && old[head] === now[head]) head += 1
  let tail = 0
  while (tail < shortest - head && old.at(-1 - tail) === now.at(-1 - tail)) tail += 1
  const before = old.slice(head, old.length - tail)
  const after = now.slice(head, now.length - tail)
  if (before.length === 0 && after.length === 0) return []
  const changes = isComparable(before, after)
    ? diffIndices(before, after).map(({ buffer1, buffer2 }) => ({ buffer1, buffer2 }))
    : [{ buffer1: [0, before.length] as const, buffer2: [0, after.length] as const }]
  return changes.map(({ buffer1: [start, length], buffer2: [insertStart, insertLength] }) => ({
    from: head + start,
    to: head + start + length,
    insertFrom: head + insertStart,
    insertTo: head + insertStart + insertLength,
  }))
}

/** Whether the longest common sequence of two lists of lines can be found in a fraction of a second. */
export function isComparable(before: readonly string[], after: readonly string[]): boolean {
  const counts = new Map<string, number>()
  for (const line of before) counts.set(line, (counts.get(line) ?? 0) + 1)
  let pairs = 0
  for (const line of after) pairs += counts.get(line) ?? 0
  return pairs <= maximumPairs
}

function toHunk(
  group: readonly LineChange[],
  old: readonly string[],
  now: readonly string[],
  context: number,
): DiffHunk {
  const lines: DiffLine[] = []
  const push = (kind: DiffLine['kind'], texts: readonly string[]) => {
    for (const text of texts) lines.push({ kind, text: text.replace(/\r?\n$/, '') })
  }
  const start = Math.max(0, (group[0]?.from ?? 0) - context)
  const lead = (group[0]?.from ?? 0) - start
  let position = start
  for (const { from, to, insertFrom, insertTo } of group) {
    push('same', old.slice(position, from))
    push('removed', old.slice(from, to))
    push('added', now.slice(insertFrom, insertTo))
    position = to
  }
  push('same', old.slice(position, position + context))
  return { beforeLine: start + 1, afterLine: (group[0]?.insertFrom ?? 0) - lead + 1, lines }
}

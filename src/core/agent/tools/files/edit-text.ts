import { HarombeError } from '../../../../shared/errors'
import { countText } from '../../../../shared/sizes'

export interface Edit {
  find: string
  replaceWith: string
  all: boolean
}

export interface EditedText {
  text: string
  /** As `diff -u` shows it, without a header. */
  diff: string
  replaced: number
}

/** Lines around a change that a diff shows. */
const around = 3

function positionsOf(text: string, part: string): number[] {
  const positions: number[] = []
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + part.length)) positions.push(at)
  return positions
}

/** The number of the line a character is in, from 0. */
function createLineFinder(text: string): {
  lines: string[]
  startOf(line: number): number
  lineAt(position: number): number
} {
  const lines = text.split('\n')
  const starts: number[] = []
  let position = 0
  for (const line of lines) {
    starts.push(position)
    position += line.length + 1
  }
  return {
    lines,
    startOf: line => starts[line] ?? 0,
    lineAt(wanted) {
      let low = 0
      let high = starts.length - 1
      while (low < high) {
        const middle = (low + high + 1) >> 1
        if ((starts[middle] ?? 0) <= wanted) low = middle
        else high = middle - 1
      }
      return low
    },
  }
}

interface Hunk {
  /** Lines of the old text, first and last, from 0. */
  first: number
  last: number
  positions: number[]
}

function hunksOf(positions: readonly number[], length: number, lineAt: (position: number) => number): Hunk[] {
  const hunks: Hunk[] = []
  for (const position of positions) {
    const first = lineAt(position)
    const last = lineAt(position + length - 1)
    const before = hunks.at(-1)
    if (before !== undefined && first - before.last <= 2 * around) {
      before.last = Math.max(before.last, last)
      before.positions.push(position)
    } else hunks.push({ first, last, positions: [position] })
  }
  return hunks
}

/** Lines that two lists have in common at both ends are context, not change. */
function changedLines(old: readonly string[], renewed: readonly string[]): string[] {
  let head = 0
  while (head < old.length && head < renewed.length && old[head] === renewed[head]) head++
  let tail = 0
  while (
    tail < old.length - head &&
    tail < renewed.length - head &&
    old[old.length - 1 - tail] === renewed[renewed.length - 1 - tail]
  )
    tail++
  const show = (sign: string, lines: readonly string[]) => lines.map(line => `${sign}${line}`)
  return [
    ...show(' ', old.slice(0, head)),
    ...show('-', old.slice(head, old.length - tail)),
    ...show('+', renewed.slice(head, renewed.length - tail)),
    ...show(' ', old.slice(old.length - tail)),
  ]
}

function replaceAt(text: string, positions: readonly number[], { find, replaceWith }: Edit): string {
  const parts: string[] = []
  let end = 0
  for (const position of positions) {
    parts.push(text.slice(end, position), replaceWith)
    end = position + find.length
  }
  return parts.join('') + text.slice(end)
}

function diffOf(text: string, positions: readonly number[], edit: Edit): string {
  const { lines, startOf, lineAt } = createLineFinder(text)
  let shift = 0
  return hunksOf(positions, edit.find.length, lineAt)
    .map(({ first, last, positions: within }) => {
      const from = Math.max(0, first - around)
      const to = Math.min(lines.length - 1, last + around)
      const old = lines.slice(from, to + 1)
      const start = startOf(from)
      const renewed = replaceAt(
        old.join('\n'),
        within.map(position => position - start),
        edit,
      ).split('\n')
      const header = `@@ -${from + 1},${old.length} +${from + 1 + shift},${renewed.length} @@`
      shift += renewed.length - old.length
      return [header, ...changedLines(old, renewed)].join('\n')
    })
    .join('\n')
}

/** What a model read has plain line breaks; a file with Windows' own is edited with those. */
function withLineBreaksOf(text: string, edit: Edit): Edit {
  if (text.includes(edit.find) || !text.includes('\r\n')) return edit
  const windows = (part: string) => part.replaceAll(/\r?\n/g, '\r\n')
  return { ...edit, find: windows(edit.find), replaceWith: windows(edit.replaceWith) }
}

/**
 * Replaces an exact part of a text, once unless all are meant.
 * @throws HarombeError BAD_REQUEST when it is not there, or there several times
 */
export function editText(text: string, given: Edit): EditedText {
  const edit = withLineBreaksOf(text, given)
  const positions = positionsOf(text, edit.find)
  if (positions.length === 0)
    throw new HarombeError('BAD_REQUEST', 'The text to replace is not in the file, to the letter.', {
      hint: 'Read the file again and copy the part exactly, spaces and line breaks too.',
    })
  if (positions.length > 1 && !edit.all)
    throw new HarombeError(
      'BAD_REQUEST',
      `The text to replace is there ${countText(positions.length)} times; give more of what is around it, or set all.`,
    )
  return {
    text: replaceAt(text, positions, edit),
    diff: diffOf(text, positions, edit),
    replaced: positions.length,
  }
}

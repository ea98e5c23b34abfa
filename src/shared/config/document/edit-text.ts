import { type Document, isMap, isSeq, type ToStringOptions, visit } from 'yaml'
import { sameJson } from '../../same-json'
import { parseYaml } from './parse-yaml'

export type ConfigEdit = (document: Document) => void

/**
 * Applies an edit to the text of a file and changes as few lines as possible. The library writes a whole document in its own
 * layout (spaces before comments, blank lines, indentation); what the edit did not touch is taken from the old text instead.
 * @throws what `edit` throws
 */
export function editText(text: string, edit: ConfigEdit): string {
  const mark = text.startsWith('\ufeff') ? '\ufeff' : ''
  const lineEnd = /\r\n/.test(text) ? '\r\n' : '\n'
  const original = text.slice(mark.length).replaceAll('\r\n', '\n')
  const { document } = parseYaml(original)
  const layout = layoutOf(document, original)
  const before = document.toString(layout)
  edit(document)
  const after = document.toString(layout)
  const result = document.toJS()
  const faithful = keepUntouchedLines(original, before, after).find(candidate => {
    const { document: reread, problems } = parseYaml(candidate)
    return problems.length === 0 && sameJson(reread.toJS(), result)
  })
  return mark + (faithful ?? after).replaceAll('\n', lineEnd)
}

/** Indentation as the file has it, so that new lines fit in. */
function layoutOf(document: Document, text: string): ToStringOptions {
  const columnOf = (offset: number) => offset - (text.lastIndexOf('\n', offset - 1) + 1)
  let indent: number | null = null
  let indentSeq = true
  visit(document, {
    Pair(_key, { key, value }) {
      if (!(isMap(value) || isSeq(value)) || value.flow === true) return
      const keyOffset = Reflect.get(Object(key), 'range')?.[0]
      const valueOffset = value.range?.[0]
      if (typeof keyOffset !== 'number' || valueOffset === undefined) return
      const depth = columnOf(valueOffset) - columnOf(keyOffset)
      if (isSeq(value)) indentSeq = depth > 0
      else if (depth > 0) indent ??= depth
    },
  })
  return { indent: indent ?? 2, indentSeq, lineWidth: 0, flowCollectionPadding: !/\{\S/.test(text) }
}

/** Blank lines are not counted: the library merges several into one. */
interface Lines {
  all: string[]
  /** Indexes of lines with content. */
  filled: number[]
}

function toLines(text: string): Lines {
  const all = text.split('\n')
  return { all, filled: [...all.keys()].filter(index => all[index]?.trim() !== '') }
}

/**
 * Old text up to the first changed line, new lines, old text from the last changed line on. The library cannot write every
 * indentation (lists not indented in a file of four spaces), so the new lines come in several, the likeliest first.
 */
function keepUntouchedLines(original: string, before: string, after: string): string[] {
  const [old, was, is] = [toLines(original), toLines(before), toLines(after)]
  const line = (lines: Lines, index: number) => lines.all[lines.filled[index] ?? -1]
  const fromEnd = (lines: Lines, index: number) => line(lines, lines.filled.length - 1 - index)
  const bare = (text: string | undefined) => text?.replaceAll(/\s+/g, '')
  const shortest = Math.min(old.filled.length, was.filled.length, is.filled.length)
  // The library also moves a few things to other lines (`nodes:` above a lone `[]`): those count as changed.
  let head = 0
  while (
    head < shortest &&
    line(was, head) === line(is, head) &&
    bare(line(was, head)) === bare(line(old, head))
  ) {
    head++
  }
  let tail = 0
  while (
    tail < shortest - head &&
    fromEnd(was, tail) === fromEnd(is, tail) &&
    bare(fromEnd(was, tail)) === bare(fromEnd(old, tail))
  ) {
    tail++
  }
  const shiftAt = (index: number) => indentOf(line(old, index)) - indentOf(line(was, index))
  const added = is.all.slice(endOf(is, head), endOf(is, is.filled.length - tail))
  return [...new Set([shiftAt(head - 1), shiftAt(head), 0])].map(shift =>
    [
      ...old.all.slice(0, endOf(old, head)),
      ...added.map(text => shifted(text, shift)),
      ...old.all.slice(endOf(old, old.filled.length - tail)),
    ].join('\n'),
  )
}

/** The index behind the first `count` lines with content. */
function endOf(lines: Lines, count: number): number {
  return count === 0 ? 0 : (lines.filled[count - 1] ?? -1) + 1
}

function indentOf(line = ''): number {
  return line.length - line.trimStart().length
}

function shifted(line: string, by: number): string {
  return line.trim() === '' ? line : ' '.repeat(Math.max(0, indentOf(line) + by)) + line.trimStart()
}

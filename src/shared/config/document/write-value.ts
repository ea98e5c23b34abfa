import type { ConfigValue } from './form-action'
import type { TextChange } from './line-diff'
import {
  blockText,
  entryLines,
  indented,
  inlineKey,
  inlineValue,
  isInline,
  type Layout,
  nestedLines,
  valueLines,
} from './render-value'
import {
  beginsLine,
  behindComments,
  columnOf,
  lineEnd,
  lineEndBehind,
  lineStart,
  removalOf,
} from './text-lines'
import type { TreeEntry, TreeItem, TreeMap, TreeNode } from './yaml-tree'

export interface Source {
  text: string
  layout: Layout
}

/** Ways to make a change, the likeliest first; which of them does is found out by reading the result. */
export type Candidates = TextChange[][]

/** Where a value stands, or would: behind a key or a `-`. */
export interface Slot {
  /** Behind the `:` or the `-`. */
  behind: number
  /** Of the key, or of what follows the `-`. */
  column: number
  isItem: boolean
  inFlow: boolean
  value: TreeNode
}

export function slotOf({ text, layout }: Source, part: TreeEntry | TreeItem, inFlow: boolean): Slot {
  const column = columnOf(text, part.from)
  return 'keyTo' in part
    ? { behind: part.keyTo, column, isItem: false, inFlow, value: part.value }
    : { behind: part.from + 1, column: column + layout.dashWidth, isItem: true, inFlow, value: part.value }
}

const isBlock = (node: TreeNode) => (node.kind === 'map' || node.kind === 'list') && !node.flow

/** Another value in a slot. Quotes, and the comment behind it, stay. */
export function replaceValue(source: Source, slot: Slot, value: ConfigValue | null): Candidates {
  const { layout } = source
  const old = slot.value
  const style = old.kind === 'scalar' ? old.style : 'plain'
  const quotes = typeof value === 'string' && (style === 'single' || style === 'double') ? style : null
  const inline = () => inlineInstead(source, slot, inlineValue(value, layout, slot.inFlow, quotes))
  if (slot.inFlow || isInline(value, layout)) return inline()
  if (typeof value === 'string') {
    const [header = '', ...lines] = blockText(value, layout)
    const text = [header, ...indented(lines, slot.column)].join(layout.lineEnd)
    return quotes === null ? [...inlineInstead(source, slot, text), ...inline()] : inline()
  }
  return blockInstead(source, slot, value)
}

function inlineInstead({ text }: Source, slot: Slot, inline: string): Candidates {
  const { behind, value: old } = slot
  if (old.kind === 'scalar' && old.style === 'empty') {
    const isBare = !slot.isItem && text[behind - 1] !== ':'
    return [[{ from: old.to, to: old.to, insert: `${isBare ? ':' : ''} ${inline}` }]]
  }
  if (isBlock(old) && beginsLine(text, old.from)) {
    const block = { from: lineStart(text, old.from), to: lineEndBehind(text, old.to), insert: '' }
    const end = old.propsFrom < block.from ? propsEnd(text, old.propsFrom) : behind
    return [[{ from: behind, to: end, insert: ` ${inline}` }, block]]
  }
  // A block scalar that keeps its last line end (`|+`) has it within.
  const to = text.slice(0, old.to).replace(/\r?\n$/, '').length
  return [[{ from: old.from, to, insert: inline }], [{ from: old.propsFrom, to, insert: inline }]]
}

function blockInstead(source: Source, slot: Slot, value: ConfigValue | null): Candidates {
  const { text, layout } = source
  const { behind, column, value: old } = slot
  const join = (lines: readonly string[], at: number) => indented(lines, at).join(layout.lineEnd).trimStart()
  if (isBlock(old)) {
    const at = columnOf(text, old.from)
    return [[{ from: old.from, to: old.to, insert: join(valueLines(value, layout), at) }]]
  }
  if (slot.isItem) {
    const insert = ` ${join(valueLines(value, layout), column)}`
    return [[{ from: behind, to: Math.max(behind, old.to), insert }]]
  }
  const lines = indented(nestedLines(value, layout), column)
  const isEmpty = old.kind === 'scalar' && old.style === 'empty'
  if (!isEmpty && lineStart(text, old.propsFrom) > behind) {
    const whole = { from: lineStart(text, old.propsFrom), to: lineEndBehind(text, old.to) }
    const end = text[whole.to - 1] === '\n' ? layout.lineEnd : ''
    return [[{ ...whole, insert: lines.join(layout.lineEnd) + end }]]
  }
  const removal = { from: behind, to: Math.max(behind, old.to), insert: '' }
  const at = behindComments(text, lineEndBehind(text, removal.to), column)
  return [[removal, insertedLines(source, at, lines)]]
}

/** Whole lines at the beginning of a line, or behind a last one without line end. */
export function insertedLines({ text, layout }: Source, at: number, lines: readonly string[]): TextChange {
  const all = lines.join(layout.lineEnd)
  const isOpen = at > 0 && text[at - 1] !== '\n'
  return { from: at, to: at, insert: isOpen ? layout.lineEnd + all : all + layout.lineEnd }
}

/** A key that is not there yet, behind the last of a map that has some. */
export function addEntry(source: Source, map: TreeMap, key: string, value: ConfigValue | null): Candidates {
  const { text, layout } = source
  const last = map.entries.at(-1)
  const first = map.entries[0]
  if (last === undefined || first === undefined) return []
  const end = Math.max(last.keyTo, last.value.to)
  if (map.flow) {
    const entry = `${inlineKey(key)}: ${inlineValue(value, layout, true)}`
    return [[{ from: end, to: end, insert: separator(text, map, first.from, last.from) + entry }]]
  }
  const column = columnOf(text, first.from)
  const lines = indented(entryLines(key, value, layout), column)
  const line = lineEndBehind(text, end)
  const places = new Set([behindComments(text, line, column), line])
  return [...places].map(at => [insertedLines(source, at, lines)])
}

/** What goes before an entry that follows the last of a flow collection: on lines of their own, if the others are. */
export function separator(text: string, { from }: TreeNode, first: number, last: number): string {
  const lineOfLast = lineStart(text, last)
  if (lineStart(text, from) === lineStart(text, first) || !beginsLine(text, last)) return ', '
  return `,${text.includes('\r\n') ? '\r\n' : '\n'}${text.slice(lineOfLast, last)}`
}

/** A key with its value, and what its value is followed by. Comments above it stay. */
export function removeEntry(source: Source, map: TreeMap, entry: TreeEntry): Candidates {
  const { text } = source
  const end = Math.max(entry.keyTo, entry.value.to)
  if (map.flow) return [removeFromFlow(text, map.entries.map(rangeOf), map.entries.indexOf(entry))]
  if (beginsLine(text, entry.from)) {
    const column = columnOf(text, entry.from)
    const line = lineEndBehind(text, end)
    const isScalar = entry.value.kind === 'scalar' && entry.value.style !== 'empty'
    const to = isScalar ? line : behindComments(text, line, column)
    return [[removalOf(text, lineStart(text, entry.from), to)]]
  }
  const next = map.entries[map.entries.indexOf(entry) + 1]
  if (next === undefined) return [[{ from: entry.from, to: end, insert: '{}' }]]
  const hasComment = text.slice(end, next.from).includes('#')
  return [[{ from: entry.from, to: hasComment ? end : next.from, insert: '' }]]
}

const rangeOf = ({ from, keyTo, value }: TreeEntry) => ({ from, to: Math.max(keyTo, value.to) })

/** One of several in brackets, with its comma; with its line, where it has that to itself. */
export function removeFromFlow(
  text: string,
  parts: readonly { from: number; to: number }[],
  index: number,
): TextChange[] {
  const part = parts[index]
  const [previous, next] = [parts[index - 1], parts[index + 1]]
  if (part === undefined) return []
  const own = /^\s*,[^\S\n]*(#[^\n]*)?\r?\n/.exec(text.slice(part.to))
  if (own !== null && beginsLine(text, part.from)) {
    return [{ from: lineStart(text, part.from), to: part.to + own[0].length, insert: '' }]
  }
  if (next !== undefined) return [{ from: part.from, to: next.from, insert: '' }]
  if (previous === undefined) return [{ from: part.from, to: part.to, insert: '' }]
  const between = text.slice(previous.to, part.from)
  if (!between.includes('#')) return [{ from: previous.to, to: part.to, insert: '' }]
  const comma = previous.to + between.indexOf(',')
  return [
    { from: comma, to: comma + 1, insert: '' },
    { from: lineStart(text, part.from), to: Math.max(part.to, lineEnd(text, part.to) - 1), insert: '' },
  ]
}

/** Behind anchor and tag. */
const propsEnd = (text: string, from: number) =>
  from + (/^[&!]\S*(?:[^\S\n]+[&!]\S*)?/.exec(text.slice(from))?.[0].length ?? 0)

import type { ConfigValue } from './form-action'
import type { TextChange } from './line-diff'
import { indented, inlineValue, itemLines } from './render-value'
import {
  aboveComments,
  beginsLine,
  behindComments,
  columnOf,
  isBlank,
  lineEndBehind,
  lineStart,
  removalOf,
} from './text-lines'
import { type Candidates, insertedLines, removeFromFlow, type Source, separator } from './write-value'
import type { TreeItem, TreeList, TreeNode } from './yaml-tree'

interface Chunk {
  from: number
  to: number
}

/**
 * The lines of each entry of a block list, with the comments directly above that speak of it: unless only the first entry has
 * such, which then are the heading of the list. Null where an entry does not begin a line (`- - a`).
 */
function chunksOf(text: string, { items }: TreeList): Chunk[] | null {
  if (items.some(({ from }) => !beginsLine(text, from))) return null
  let limit = 0
  const chunks = items.map(({ from, value }) => {
    const column = columnOf(text, from)
    const start = lineStart(text, from)
    const lead = aboveComments(text, start, column, limit)
    limit = behindComments(text, lineEndBehind(text, Math.max(from + 1, value.to)), column)
    return { from: lead, to: limit, start }
  })
  const hasHeading = !chunks.slice(1).some(({ from, start }) => from < start)
  return chunks.map(({ from, to, start }, index) => ({ from: index === 0 && hasHeading ? start : from, to }))
}

/** An entry above the one at `index`, or last. */
export function insertItem(source: Source, list: TreeList, index: number, value: ConfigValue): Candidates {
  const { layout } = source
  if (list.flow) return insertInFlow(source, list, index, inlineValue(value, layout, true))
  return insertLines(source, list, index, itemLines(value, layout))
}

/** `lines`: of the entry, its `-` in column 0. */
function insertLines(source: Source, list: TreeList, index: number, lines: readonly string[]): Candidates {
  const { text, layout } = source
  const chunks = chunksOf(text, list)
  const last = chunks?.at(-1)
  if (chunks === null || last === undefined) return []
  const own = indented(lines, columnOf(text, list.items[0]?.from ?? 0))
  const gaps = chunks.slice(1).map(({ from }, before) => text.slice(chunks[before]?.to, from))
  const blank = gaps.length > 0 && gaps.every(gap => gap !== '' && isBlank(gap)) ? [''] : []
  const next = chunks[index]
  if (next !== undefined) return [[insertedLines(source, next.from, [...own, ...blank])]]
  const value = list.items.at(-1)?.value
  const behind = value === undefined ? last.to : lineEndBehind(text, value.to)
  return [...new Set([last.to, behind])].map(at => [insertedLines({ text, layout }, at, [...blank, ...own])])
}

function insertInFlow({ text }: Source, list: TreeList, index: number, inline: string): Candidates {
  const { items } = list
  const [first, last, next] = [items[0], items.at(-1), items[index]]
  if (first === undefined || last === undefined) return []
  if (next === undefined) {
    return [
      [
        {
          from: last.value.to,
          to: last.value.to,
          insert: separator(text, list, first.from, last.from) + inline,
        },
      ],
    ]
  }
  const between = separator(text, list, first.from, last.from)
  return [[{ from: next.from, to: next.from, insert: inline + between }]]
}

/** A copy of an entry as it is written, without its anchors, below it; none where it has no lines of its own. */
export function copyItem(source: Source, list: TreeList, index: number): Candidates {
  const { text } = source
  const item = list.items[index]
  if (item === undefined || list.flow || !beginsLine(text, item.from)) return []
  const column = columnOf(text, item.from)
  const anchors = anchorsIn(text, item.value).sort((a, b) => b.from - a.from)
  const copied = anchors.reduce(
    (result, { from, to }) => result.slice(0, from - item.from) + result.slice(to - item.from),
    text.slice(item.from, item.value.to).replace(/\r?\n$/, ''),
  )
  const [first = '', ...rest] = copied.split(/\r?\n/)
  if (rest.some(line => !isBlank(line) && line.search(/\S/) < column)) return []
  return insertLines(source, list, index + 1, [first, ...rest.map(line => line.slice(column))])
}

/** Anchors within a value, with the blanks that would be too many without them. */
function anchorsIn(text: string, node: TreeNode): Chunk[] {
  const parts = node.kind === 'map' ? node.entries : node.kind === 'list' ? node.items : []
  const inner = parts.flatMap(({ value }) => anchorsIn(text, value))
  if (node.anchor === null) return inner
  const from = text.indexOf(`&${node.anchor}`, node.propsFrom)
  const to = from + node.anchor.length + 1
  const behind = /^[^\S\r\n]*/.exec(text.slice(to))?.[0].length ?? 0
  const isLast = /^\r?\n/.test(text.slice(to + behind))
  return [{ from: isLast ? text.slice(0, from).trimEnd().length : from, to: to + behind }, ...inner]
}

export function removeItem({ text }: Source, list: TreeList, index: number): Candidates {
  if (list.flow) return [removeFromFlow(text, list.items.map(rangeOf), index)]
  const chunk = chunksOf(text, list)?.[index]
  return chunk === undefined ? [] : [[removalOf(text, chunk.from, chunk.to)]]
}

const rangeOf = ({ from, value }: TreeItem) => ({ from, to: value.to })

/** The entries take each other's places; what stands between them stays where it is. */
export function moveItem({ text, layout }: Source, list: TreeList, index: number, to: number): Candidates {
  const chunks = list.flow ? list.items.map(rangeOf) : chunksOf(text, list)
  if (chunks === null) return []
  const order = chunks.map((_chunk, at) => at)
  order.splice(to, 0, ...order.splice(index, 1))
  const openEnd = !list.flow && text[(chunks.at(-1)?.to ?? 0) - 1] !== '\n'
  const changes = order.map((from, at): TextChange => {
    const [place, moved] = [chunks[at], chunks[from]]
    let insert = text.slice(moved?.from, moved?.to)
    // The last line of a file may have no line end.
    if (openEnd && from === chunks.length - 1) insert += layout.lineEnd
    if (openEnd && at === chunks.length - 1) insert = insert.replace(/\r?\n$/, '')
    return { from: place?.from ?? 0, to: place?.to ?? 0, insert }
  })
  return [changes.filter((_change, at) => order[at] !== at)]
}

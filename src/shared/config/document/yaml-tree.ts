import {
  type CST,
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  type Pair,
} from 'yaml'

/** A document as places in its text. Offsets count UTF-16 units of the parsed text; `to` is behind the last of the value. */
interface TreeBase {
  from: number
  /** Behind the last character that belongs to the value; comments and line ends behind it do not. */
  to: number
  /** Where anchor and tag before the value begin; `from` without them. */
  propsFrom: number
  anchor: string | null
}

export interface TreeScalar extends TreeBase {
  kind: 'scalar'
  value: unknown
  style: 'plain' | 'single' | 'double' | 'block' | 'empty'
}

export interface TreeAlias extends TreeBase {
  kind: 'alias'
  name: string
  /** Null where nothing of that name stands above. */
  target: TreeNode | null
}

export interface TreeEntry {
  key: string
  /** `<<`: its value's keys count as the map's own, unless it has them. */
  isMerge: boolean
  from: number
  /** Behind the `:`, or behind the key where a flow map leaves it out. */
  keyTo: number
  value: TreeNode
}

export interface TreeMap extends TreeBase {
  kind: 'map'
  flow: boolean
  entries: TreeEntry[]
}

export interface TreeItem {
  /** Of the `-`; in a flow list of the value with its anchor and tag. */
  from: number
  value: TreeNode
}

export interface TreeList extends TreeBase {
  kind: 'list'
  flow: boolean
  items: TreeItem[]
}

export type TreeNode = TreeScalar | TreeAlias | TreeMap | TreeList

/** Of a document that was parsed with its source tokens; null for an empty one. */
export function treeOf(document: Document): TreeNode | null {
  const anchors = new Map<string, TreeNode>()
  const { contents } = document
  if (!isNode(contents) || (isScalar(contents) && isEmpty(contents))) return null
  return nodeOf(contents, contents.range?.[0] ?? 0, [])

  /** `emptyAt`: where a value would stand that is not written. */
  function nodeOf(node: unknown, emptyAt: number, before: readonly CST.SourceToken[]): TreeNode {
    const built = bare(node, emptyAt, before)
    if (built.anchor !== null) anchors.set(built.anchor, built)
    return built
  }

  function bare(node: unknown, emptyAt: number, before: readonly CST.SourceToken[]): TreeNode {
    if (!isNode(node) || (isScalar(node) && isEmpty(node))) {
      const props = before.findLast(({ type }) => type === 'anchor' || type === 'tag')
      const at = props === undefined ? emptyAt : props.offset + props.source.length
      const anchor = isScalar(node) ? (node.anchor ?? null) : null
      const base = { from: at, to: at, propsFrom: propsFrom(before, at), anchor }
      return { ...base, kind: 'scalar', value: null, style: 'empty' }
    }
    const [from, end] = node.range ?? [emptyAt, emptyAt]
    const base = { from, to: end, propsFrom: propsFrom(before, from), anchor: null }
    if (isAlias(node)) {
      return { ...base, kind: 'alias', name: node.source, target: anchors.get(node.source) ?? null }
    }
    const anchor = node.anchor ?? null
    if (isScalar(node)) {
      const style = styleOf(node)
      const to = style === 'block' ? endOfBlock(node, end) : end
      return { ...base, to, anchor, kind: 'scalar', value: node.value, style }
    }
    return collection(node, { ...base, anchor })
  }

  function collection(node: Node, base: TreeBase): TreeNode {
    if (!isCollection(node)) return { ...base, kind: 'scalar', value: null, style: 'empty' }
    const flow = node.flow === true
    if (isMap(node)) {
      const entries = node.items.map(pair => entryOf(pair, flow))
      return {
        ...base,
        kind: 'map',
        flow,
        entries,
        to: flow ? base.to : (entries.at(-1)?.value.to ?? base.to),
      }
    }
    const tokens = isSeq(node) ? itemTokens(node.srcToken) : []
    const items = node.items.map((item, index) => itemOf(item, tokens[index], base.from, flow))
    return { ...base, kind: 'list', flow, items, to: flow ? base.to : (items.at(-1)?.value.to ?? base.to) }
  }

  function entryOf({ key, value, srcToken }: Pair, flow: boolean): TreeEntry {
    const name = isScalar(key) ? String(key.value) : ''
    const [keyFrom, keyEnd] = (isNode(key) ? key.range : null) ?? [0, 0]
    if (isScalar(key) && key.anchor !== undefined) anchors.set(key.anchor, bare(key, keyFrom, []))
    const question = srcToken?.start.find(({ type }) => type === 'explicit-key-ind')
    const colon = srcToken?.sep?.find(({ type }) => type === 'map-value-ind')
    const keyTo = colon === undefined ? keyEnd : colon.offset + 1
    const isMerge = name === '<<' && isScalar(key) && key.type === 'PLAIN'
    // A pair that is an entry of a flow list has its anchor in front of the key.
    const before = srcToken?.sep ?? (flow ? (srcToken?.start ?? []) : [])
    return {
      key: name,
      isMerge,
      from: question?.offset ?? keyFrom,
      keyTo,
      value: nodeOf(value, keyTo, before),
    }
  }

  function itemOf(
    item: unknown,
    token: CST.CollectionItem | undefined,
    listFrom: number,
    flow: boolean,
  ): TreeItem {
    const dash = token?.start.find(({ type }) => type === 'seq-item-ind')
    const value = nodeOf(item, (dash?.offset ?? listFrom) + 1, token?.start ?? [])
    return { from: flow ? value.propsFrom : (dash?.offset ?? value.propsFrom), value }
  }
}

/** Those of entries; the last token may hold nothing but the comments behind them. */
function itemTokens(token: unknown): CST.CollectionItem[] {
  const isListToken = (given: unknown): given is CST.BlockSequence | CST.FlowCollection =>
    typeof given === 'object' && given !== null && 'items' in given
  if (!isListToken(token)) return []
  if (token.type === 'flow-collection') return token.items.filter(({ value, key }) => value ?? key)
  return token.items.filter(({ start, value }) => value ?? start.some(({ type }) => type === 'seq-item-ind'))
}

function propsFrom(before: readonly CST.SourceToken[], otherwise: number): number {
  return before.find(({ type }) => type === 'anchor' || type === 'tag')?.offset ?? otherwise
}

interface ScalarLike {
  value: unknown
  source?: string
  type?: string
  srcToken?: unknown
}

function isEmpty({ value, source, type }: ScalarLike): boolean {
  return value === null && type === 'PLAIN' && (source ?? '') === ''
}

function styleOf({ type }: ScalarLike): TreeScalar['style'] {
  if (type === 'QUOTE_SINGLE') return 'single'
  if (type === 'QUOTE_DOUBLE') return 'double'
  return type === 'BLOCK_LITERAL' || type === 'BLOCK_FOLDED' ? 'block' : 'plain'
}

/** A block scalar reaches over the blank lines below it; they belong to it only where it keeps them (`|+`). */
function endOfBlock({ srcToken }: ScalarLike, end: number): number {
  const isBlock = (given: unknown): given is CST.BlockScalar =>
    typeof given === 'object' && given !== null && Reflect.get(given, 'type') === 'block-scalar'
  if (!isBlock(srcToken)) return end
  const header = srcToken.props.find(({ type }) => type === 'block-scalar-header')
  if (header === undefined || !('source' in header) || header.source.includes('+')) return end
  const blank = /\s*$/.exec(srcToken.source)?.[0].length ?? 0
  // Nothing but blank lines: the header is the whole.
  return blank === srcToken.source.length ? header.offset + header.source.length : end - blank
}

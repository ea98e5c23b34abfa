import { type Document, isScalar } from 'yaml'
import { dataOf } from './document-data'

export type DataPath = readonly (string | number)[]

/** Which file says it, and where in it. */
export interface Origin {
  /** 0: the file itself, then its overlays in order. */
  source: number
  path: DataPath
}

/** Data of one file, or of several laid over each other, of which each part knows where it stands. */
export type SourceTree = { origin: Origin } & (
  | { kind: 'value'; value: unknown }
  | { kind: 'map'; entries: ReadonlyMap<string, SourceTree> }
  | { kind: 'list'; items: readonly SourceTree[] }
)

/**
 * A key without a value counts as not there: templates leave `nodes:` with every entry commented out. In an overlay a written
 * `null` or `~` stays, for it takes a key away.
 */
export function readTree(document: Document.Parsed, source: number): SourceTree {
  return treeOf(dataOf(document) ?? {}, [])

  function treeOf(data: unknown, path: DataPath): SourceTree {
    const origin = { source, path }
    if (Array.isArray(data)) {
      return { origin, kind: 'list', items: data.map((item, index) => treeOf(item, [...path, index])) }
    }
    if (typeof data !== 'object' || data === null) return { origin, kind: 'value', value: data }
    const entries = Object.entries(data).filter(
      ([key, value]) => value !== null || (source > 0 && isWrittenNull(document, [...path, key])),
    )
    return {
      origin,
      kind: 'map',
      entries: new Map(entries.map(([key, value]) => [key, treeOf(value, [...path, key])])),
    }
  }
}

function isWrittenNull(document: Document.Parsed, path: DataPath): boolean {
  const node = document.getIn(path, true)
  return isScalar(node) && node.value === null && typeof node.source === 'string' && node.source !== ''
}

export function plainOf(tree: SourceTree): unknown {
  if (tree.kind === 'value') return tree.value
  if (tree.kind === 'list') return tree.items.map(plainOf)
  return Object.fromEntries([...tree.entries].map(([key, value]) => [key, plainOf(value)]))
}

/** Where the value at a path of the whole stands; where the deepest thing that is there does, with the rest of the path. */
export function originAt(tree: SourceTree, path: readonly PropertyKey[]): Origin {
  let at = tree
  for (const [index, key] of path.entries()) {
    const next =
      at.kind === 'map' ? at.entries.get(String(key)) : at.kind === 'list' ? at.items[Number(key)] : undefined
    if (next === undefined) {
      const rest = path.slice(index).map(part => (typeof part === 'number' ? part : String(part)))
      return { source: at.origin.source, path: [...at.origin.path, ...rest] }
    }
    at = next
  }
  return at.origin
}

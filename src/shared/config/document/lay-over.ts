import type { SourceTree } from './source-tree'

/** Lists whose entries have names, which say what goes over what. All others are replaced as a whole. */
const namedLists = new Set(['cluster.nodes', 'cluster.models'])

/**
 * What holds when `over` is laid over `base`: maps merge, nodes and required models merge by name, other lists are replaced,
 * null takes a key away. `overrides` gets the keys that now have another value than the base alone would give them, entries of
 * lists by name: `cluster.nodes[gaming-pc].tier`.
 */
export function layOver(base: SourceTree, over: SourceTree, overrides: string[]): SourceTree {
  return merge(base, over, '')

  function merge(below: SourceTree, above: SourceTree, path: string): SourceTree {
    if (below.kind === 'map' && above.kind === 'map') return mergeMaps(below, above, path)
    if (below.kind === 'list' && above.kind === 'list' && namedLists.has(path)) {
      return { ...below, items: mergeNamed(below.items, above.items, path) }
    }
    // The name that joins two entries is no change.
    if (!(path.endsWith('].name') && sameName(below, above))) overrides.push(path)
    return above
  }

  function mergeMaps(
    below: Extract<SourceTree, { kind: 'map' }>,
    above: Extract<SourceTree, { kind: 'map' }>,
    path: string,
  ): SourceTree {
    const entries = new Map(below.entries)
    for (const [key, value] of above.entries) {
      const inner = path === '' ? key : `${path}.${key}`
      const present = entries.get(key)
      if (value.kind === 'value' && value.value === null) {
        if (entries.delete(key)) overrides.push(inner)
      } else if (present !== undefined) entries.set(key, merge(present, value, inner))
      else entries.set(key, added(value, inner))
    }
    return { ...below, entries }
  }

  function mergeNamed(below: readonly SourceTree[], above: readonly SourceTree[], path: string) {
    const items = [...below]
    const taken = new Set<number>()
    for (const item of above) {
      const name = nameOf(item)
      const index = items.findIndex(
        (other, at) => at < below.length && !taken.has(at) && name !== null && nameOf(other) === name,
      )
      const present = items[index]
      const inner = `${path}[${shownName(item) ?? items.length}]`
      if (present === undefined) items.push(added(item, inner))
      else {
        taken.add(index)
        items[index] = merge(present, item, inner)
      }
    }
    return items
  }

  /** What the base does not have at all. */
  function added(tree: SourceTree, path: string): SourceTree {
    const kept = withoutNulls(tree)
    overrides.push(...saidBy(kept, path))
    return kept
  }
}

/** An entry of a list is said as a whole, a map key by key: others of its keys are still the base's to say. */
function saidBy(tree: SourceTree, path: string): string[] {
  if (tree.kind === 'list' && namedLists.has(path)) {
    return tree.items.map((item, index) => `${path}[${shownName(item) ?? index}]`)
  }
  if (tree.kind !== 'map' || path.endsWith(']')) return [path]
  return [...tree.entries].flatMap(([key, value]) => saidBy(value, `${path}.${key}`))
}

const sameName = (below: SourceTree, above: SourceTree) =>
  below.kind === 'value' && above.kind === 'value' && below.value === above.value

function shownName(tree: SourceTree): string | null {
  const name = tree.kind === 'map' ? tree.entries.get('name') : undefined
  return name?.kind === 'value' && typeof name.value === 'string' ? name.value : null
}

/** Names of nodes are the same whatever their case. */
const nameOf = (tree: SourceTree) => shownName(tree)?.toLowerCase() ?? null

/** There is nothing below that they could take away. */
function withoutNulls(tree: SourceTree): SourceTree {
  if (tree.kind === 'list') return { ...tree, items: tree.items.map(withoutNulls) }
  if (tree.kind === 'value') return tree
  const entries = [...tree.entries].filter(([, value]) => value.kind !== 'value' || value.value !== null)
  return { ...tree, entries: new Map(entries.map(([key, value]) => [key, withoutNulls(value)])) }
}

import type { ConfigPath } from './form-action'
import type { TreeEntry, TreeItem, TreeMap, TreeNode } from './yaml-tree'

export interface Inheritance {
  kind: 'alias' | 'merge'
  /** The name of the anchor. */
  anchor: string
}

export interface Found {
  /** What it says, aliases followed. */
  value: TreeNode
  /** How it came here from elsewhere in the file: the first alias or merge key on the way; null: it is written here. */
  via: Inheritance | null
  /** Key and value, or entry; of what is inherited the alias or merge key that stands for it here. */
  from: number
  to: number
}

export const ownEntry = (map: TreeMap, key: string | number): TreeEntry | undefined =>
  map.entries.find(entry => !entry.isMerge && entry.key === String(key))

/** The maps that a map takes over, those that win first. They take over none themselves. */
export function mergedMaps(map: TreeMap): { map: TreeMap; anchor: string; entry: TreeEntry }[] {
  return map.entries
    .filter(({ isMerge }) => isMerge)
    .flatMap(entry => {
      const sources =
        entry.value.kind === 'list' ? entry.value.items.map(({ value }) => value) : [entry.value]
      return sources.flatMap(source =>
        source.kind === 'alias' && source.target?.kind === 'map'
          ? [{ map: source.target, anchor: source.name, entry }]
          : [],
      )
    })
}

/** The value at a path, null where there is none. Keys without a value count as being there. */
export function lookUp(root: TreeNode | null, path: ConfigPath): Found | null {
  let found: Found | null =
    root === null ? null : { value: root, via: null, from: root.propsFrom, to: root.to }
  for (const key of path) {
    if (found === null) return null
    found = followed(step(found, key))
  }
  return found
}

/** As far as the path leads; `rest` is what does not exist. */
export function lookUpFarthest(
  root: TreeNode | null,
  path: ConfigPath,
): { found: Found | null; rest: ConfigPath } {
  for (let length = path.length; length > 0; length -= 1) {
    const found = lookUp(root, path.slice(0, length))
    if (found !== null) return { found, rest: path.slice(length) }
  }
  return { found: lookUp(root, []), rest: path }
}

function step(parent: Found, key: string | number): Found | null {
  const { value: container, via } = parent
  // What is inherited has no place of its own here.
  const placed = (part: TreeEntry | TreeItem): Found =>
    via === null
      ? { value: part.value, via, from: part.from, to: Math.max(part.value.to, keyEnd(part)) }
      : { ...parent, value: part.value }
  if (container.kind === 'list') {
    const item = container.items[Number(key)]
    return item === undefined ? null : placed(item)
  }
  if (container.kind !== 'map') return null
  const own = ownEntry(container, key)
  if (own !== undefined) return placed(own)
  for (const { map, anchor, entry } of mergedMaps(container)) {
    const inherited = ownEntry(map, key)
    if (inherited === undefined) continue
    if (via !== null) return { ...parent, value: inherited.value }
    return { value: inherited.value, via: { kind: 'merge', anchor }, from: entry.from, to: entry.value.to }
  }
  return null
}

function followed(found: Found | null): Found | null {
  if (found?.value.kind !== 'alias') return found
  const { target, name } = found.value
  if (target === null) return null
  return { ...found, value: target, via: found.via ?? { kind: 'alias', anchor: name } }
}

const keyEnd = (part: TreeEntry | TreeItem) => ('keyTo' in part ? part.keyTo : part.from + 1)

/** Every alias with where it stands and what it stands in for: a value, or keys that a map takes over. */
export function aliasesOf(
  root: TreeNode | null,
): { path: ConfigPath; alias: Extract<TreeNode, { kind: 'alias' }>; isMerge: boolean }[] {
  const found: ReturnType<typeof aliasesOf> = []
  const walk = (node: TreeNode, path: ConfigPath, isMerge: boolean): void => {
    if (node.kind === 'alias') found.push({ path, alias: node, isMerge })
    if (node.kind === 'list') {
      for (const [index, { value }] of node.items.entries())
        walk(value, isMerge ? path : [...path, index], isMerge)
    }
    if (node.kind === 'map') {
      for (const entry of node.entries)
        walk(entry.value, entry.isMerge ? path : [...path, entry.key], entry.isMerge)
    }
  }
  if (root !== null) walk(root, [], false)
  return found
}

import { HarombeError } from '../../errors'
import { formatPath } from '../../issues'
import { type ConfigState, toValue } from './config-state'
import type { ConfigPath, ConfigValue } from './form-action'
import { valueIn } from './plain-data'
import { entryLines } from './render-value'
import { addEntry, type Candidates, insertedLines, removeEntry, replaceValue, slotOf } from './write-value'
import { lookUp, mergedMaps, ownEntry } from './yaml-lookup'
import type { TreeEntry, TreeItem, TreeMap, TreeNode } from './yaml-tree'

/**
 * Ways to write what `expected` has at a path. Where the way there is missing, or taken over from elsewhere, the whole is written
 * at the first place that is the file's own.
 * @throws CONFLICT for a part of an entry that is an alias as a whole
 */
export function placeValue(state: ConfigState, path: ConfigPath, expected: unknown): Candidates {
  const whole = (length: number) => toValue(valueIn(expected, path.slice(0, length)))
  if (state.tree === null) return appended(state, String(path[0]), whole(1))
  let node: TreeNode = state.tree
  let replace: ((value: ConfigValue | null) => Candidates) | null = null
  let inFlow = false
  for (const [depth, key] of path.entries()) {
    if (node.kind === 'alias' && typeof path[depth - 1] === 'number')
      throw isAlias(path.slice(0, depth), node.name)
    const part = partOf(node, key)
    if (part === undefined) {
      if (node.kind === 'map' && node.entries.length > 0)
        return addEntry(state, node, String(key), whole(depth + 1))
      return replace === null ? insteadOfAll(state, node, String(key), whole(1)) : replace(whole(depth))
    }
    inFlow ||= 'flow' in node && node.flow
    const slot = slotOf(state, part, inFlow)
    replace = value => replaceValue(state, slot, value)
    node = part.value
  }
  return replace === null ? [] : replace(whole(path.length))
}

function partOf(node: TreeNode, key: string | number): TreeEntry | TreeItem | undefined {
  if (node.kind === 'map') return ownEntry(node, key)
  return node.kind === 'list' ? node.items[Number(key)] : undefined
}

/** The first key of a file without any. */
function appended(state: ConfigState, key: string, value: ConfigValue | null): Candidates {
  const { text, layout } = state
  const end = /^\.\.\.(?=\s|$)/m.exec(text)?.index ?? text.length
  return [[insertedLines(state, end, entryLines(key, value, layout))]]
}

/** The whole file is `{}`. */
function insteadOfAll(
  { layout }: ConfigState,
  node: TreeNode,
  key: string,
  value: ConfigValue | null,
): Candidates {
  return [[{ from: node.from, to: node.to, insert: entryLines(key, value, layout).join(layout.lineEnd) }]]
}

/** The next step on the way to a map that has its own keys only: one it takes over is written into it, or the merge key goes. */
export function unmerge(state: ConfigState, path: ConfigPath): Candidates {
  const map = lookUp(state.tree, path)?.value
  if (map?.kind !== 'map') return []
  const missing = inheritedKeys(map).find(key => ownEntry(map, key) === undefined)
  if (missing !== undefined) {
    return addEntry(state, map, missing, toValue(valueIn(state.data, [...path, missing])))
  }
  const merge = map.entries.find(({ isMerge }) => isMerge)
  return merge === undefined ? [] : removeEntry(state, map, merge)
}

const inheritedKeys = (map: TreeMap): string[] =>
  mergedMaps(map).flatMap(({ map: source }) => source.entries.map(({ key }) => key))

function isAlias(path: ConfigPath, name: string): HarombeError {
  return new HarombeError(
    'CONFLICT',
    `${formatPath(path)} is nothing but *${name}: what it says stands elsewhere, at &${name}.`,
    {
      hint: `To change it by itself, write the entry out in the text instead of *${name}.`,
      data: { path: formatPath(path) },
    },
  )
}

import type { ConfigPath } from './form-action'
import type { TextPosition } from './form-view'
import { parseYaml } from './parse-yaml'
import { columnOf, lineEndBehind, lineNumbers } from './text-lines'
import { lookUp } from './yaml-lookup'
import { type TreeNode, treeOf } from './yaml-tree'

/** Where things stand in a text, also in one with mistakes, as far as the parser gets. */
export interface Positions {
  /** Of a key and its value, or an entry; of the alias or merge key it is taken over by; null where it is not in the text. */
  positionOf: (path: ConfigPath) => TextPosition | null
  /** The innermost key or entry around an offset; on a blank line, that of which it would be a part by its indentation. */
  pathAt: (offset: number) => ConfigPath
}

export function positionsIn(text: string): Positions {
  const parsed = parseYaml(text)
  return positionsOf(text, parsed.text, treeOf(parsed.document))
}

/** `parsed`: the text without byte order mark, to which the offsets of the tree belong. */
export function positionsOf(text: string, parsed: string, tree: TreeNode | null): Positions {
  const mark = text.length - parsed.length
  const lineOf = lineNumbers(text)
  return {
    positionOf(path) {
      const found = lookUp(tree, path)
      if (found === null) return null
      const from = found.from + mark
      return { from, to: found.to + mark, line: lineOf(from) + 1, column: columnOf(text, from) + 1 }
    },
    pathAt: offset => (tree === null ? [] : pathWithin(parsed, tree, offset - mark, [])),
  }
}

export const positionOf = (text: string, path: ConfigPath): TextPosition | null =>
  positionsIn(text).positionOf(path)

export const pathAt = (text: string, offset: number): ConfigPath => positionsIn(text).pathAt(offset)

function pathWithin(text: string, node: TreeNode, offset: number, path: ConfigPath): ConfigPath {
  if (node.kind !== 'map' && node.kind !== 'list') return path
  const parts: { from: number; key: string | number; behind: number; value: TreeNode }[] =
    node.kind === 'map'
      ? node.entries.map(({ from, key, keyTo, value }) => ({ from, key, behind: keyTo, value }))
      : node.items.map(({ from, value }, index) => ({ from, key: index, behind: from + 1, value }))
  const part = parts.findLast(({ from }) => from <= offset)
  if (part === undefined) return path
  const end = Math.max(part.behind, part.value.to)
  const isInside = node.flow
    ? offset <= end
    : offset < lineEndBehind(text, end) ||
      end === text.length ||
      columnOf(text, offset) > columnOf(text, part.from)
  return isInside ? pathWithin(text, part.value, offset, [...path, part.key]) : path
}

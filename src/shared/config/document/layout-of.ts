import type { Layout } from './render-value'
import { beginsLine, columnOf } from './text-lines'
import type { TreeNode } from './yaml-tree'

/** How a file is laid out: by the first map and the first list in it that tell. */
export function layoutOf(text: string, root: TreeNode | null): Layout {
  let indent: number | null = null
  let listIndent: number | null = null
  let dashWidth: number | null = null
  const walk = (node: TreeNode): void => {
    if (node.kind === 'list' && !node.flow) {
      for (const { from, value } of node.items) {
        const width = columnOf(text, value.propsFrom) - columnOf(text, from)
        if (value.kind === 'map' && !value.flow && width > 0) dashWidth ??= width
        walk(value)
      }
    }
    if (node.kind !== 'map' || node.flow) return
    for (const { from, value } of node.entries) {
      const depth = columnOf(text, firstOf(value)) - columnOf(text, from)
      if (value.kind === 'map' && !value.flow && depth > 0) indent ??= depth
      if (value.kind === 'list' && !value.flow && beginsLine(text, firstOf(value))) listIndent ??= depth
      walk(value)
    }
  }
  if (root !== null) walk(root)
  const step: number = indent ?? (listIndent === null || listIndent === 0 ? 2 : listIndent)
  return {
    lineEnd: /\r\n/.test(text) ? '\r\n' : '\n',
    indent: step,
    listIndent: Math.max(0, listIndent ?? step),
    dashWidth: dashWidth ?? 2,
    padding: /\{ /.test(text) && !/\{\S/.test(text.replaceAll('${', '').replaceAll('{}', '')),
  }
}

const firstOf = (node: TreeNode) =>
  node.kind === 'map'
    ? (node.entries[0]?.from ?? node.from)
    : node.kind === 'list'
      ? (node.items[0]?.from ?? node.from)
      : node.from

import type { Turns } from '../turns'
import { type ExportedConversation, type ExportedNode, exportedNode } from './schema'

export interface TreeNode extends ExportedNode {
  key: string
  /** Null at the root, and where the parent named is not there. */
  above: TreeNode | null
}

/**
 * The nodes so that each comes after the one above it, siblings in the order of their parent's list. What hangs in a circle
 * comes from nowhere and is left out. Deep as it may be, nothing here calls itself.
 */
export async function readTree(
  { mapping }: ExportedConversation,
  turns: Turns,
): Promise<{ nodes: TreeNode[]; lost: number }> {
  const all = new Map<string, TreeNode>()
  for (const [key, value] of Object.entries(mapping)) {
    if (turns.isDue()) await turns.take()
    const read = exportedNode.safeParse(value)
    if (read.success) all.set(key, { ...read.data, key, above: null })
  }
  const below = new Map<string | null, TreeNode[]>()
  for (const node of all.values()) {
    const parent = node.parent == null ? undefined : all.get(node.parent)
    node.above = parent ?? null
    const siblings = below.get(parent?.key ?? null)
    if (siblings === undefined) below.set(parent?.key ?? null, [node])
    else siblings.push(node)
  }
  const nodes: TreeNode[] = []
  const waiting = (below.get(null) ?? []).toReversed()
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (turns.isDue()) await turns.take()
    nodes.push(node)
    const places = new Map((node.children ?? []).map((key, index) => [key, index]))
    const place = ({ key }: TreeNode) => places.get(key) ?? Number.MAX_SAFE_INTEGER
    const children = (below.get(node.key) ?? []).toSorted((a, b) => place(a) - place(b))
    for (const child of children.toReversed()) waiting.push(child)
  }
  return { nodes, lost: Object.keys(mapping).length - nodes.length }
}

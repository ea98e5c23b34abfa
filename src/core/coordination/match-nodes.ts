import type { ClusterNode } from './node'
import type { NodeSpec } from './node-spec'
import { isWithinMachine } from './node-specs'

const pointsElsewhere = (a: NodeSpec, b: NodeSpec) =>
  a.url !== b.url || a.backend !== b.backend || a.token !== b.token

/** The same for all ways to write the address of one server. */
export function serverOf({ url }: Pick<NodeSpec, 'url'>): string {
  const parsed = URL.parse(url)
  if (parsed === null) return url
  if (isWithinMachine(parsed) && parsed.protocol !== 'embedded:') parsed.hostname = 'localhost'
  return parsed.href
}

export interface MatchedNodes {
  /** By the name they have from now on. */
  kept: Map<string, ClusterNode>
  gone: ClusterNode[]
}

/**
 * Which of the nodes are meant by the new entries. One that points elsewhere is another node; the same place under another
 * name is the same node, with all it learnt and all it answers.
 */
export function matchNodes(
  nodes: ReadonlyMap<string, ClusterNode>,
  specs: readonly NodeSpec[],
): MatchedNodes {
  const wanted = new Map(specs.map(spec => [spec.name, spec]))
  const kept = new Map<string, ClusterNode>()
  const gone = new Set<ClusterNode>()
  for (const [name, node] of nodes) {
    const spec = wanted.get(name)
    if (spec !== undefined && !pointsElsewhere(spec, node.spec)) kept.set(name, node)
    else gone.add(node)
  }
  for (const spec of specs) {
    if (kept.has(spec.name)) continue
    const renamed = [...gone].find(node => !pointsElsewhere(spec, node.spec))
    if (renamed === undefined) continue
    gone.delete(renamed)
    kept.set(spec.name, renamed)
  }
  return { kept, gone: [...gone] }
}

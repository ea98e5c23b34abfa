import { nodeUrl } from '../../../shared/config/node-url'
import type { Config, NodeConfig } from '../../../shared/config/schema'
import type { PlanCause, PlanChange } from '../../../shared/entities'
import { redactSecrets } from '../../../shared/redact-secrets'
import { diffNode } from './diff-config'
import { isSameEntry, type MatchedNode, needsTest, nodeFingerprint } from './match-nodes'
import type { AppliedState } from './types'
import { valueTexts } from './value-text'

/** Some take their key in the address. */
const shownUrl = (node: NodeConfig) => redactSecrets(nodeUrl(node))

export type NodeChange = Extract<
  PlanChange,
  { kind: 'node_added' | 'node_removed' | 'node_moved' | 'node_renamed' | 'node_changed' }
>

export interface NodeChanges {
  changes: readonly NodeChange[]
  /** It must show that it answers. */
  isToTest: boolean
}

const find = (config: Config | null, name: string): NodeConfig | undefined =>
  config?.cluster.nodes.find(node => node.name === name)

function takenOut({ name, before }: MatchedNode, inForce: Config | null): NodeChanges {
  if (before === null) return { changes: [], isToTest: false }
  const isGone = inForce !== null && find(inForce, name) === undefined
  const { tier } = before
  const common = { node: name, cause: 'file', inForce: isGone } as const
  return {
    changes: [{ ...common, id: `remove/${name}`, kind: 'node_removed', tier, url: shownUrl(before) }],
    isToTest: false,
  }
}

/** What is to become of one node's entry; nothing when it is as it was applied. Entries without secrets. */
export function nodeChanges(
  matched: MatchedNode,
  applied: AppliedState | null,
  inForce: Config | null,
): NodeChanges {
  const { name: node, desired, before, from } = matched
  if (desired === null) return takenOut(matched, inForce)
  const running = find(inForce, node)
  const isUnfinished = applied?.nodes[node]?.unfinished === nodeFingerprint(desired)
  const cause: PlanCause = isUnfinished ? 'unfinished' : 'file'
  const common = {
    node,
    cause,
    inForce: running !== undefined && isSameEntry(running, desired),
  }
  const { tier, model, enabled } = desired
  if (before === null) {
    const url = shownUrl(desired)
    return {
      changes: [{ ...common, id: `add/${node}`, kind: 'node_added', tier, url, model, enabled }],
      isToTest: enabled,
    }
  }
  const changes: NodeChange[] = []
  if (from !== null) changes.push({ ...common, id: `rename/${node}`, kind: 'node_renamed', from })
  if (before.tier !== tier) {
    changes.push({ ...common, id: `move/${node}`, kind: 'node_moved', from: before.tier, to: tier })
  }
  const differences = diffNode(before, desired)
  if (differences.length > 0) {
    const fields = differences.map(({ path, before: old, after }) => ({ path, ...valueTexts(old, after) }))
    changes.push({ ...common, id: `change/${node}`, kind: 'node_changed', fields })
  }
  const isRest = isUnfinished && changes.length === 0
  if (isRest) changes.push({ ...common, id: `change/${node}`, kind: 'node_changed', fields: [] })
  return { changes, isToTest: enabled && (from !== null || isRest || needsTest(differences)) }
}

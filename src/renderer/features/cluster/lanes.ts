import type { ActiveRequest, ClusterView, NodeView, Tier } from '../../../shared/entities'
import { fallbackOrder, tiers } from '../../../shared/entities/tiers'
import type { Translate } from '../../../shared/texts/translator'
import { byProgress } from './motion'

export interface Lane {
  tier: Tier
  nodes: NodeView[]
  online: number
  /** Nodes that count: all but those the user disabled. */
  enabled: number
}

/** One lane a tier, always three, in the order of the configuration. */
export function projectLanes(nodes: readonly NodeView[]): Lane[] {
  return tiers.map(tier => {
    const own = nodes.filter(node => node.tier === tier)
    const enabled = own.filter(node => node.status !== 'disabled')
    return {
      tier,
      nodes: own,
      online: enabled.filter(node => node.status === 'online').length,
      enabled: enabled.length,
    }
  })
}

/** The requests of each node, those it is answering first; those not yet placed are under null. */
export function requestsByNode(requests: readonly ActiveRequest[]): Map<string | null, ActiveRequest[]> {
  const grouped = new Map<string | null, ActiveRequest[]>()
  for (const request of [...requests].sort(byProgress)) {
    const group = grouped.get(request.node)
    if (group === undefined) grouped.set(request.node, [request])
    else group.push(request)
  }
  return grouped
}

/** What the lane of an empty tier says: where its questions go instead. */
export function standInTier(tier: Tier, lanes: readonly Lane[]): Tier | null {
  const hasOnline = (other: Tier) => lanes.some(lane => lane.tier === other && lane.online > 0)
  return fallbackOrder[tier].find(other => other !== tier && hasOnline(other)) ?? null
}

export type NodeAction =
  | 'test'
  | 'drain'
  | 'resume'
  | 'edit'
  | 'enable'
  | 'disable'
  | 'remove'
  | 'wake'
  | 'stop'
  | 'comeBack'

/**
 * What can be done with a node: the file's nodes can be changed, those of the demo stopped, and any that is not disabled
 * can be taken out for now.
 */
export function nodeActions(node: Pick<NodeView, 'origin' | 'status' | 'enabled' | 'wakeMac'>): NodeAction[] {
  const drain: NodeAction[] =
    node.status === 'disabled' ? [] : [node.status === 'draining' ? 'resume' : 'drain']
  // A machine that answers is awake.
  const wake: NodeAction[] = node.wakeMac !== null && node.status === 'offline' ? ['wake'] : []
  switch (node.origin) {
    case 'config':
      return ['test', ...wake, ...drain, 'edit', node.enabled ? 'disable' : 'enable', 'remove']
    case 'demo':
      return ['test', ...drain, node.status === 'offline' ? 'comeBack' : 'stop']
    case 'local':
    case 'discovered':
      return ['test', ...drain]
  }
}

/** What becomes of the answers a node is writing when it is taken away, in one sentence; empty when it writes none. */
export const runningAnswersText = (count: number, t: Translate): string =>
  count === 0 ? '' : t('cluster.node.running', { count })

export function isEmptyCluster(view: ClusterView): boolean {
  return view.nodes.length === 0 && !view.demoRunning
}

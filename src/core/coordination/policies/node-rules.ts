import type { Clock } from '../../../shared/clock'
import type { Policies } from '../../../shared/config/cluster-rules'
import type { ActiveRequest } from '../../../shared/entities'
import type { ClusterNode } from '../node'
import { hasRoomUnderPolicies, isEco, nodesForbidden, noPolicies } from './policy-rules'
import { localTimeOf } from './time-windows'

/** `cluster.policies` for the nodes there are, at this moment. */
export interface NodeRules {
  /** Nodes such a request must not go to, each with the rule as a clause. @param asked the node it names, if any */
  forbidden(origin: ActiveRequest['origin'], asked: string | undefined): ReadonlyMap<string, string>
  /** The node may be given one more. */
  hasRoom(node: ClusterNode): boolean
  isEco(): boolean
}

export function createNodeRules({
  clock,
  nodes,
  policies,
}: {
  clock: Clock
  nodes(): readonly ClusterNode[]
  policies(): Policies | undefined
}): NodeRules {
  const current = () => policies() ?? noPolicies
  const ruled = ({ spec, activeRequests }: ClusterNode) => ({
    name: spec.name,
    tier: spec.tier,
    activeRequests,
  })
  return {
    forbidden(origin, asked) {
      const rules = current()
      // Mostly there are none, and this is asked for every request.
      if (rules.quiet_hours.length === 0 && rules.allowed_clients.length === 0) return new Map()
      return nodesForbidden(rules, nodes().map(ruled), { origin, node: asked }, localTimeOf(clock.wall()))
    },
    hasRoom(node) {
      const rules = current()
      return rules.max_concurrent.length === 0 || hasRoomUnderPolicies(rules, ruled(node), nodes().map(ruled))
    },
    isEco: () => isEco(current(), localTimeOf(clock.wall())),
  }
}

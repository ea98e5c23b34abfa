import type { Clock } from '../../../shared/clock'
import type { ClusterNode } from '../node'

/** Streams a node cuts because it died end within this time of each other; those that it lets hang, a little less so. */
const togetherMs = 5_000
const kept = 32

/** A failure of one query on one node. */
export interface Harm {
  node: ClusterNode
  at: number
  /** Other requests that ran there in that moment. */
  others: number
  /** The checks had missed the node before. */
  wasAiling: boolean
}

/**
 * Whether a node fell because of a query or for its own reasons. It is the node's affair when the checks had missed it
 * before, or when other requests on it failed in the same moment; what happened to this query alone, though others went on or
 * there were none, may be the query's.
 */
export interface Blame {
  /** @param query its id */
  failed(node: ClusterNode, query: string): Harm
  isOfNode(harm: Harm, query: string): boolean
  /** Others ran there and none has failed so far: a little later it will be clear. */
  isUncertain(harm: Harm, query: string): boolean
}

/** How long one waits to see what became of the others. */
export const certaintyMs = 500

export function createBlame(clock: Clock): Blame {
  const failures = new WeakMap<ClusterNode, { at: number; query: string }[]>()

  const isOfNode = (harm: Harm, query: string): boolean =>
    harm.wasAiling ||
    (failures.get(harm.node) ?? []).some(
      other => other.query !== query && Math.abs(other.at - harm.at) <= togetherMs,
    )

  return {
    failed(node, query) {
      const at = clock.monotonic()
      const log = failures.get(node) ?? []
      log.push({ at, query })
      if (log.length > kept) log.shift()
      failures.set(node, log)
      const wasAiling = node.consecutiveFailures > 0 || node.reachability !== 'up'
      return { node, at, others: Math.max(0, node.activeRequests - 1), wasAiling }
    },
    isOfNode,
    isUncertain: (harm, query) =>
      harm.others > 0 && !isOfNode(harm, query) && clock.monotonic() - harm.at < certaintyMs,
  }
}

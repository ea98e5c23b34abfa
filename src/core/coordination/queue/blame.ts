import type { Clock } from '../../../shared/clock'
import type { ClusterNode } from '../node'

/** Streams a node cuts because it died end within this time of each other; those that it lets hang, a little less so. */
const togetherMs = 5_000
const kept = 32
/** Nodes that fell longer ago than this say nothing of a query of now. */
const rememberedMs = 120_000
const remembered = 4_096

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
  /**
   * Others fell with it each time, and yet it looks like the query: every node that fell since the first of these harms fell
   * under it, and under nobody else every time.
   */
  isSuspect(harms: readonly Harm[], query: string): boolean
  /** Others ran there and none has failed so far: a little later it will be clear. */
  isUncertain(harm: Harm, query: string): boolean
  /** Failures of the same moment may not all be known yet. */
  isFresh(harm: Harm): boolean
}

/**
 * So many nodes must have fallen under a query and others before it is the query's doing: among many that are cut off and placed
 * anew, one soon meets a second death by chance, and hardly a fourth.
 * @param others that fell with it, at most
 */
const deathsNeeded = (others: number): number => (others <= 8 ? 2 : others <= 30 ? 3 : 4)

/** How long one waits to see what became of the others. */
export const certaintyMs = 500

export function createBlame(clock: Clock): Blame {
  const failures = new WeakMap<ClusterNode, { at: number; query: string }[]>()
  /** Of all nodes, oldest first. */
  const recent: { node: ClusterNode; at: number; query: string }[] = []

  const isOfNode = (harm: Harm, query: string): boolean =>
    harm.wasAiling ||
    (failures.get(harm.node) ?? []).some(
      other => other.query !== query && Math.abs(other.at - harm.at) <= togetherMs,
    )

  const isFresh = ({ at }: Harm) => clock.monotonic() - at < certaintyMs

  return {
    failed(node, query) {
      const at = clock.monotonic()
      const log = failures.get(node) ?? []
      log.push({ at, query })
      if (log.length > kept) log.shift()
      failures.set(node, log)
      recent.push({ node, at, query })
      const stale = recent.findIndex(failure => at - failure.at <= rememberedMs)
      recent.splice(0, Math.max(stale, recent.length - remembered))
      const wasAiling = node.consecutiveFailures > 0 || node.reachability !== 'up'
      return { node, at, others: Math.max(0, node.activeRequests - 1), wasAiling }
    },
    isOfNode,
    isSuspect(harms, query) {
      const [first, ...rest] = harms
      if (first === undefined || rest.length === 0 || harms.some(({ wasAiling }) => wasAiling)) return false
      const others = recent.filter(failure => failure.query !== query && failure.at >= first.at - togetherMs)
      const isOf =
        ({ node, at }: Harm) =>
        (other: { node: ClusterNode; at: number }) =>
          other.node === node && Math.abs(other.at - at) <= togetherMs
      const companies = harms.map(harm => new Set(others.filter(isOf(harm)).map(other => other.query)))
      if (harms.length < deathsNeeded(Math.max(...companies.map(({ size }) => size)))) return false
      // What was there all but once may still come to fall with it.
      const enough = Math.max(2, harms.length - 1)
      const met = new Map<string, number>()
      for (const other of companies.flatMap(company => [...company]))
        met.set(other, (met.get(other) ?? 0) + 1)
      const hasCompanion = [...met.values()].some(times => times >= enough)
      return !hasCompanion && others.every(other => harms.some(harm => isOf(harm)(other)))
    },
    isUncertain: (harm, query) => harm.others > 0 && !isOfNode(harm, query) && isFresh(harm),
    isFresh,
  }
}

import type { Tier } from '../../../shared/entities'
import { tiers } from '../../../shared/entities/tiers'

/** A node as far as its share of requests goes. */
export interface Sharer {
  tier: Tier
  status: string
  weight: number
  slowStart: number
  recentRequests: number
}

/** One that has had its share is passed over for so many of its own requests at most: beyond that, waiting is worse. */
const mostPassedOver = 9

const isPlain = ({ weight, slowStart }: Sharer) => weight === 1 && slowStart === 1

function lagsOfTier(nodes: readonly Sharer[], tier: Tier, lags: Float64Array): void {
  let most = 0
  let isWeighted = false
  let least = Number.POSITIVE_INFINITY
  let steadySum = 0
  let steady = 0
  let firstWeight: number | null = null
  for (const node of nodes) {
    if (node.tier !== tier || node.status !== 'online') continue
    const share = node.weight * node.slowStart
    most = Math.max(most, share)
    firstWeight ??= node.weight
    if (node.weight !== firstWeight) isWeighted = true
    if (node.slowStart < 1) continue
    const had = node.recentRequests / node.weight
    least = Math.min(least, had)
    steadySum += had
    steady += 1
  }
  if (steady === 0) return
  const due = isWeighted ? least : steadySum / steady
  for (const [index, node] of nodes.entries()) {
    const share = node.weight * node.slowStart
    // Without weights those that are as ever are free to be chosen by time alone.
    if (node.tier !== tier || (!isWeighted && node.slowStart === 1)) continue
    const ahead = Math.max(0, node.recentRequests / share - due)
    const bound = Math.min(mostPassedOver, isWeighted ? most / share : most / share - 1)
    lags[index] = Math.min(ahead, bound)
  }
}

/**
 * How far each node is ahead of its share, in requests of its own: so much later it seems to be done. Weights share out
 * the requests of a tier among nodes that are about equally quick; a node that is just back only holds back.
 * @returns one for each node, in their order; null when no node has another share than the rest
 */
export function lagsOf(nodes: readonly Sharer[]): Float64Array | null {
  if (nodes.every(isPlain)) return null
  const lags = new Float64Array(nodes.length)
  for (const tier of tiers) lagsOfTier(nodes, tier, lags)
  return lags
}

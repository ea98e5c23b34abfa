import type { RequestCount } from '../../../shared/contract/activity'
import type { RequestRecord } from '../../../shared/entities'
import type { ActivityFilter } from './activity-filter'

/** How many of the counted there are with this node, tier and outcome; null while nobody knows. */
export function countOf(
  counts: readonly RequestCount[] | null,
  { node, tier, outcome }: Omit<ActivityFilter, 'time'>,
): number | null {
  if (counts === null) return null
  let sum = 0
  for (const count of counts) {
    const fits =
      (node === undefined || count.node === node) &&
      (tier === undefined || count.tier === tier) &&
      (outcome === undefined || count.outcome === outcome)
    if (fits) sum += count.requests
  }
  return sum
}

/** The counts with those that ended since. */
export function countMore(
  counts: readonly RequestCount[],
  records: readonly Pick<RequestRecord, 'node' | 'tier' | 'outcome'>[],
): RequestCount[] {
  const next = counts.map(count => ({ ...count }))
  for (const { node, tier, outcome } of records) {
    const known = next.find(count => count.node === node && count.tier === tier && count.outcome === outcome)
    if (known === undefined) next.push({ node, tier, outcome, requests: 1 })
    else known.requests += 1
  }
  return next
}

/** Every node that some request ended on, the busiest first. */
export function countedNodes(counts: readonly RequestCount[] | null): string[] {
  const sums = new Map<string, number>()
  for (const { node, requests } of counts ?? []) {
    if (node !== null) sums.set(node, (sums.get(node) ?? 0) + requests)
  }
  return [...sums].sort(([, a], [, b]) => b - a).map(([node]) => node)
}

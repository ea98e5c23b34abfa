import type { RequestCount } from '../../../shared/contract/activity'

export const createCounts = (): Map<string, RequestCount> => new Map()

export function addCount(
  counts: Map<string, RequestCount>,
  { outcome, tier, node, requests }: RequestCount,
): void {
  const key = JSON.stringify([outcome, tier, node])
  const known = counts.get(key)
  counts.set(key, { outcome, tier, node, requests: requests + (known?.requests ?? 0) })
}

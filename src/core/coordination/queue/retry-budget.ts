import type { Clock } from '../../../shared/clock'

/** Finagle's defaults: retries may be a fifth of the requests of the last ten seconds. */
const share = 0.2
const windowMs = 10_000
const bucketMs = 1_000
/** So many may be under way whatever the share is: a cluster of one household has few requests. */
const atOnce = 3

/** Keeps a failing cluster from being asked ever more often because it fails. */
export interface RetryBudget {
  requested(): void
  /** Room for one more try of work that a node may have done already: to be called at its end. Null: none now. */
  take(): (() => void) | null
}

export function createRetryBudget(clock: Clock): RetryBudget {
  const buckets: { from: number; requests: number; retries: number }[] = []
  let underWay = 0

  function current() {
    const now = clock.monotonic()
    while (buckets[0] !== undefined && now - buckets[0].from >= windowMs) buckets.shift()
    const last = buckets.at(-1)
    if (last !== undefined && now - last.from < bucketMs) return last
    const bucket = { from: now, requests: 0, retries: 0 }
    buckets.push(bucket)
    return bucket
  }

  return {
    requested() {
      current().requests += 1
    },
    take() {
      const bucket = current()
      let requests = 0
      let retries = 0
      for (const each of buckets) {
        requests += each.requests
        retries += each.retries
      }
      if (underWay >= atOnce && retries >= share * requests) return null
      bucket.retries += 1
      underWay += 1
      let isOver = false
      return () => {
        if (isOver) return
        isOver = true
        underWay -= 1
      }
    },
  }
}

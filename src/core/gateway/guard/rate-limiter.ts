export interface RateLimiter {
  /** Takes one of `perMinute` tokens of `key`; false when there is none left. */
  take(key: string, perMinute: number): boolean
}

interface Bucket {
  tokens: number
  filledAt: number
}

/** Keys remembered; the one that has waited longest is forgotten first. */
const maxKeys = 4096

/** Token buckets that hold a minute's worth. */
export function createRateLimiter(monotonic: () => number): RateLimiter {
  const buckets = new Map<string, Bucket>()
  return {
    take(key, perMinute) {
      const now = monotonic()
      const bucket = buckets.get(key) ?? { tokens: perMinute, filledAt: now }
      bucket.tokens = Math.min(perMinute, bucket.tokens + ((now - bucket.filledAt) / 60_000) * perMinute)
      bucket.filledAt = now
      buckets.delete(key)
      buckets.set(key, bucket)
      const oldest = buckets.size > maxKeys ? buckets.keys().next().value : undefined
      if (oldest !== undefined) buckets.delete(oldest)
      if (bucket.tokens < 1) return false
      bucket.tokens -= 1
      return true
    },
  }
}

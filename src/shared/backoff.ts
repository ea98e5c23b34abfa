const firstMs = 250
const longestMs = 5_000

/** Milliseconds before reconnect attempt `attempt` (0 first): doubling up to 5 s, the upper half of it random. */
export function backoffDelay(attempt: number, random: () => number): number {
  const full = Math.min(longestMs, firstMs * 2 ** attempt)
  return full / 2 + (full / 2) * random()
}

/** Crashes within this time count together, ms. */
const windowMs = 5 * 60_000
/** How long after the last crash the process is started again, ms, by the number of crashes that count. */
const delays = [0, 0, 1500] as const
/** So many, and it is not started again until the first of them is forgotten. */
export const toleratedCrashes = 3

export type RestartDecision = { start: 'after'; delayMs: number } | { start: 'not'; waitMs: number }

/** The crashes that still count. @param crashes monotonic times, ms, oldest first */
export const recentCrashes = (crashes: readonly number[], now: number): number[] =>
  crashes.filter(time => now - time < windowMs)

/** Whether to start the process now. What crashes at once would only burn the machine. */
export function decideRestart(crashes: readonly number[], now: number): RestartDecision {
  const recent = recentCrashes(crashes, now)
  const [first] = recent.slice(-toleratedCrashes)
  if (recent.length >= toleratedCrashes && first !== undefined) {
    return { start: 'not', waitMs: windowMs - (now - first) }
  }
  const sinceLast = now - (recent.at(-1) ?? Number.NEGATIVE_INFINITY)
  return { start: 'after', delayMs: Math.max(0, (delays[recent.length] ?? 0) - sinceLast) }
}

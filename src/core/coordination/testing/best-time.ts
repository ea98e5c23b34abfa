/** Milliseconds of the fastest of a few runs: what the work takes when nothing else disturbs it. */
export function bestTime(work: () => unknown, runs = 5): number {
  let best = Number.POSITIVE_INFINITY
  for (let run = 0; run < runs; run += 1) {
    const startedAt = performance.now()
    work()
    best = Math.min(best, performance.now() - startedAt)
  }
  return best
}

/** Milliseconds of a turn of the event loop that formulas may take; what does not fit comes in turns of its own. */
const turnMs = 8

/**
 * Runs a job at once while the present turn has time left, else in a later one, so that a page full of formulas appears
 * without stopping. `run` returns a function that takes a waiting job back.
 */
export function createRenderBudget(now: () => number, defer: (run: () => void) => void) {
  const waiting = new Set<() => void>()
  let spent = 0
  let open = false

  function endTurn(): void {
    open = false
    spent = 0
    for (const job of waiting) {
      if (spent >= turnMs) break
      waiting.delete(job)
      spend(job)
    }
  }

  function spend(job: () => void): void {
    if (!open) {
      open = true
      defer(endTurn)
    }
    const start = now()
    job()
    spent += now() - start
  }

  return {
    run(job: () => void): () => void {
      if (waiting.size === 0 && spent < turnMs) {
        spend(job)
        return () => undefined
      }
      waiting.add(job)
      return () => waiting.delete(job)
    },
  }
}

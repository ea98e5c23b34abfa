/**
 * Runs small jobs one per macrotask, so that colouring a long file never blocks the page. `add` returns a function that
 * takes the job back.
 */
export function createTaskQueue(defer: (run: () => void) => void) {
  const jobs = new Set<() => void>()
  let scheduled = false

  function runOne(): void {
    scheduled = false
    for (const job of jobs) {
      jobs.delete(job)
      schedule()
      job()
      return
    }
  }

  function schedule(): void {
    if (scheduled || jobs.size === 0) return
    scheduled = true
    defer(runOne)
  }

  return {
    add(job: () => void): () => void {
      jobs.add(job)
      schedule()
      return () => jobs.delete(job)
    },
  }
}

/** Time as an argument, so that a whole cluster can run on a virtual clock. */
export interface Clock {
  /** Milliseconds that only ever rise; for durations. */
  monotonic(): number
  /** Milliseconds since the epoch; for display only. */
  wall(): number
  /** Runs `task` once after `ms`; the returned function takes it back. */
  after(ms: number, task: () => void): () => void
}

export const systemClock: Clock = {
  monotonic: () => performance.now(),
  wall: () => Date.now(),
  after(ms, task) {
    const timer = setTimeout(task, ms)
    return () => clearTimeout(timer)
  },
}

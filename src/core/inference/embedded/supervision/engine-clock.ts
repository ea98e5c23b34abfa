/** Time as an argument. */
export interface EngineClock {
  /** Milliseconds that only ever rise. */
  monotonic(): number
  /** Milliseconds since the epoch, for display. */
  wall(): number
  /** Runs `task` once after `ms`; the returned function takes it back. */
  after(ms: number, task: () => void): () => void
}

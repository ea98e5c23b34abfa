import type { Clock } from './clock'

/** A timer that is this late was held up together with everything else, by a sleep or a busy machine. */
export const stoodStillMs = 250
/** Time then to read what came meanwhile: timers go before it. */
const catchUpMs = 1_000

/** How long is still waited after a deadline of `ms` that came `lateMs` too late; null: it is over. */
export const extensionOf = (ms: number, lateMs: number): number | null =>
  lateMs > stoodStillMs ? Math.min(ms, catchUpMs) : null

/** As `clock.after`; time in which this process stood still is not held against whoever is waited for. */
export function deadline(clock: Clock, ms: number, task: () => void): () => void {
  let cancel = () => {}
  const arm = (wait: number) => {
    const dueAt = clock.monotonic() + wait
    cancel = clock.after(wait, () => {
      const extension = extensionOf(wait, clock.monotonic() - dueAt)
      if (extension === null) task()
      else arm(extension)
    })
  }
  arm(ms)
  return () => cancel()
}

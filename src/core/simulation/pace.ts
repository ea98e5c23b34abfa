import { setTimeout as sleep } from 'node:timers/promises'

interface Pace {
  tokensPerSecond: number
  ttftMs: number
}

/** Tokens that should have been sent `elapsed` milliseconds after the question. */
export function tokensDue(elapsed: number, { tokensPerSecond, ttftMs }: Pace): number {
  return elapsed < ttftMs ? 0 : 1 + Math.floor(((elapsed - ttftMs) * tokensPerSecond) / 1000)
}

/** Milliseconds after the question at which token number `index` (from 0) is due. */
export function dueAt(index: number, { tokensPerSecond, ttftMs }: Pace): number {
  return ttftMs + (index * 1000) / tokensPerSecond
}

/** Time as the pace needs it, in milliseconds; `sleep` rejects when the signal is aborted. */
export interface PaceClock {
  now(): number
  sleep(milliseconds: number, signal: AbortSignal): Promise<unknown>
}

const systemClock: PaceClock = {
  now: () => performance.now(),
  sleep: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }),
}

/** Below this, tokens are sent in batches: a timer for each would be less even, not more. */
const tickMs = 4

/**
 * Yields the index up to which tokens are due (exclusive) as time goes by, until `total`. Measured from the start, so
 * late timers do not add up.
 * @throws AbortError when the signal is aborted
 */
export async function* paced(
  total: number,
  pace: Pace,
  signal: AbortSignal,
  clock: PaceClock = systemClock,
): AsyncGenerator<number, void> {
  const start = clock.now()
  let sent = 0
  while (sent < total) {
    const elapsed = clock.now() - start
    const due = Math.min(total, tokensDue(elapsed, pace))
    if (due > sent) {
      sent = due
      yield due
    } else {
      await clock.sleep(Math.max(tickMs, Math.ceil(dueAt(sent, pace) - elapsed)), signal)
    }
  }
}

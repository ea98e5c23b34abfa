const windowMs = 60_000
const toleratedCrashes = 3

/** Reload as it was, reload with reduced rendering, or stop: reloading what crashes at once would only burn the machine. */
export type CrashAction = 'reload' | 'safe-mode' | 'give-up'

export interface CrashHistory {
  /** Monotonic times of the crashes that still count, ms. */
  times: readonly number[]
  safeMode: boolean
}

export const noCrashes: CrashHistory = { times: [], safeMode: false }

/** More than three crashes within a minute turn safe mode on; more than three within a minute in safe mode end it. */
export function decideAfterCrash(
  history: CrashHistory,
  now: number,
): { action: CrashAction; history: CrashHistory } {
  const times = [...history.times.filter(time => now - time < windowMs), now]
  if (times.length <= toleratedCrashes) {
    return { action: history.safeMode ? 'safe-mode' : 'reload', history: { ...history, times } }
  }
  if (history.safeMode) return { action: 'give-up', history: noCrashes }
  return { action: 'safe-mode', history: { times: [], safeMode: true } }
}

import { setImmediate as macrotask } from 'node:timers/promises'

/** Nobody sees a pause of so long, and a pause after every message would cost more than its work. */
const longestMs = 8

export interface Turns {
  /** Others waited long enough: `await take()`. Cheap enough to be asked for each of many things. */
  isDue(): boolean
  take(): Promise<void>
}

/** For work that is long because it is much: everybody else gets a turn every few milliseconds. @param now monotonic, milliseconds */
export function createTurns(now: () => number = () => performance.now()): Turns {
  let since = now()
  return {
    isDue: () => now() - since > longestMs,
    async take() {
      await macrotask()
      since = now()
    },
  }
}

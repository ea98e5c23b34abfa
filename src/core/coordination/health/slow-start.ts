import type { Clock } from '../../../shared/clock'

/** Envoy's default least share of a host that is back. */
const leastShare = 0.1
const rampMs = 30_000

export interface SlowStart {
  /** It came back: from now on its share grows from a tenth to the whole in 30 s. */
  begin(): void
  /** 0.1–1. */
  share(): number
}

/** A node that is back gets its work little by little: its caches are cold, and what threw it down may still be there. */
export function createSlowStart(clock: Pick<Clock, 'monotonic'>): SlowStart {
  /** Null once it is over: the clock need not be read for every node of every choice. */
  let begunAt: number | null = null
  return {
    begin() {
      begunAt = clock.monotonic()
    },
    share() {
      if (begunAt === null) return 1
      const share = leastShare + ((1 - leastShare) * (clock.monotonic() - begunAt)) / rampMs
      if (share >= 1) begunAt = null
      return Math.min(1, share)
    },
  }
}

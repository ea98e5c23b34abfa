import type { Clock } from '../../../shared/clock'

const tickMs = 5_000
/** Time that passed without us being there (Tailscale's link monitor uses the same). */
const gapMs = 15_000
/** Wi-Fi, name resolution and the other machines need a moment; what fails meanwhile is nobody's fault. */
const graceMs = 10_000
/** A suspend that was announced and never came. */
const longestAnnouncementMs = 60_000

export interface WakeWatch {
  start(): void
  stop(): void
  /** The host is about to put the machine to sleep. */
  suspended(): void
  /** The host says that it woke up. */
  resumed(): void
  /** Whether failures say nothing now. Notices by itself that time was lost, before any timer does. */
  isInGrace(): boolean
}

/**
 * Notices that this process was asleep: its timers are late, or the clock that counts sleep ran ahead of the monotonic one,
 * which stands still in sleep on Linux.
 * @param counting milliseconds of a clock that goes on in sleep. The best is the time since boot; the wall clock does too,
 * but takes being set forward for sleep
 */
export function createWakeWatch(clock: Clock, counting: () => number, onWoke: () => void): WakeWatch {
  let cancel: (() => void) | null = null
  let seenAt = clock.monotonic()
  let countedAt = counting()
  let announcedAt: number | null = null
  let graceUntil = Number.NEGATIVE_INFINITY

  function remember(): void {
    seenAt = clock.monotonic()
    countedAt = counting()
  }

  function wake(): void {
    remember()
    announcedAt = null
    graceUntil = clock.monotonic() + graceMs
    onWoke()
  }

  function look(): void {
    if (cancel === null) return
    const passed = clock.monotonic() - seenAt
    const asleep = counting() - countedAt - passed
    if (passed - tickMs > gapMs || asleep > gapMs) wake()
  }

  function tick(): void {
    look()
    remember()
    cancel = clock.after(tickMs, tick)
  }

  const isGraceOn = () => clock.monotonic() < graceUntil
  const isAnnounced = () => announcedAt !== null && clock.monotonic() - announcedAt < longestAnnouncementMs

  return {
    start() {
      if (cancel !== null) return
      remember()
      cancel = clock.after(tickMs, tick)
    },
    stop() {
      cancel?.()
      cancel = null
    },
    suspended() {
      announcedAt = clock.monotonic()
    },
    resumed() {
      // Noticed already: what began again since must not be cut off a second time.
      if (announcedAt === null && isGraceOn()) return
      wake()
    },
    isInGrace() {
      look()
      return isGraceOn() || isAnnounced()
    },
  }
}

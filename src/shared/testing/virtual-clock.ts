import type { Clock } from '../clock'

export interface VirtualClock extends Clock {
  /** Runs everything that falls due within `ms`, in order of time, each with all that follows from it. */
  advance(ms: number): Promise<void>
  /** Lets everything run that needs no time to pass. */
  settle(): Promise<void>
  /**
   * Moves from timer to timer until the promise settles. @throws when no timer is left and it still has not: then
   * nothing would ever settle it
   */
  finish<T>(promise: Promise<T>): Promise<T>
  /** Tasks that wait for their time. */
  pending(): number
  /** Milliseconds since the machine was switched on, sleep included; nobody sets it. */
  sinceBoot(): number
  /** The machine sleeps: nothing runs, and the monotonic clock stands still, as on Linux. */
  sleep(ms: number): void
  /** The process is stopped: nothing runs, and what fell due runs afterwards, late. */
  stall(ms: number): void
  /** Somebody sets the wall clock, forward or back. */
  setWall(ms: number): void
}

interface Timer {
  at: number
  order: number
  task(): void
}

/** Time that passes only when told to: hours in a millisecond, and the same every time. */
export function createVirtualClock(startWall = 1_750_000_000_000): VirtualClock {
  const timers = new Set<Timer>()
  let now = 0
  let asleep = 0
  let set = 0
  let created = 0

  /** A macrotask comes after every microtask; two, since an answer log hands the loop on with one of its own. */
  const settle = async () => {
    await new Promise(resolve => setImmediate(resolve))
    await new Promise(resolve => setImmediate(resolve))
  }
  const nextTimer = (): Timer | null => {
    let next: Timer | null = null
    for (const timer of timers) {
      if (next === null || timer.at < next.at || (timer.at === next.at && timer.order < next.order))
        next = timer
    }
    return next
  }
  const run = async (timer: Timer) => {
    timers.delete(timer)
    now = Math.max(now, timer.at)
    timer.task()
    await settle()
  }

  return {
    monotonic: () => now,
    wall: () => startWall + Math.round(now + asleep + set),
    after(ms, task) {
      const timer = { at: now + Math.max(0, ms), order: created++, task }
      timers.add(timer)
      return () => void timers.delete(timer)
    },
    async advance(ms) {
      const until = now + ms
      await settle()
      for (let timer = nextTimer(); timer !== null && timer.at <= until; timer = nextTimer()) await run(timer)
      now = until
    },
    settle,
    async finish(promise) {
      let settled = false
      const mark = () => {
        settled = true
      }
      promise.then(mark, mark)
      await settle()
      while (!settled) {
        const timer = nextTimer()
        if (timer === null) throw new Error('Nothing is left that could settle this promise.')
        await run(timer)
      }
      return promise
    },
    pending: () => timers.size,
    sinceBoot: () => now + asleep,
    sleep(ms) {
      asleep += ms
    },
    stall(ms) {
      now += ms
    },
    setWall(ms) {
      set += ms
    },
  }
}

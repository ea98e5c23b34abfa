import { createWaker } from './waker'

export interface LatestWatchers {
  /** Something changed: every watcher reads again. */
  changed(): void
  /**
   * What `read` returns now, then again after every change until the signal fires, `isLast` says so, or `stop`. A watcher
   * that is slow to take misses what came between and gets what holds by then, so nothing queues up for it.
   */
  watch<T>(read: () => T, signal: AbortSignal, isLast?: (value: T) => boolean): AsyncGenerator<T, void>
  /** Ends every watch; what changed before is still told. */
  stop(): void
}

export function createLatestWatchers(): LatestWatchers {
  const watchers = new Set<() => void>()
  let stopped = false
  const changed = () => {
    for (const wake of [...watchers]) wake()
  }
  return {
    changed,
    async *watch(read, signal, isLast = () => false) {
      const waker = createWaker()
      watchers.add(waker.wake)
      signal.addEventListener('abort', waker.wake, { once: true })
      try {
        while (!signal.aborted) {
          const isLastLook = stopped
          const value = read()
          yield value
          if (isLastLook || isLast(value)) return
          await waker.woken()
        }
      } finally {
        watchers.delete(waker.wake)
        signal.removeEventListener('abort', waker.wake)
      }
    },
    stop() {
      stopped = true
      changed()
    },
  }
}

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
      let isDirty = true
      let resume: (() => void) | null = null
      const wake = () => {
        isDirty = true
        resume?.()
      }
      watchers.add(wake)
      signal.addEventListener('abort', wake, { once: true })
      try {
        while (!signal.aborted) {
          if (isDirty) {
            isDirty = false
            const value = read()
            yield value
            if (isLast(value)) return
            continue
          }
          if (stopped) return
          await new Promise<void>(resolve => {
            resume = resolve
          })
          resume = null
        }
      } finally {
        watchers.delete(wake)
        signal.removeEventListener('abort', wake)
      }
    },
    stop() {
      stopped = true
      changed()
    },
  }
}

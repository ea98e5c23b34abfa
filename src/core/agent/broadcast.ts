export interface Broadcast<T> {
  publish(item: T): void
  /** Everything published from now on, until the signal fires. */
  watch(signal: AbortSignal): AsyncIterable<T>
}

interface Watcher<T> {
  backlog: T[]
  wake(): void
}

/** A watcher this far behind loses the oldest items: they say "look again", and looking once is enough. */
const maxBacklog = 256

export function createBroadcast<T>(): Broadcast<T> {
  const watchers = new Set<Watcher<T>>()
  return {
    publish(item) {
      for (const watcher of watchers) {
        watcher.backlog.push(item)
        if (watcher.backlog.length > maxBacklog) watcher.backlog.shift()
        watcher.wake()
      }
    },
    async *watch(signal) {
      const watcher: Watcher<T> = { backlog: [], wake() {} }
      const wake = () => watcher.wake()
      signal.addEventListener('abort', wake, { once: true })
      watchers.add(watcher)
      try {
        while (!signal.aborted) {
          const item = watcher.backlog.shift()
          if (item !== undefined) yield item
          else {
            await new Promise<void>(resolve => {
              watcher.wake = resolve
            })
          }
        }
      } finally {
        watchers.delete(watcher)
        signal.removeEventListener('abort', wake)
      }
    },
  }
}

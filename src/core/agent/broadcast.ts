import { createWaker, type Waker } from '../../shared/waker'

export interface Broadcast<T> {
  publish(item: T): void
  /** Everything published from now on, until the signal fires. */
  watch(signal: AbortSignal): AsyncIterable<T>
}

interface Watcher<T> extends Waker {
  backlog: T[]
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
      const watcher: Watcher<T> = { backlog: [], ...createWaker() }
      signal.addEventListener('abort', watcher.wake, { once: true })
      watchers.add(watcher)
      try {
        while (!signal.aborted) {
          const item = watcher.backlog.shift()
          if (item === undefined) await watcher.woken()
          else yield item
        }
      } finally {
        watchers.delete(watcher)
        signal.removeEventListener('abort', watcher.wake)
      }
    },
  }
}

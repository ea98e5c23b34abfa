import type { RequestBatch } from '../../../shared/contract/activity'
import type { RequestRecord } from '../../../shared/entities'
import { createWaker, type Waker } from '../../../shared/waker'

/** Records that wait for one watcher; older ones are counted and left out. */
const maxBacklog = 500

export interface RequestFeed {
  tell(record: RequestRecord): void
  watch(signal: AbortSignal): AsyncIterable<RequestBatch>
  /** Ends every watch. */
  close(): void
}

interface Watcher extends Waker {
  backlog: RequestRecord[]
  missed: number
}

/** Hands new records to any number of watchers, each at the pace at which it takes them. */
export function createRequestFeed(): RequestFeed {
  const watchers = new Set<Watcher>()
  let isClosed = false

  return {
    tell(record) {
      for (const watcher of watchers) {
        watcher.backlog.push(record)
        if (watcher.backlog.length > maxBacklog) {
          watcher.backlog.shift()
          watcher.missed += 1
        }
        watcher.wake()
      }
    },
    async *watch(signal) {
      const watcher: Watcher = { backlog: [], missed: 0, ...createWaker() }
      signal.addEventListener('abort', watcher.wake, { once: true })
      watchers.add(watcher)
      try {
        yield { records: [], missed: 0 }
        while (!signal.aborted && !isClosed) {
          const { backlog: records, missed } = watcher
          if (records.length === 0) {
            await watcher.woken()
            continue
          }
          watcher.backlog = []
          watcher.missed = 0
          yield { records, missed }
        }
      } finally {
        watchers.delete(watcher)
        signal.removeEventListener('abort', watcher.wake)
      }
    },
    close() {
      isClosed = true
      for (const watcher of watchers) watcher.wake()
    },
  }
}

import type { Clock } from '../../../shared/clock'
import { hourMs } from './hour-book'
import type { RequestWriter } from './request-writer'

/** Starting is busy enough; afterwards once an hour. */
const firstSweepMs = 30_000
const pauseMs = 20
const dayMs = 24 * hourMs
/** Rows of one deletion: a few milliseconds. */
export const removedAtOnce = 250

export interface RetentionOptions {
  clock: Clock
  writer: Pick<RequestWriter, 'withTable' | 'lastSequence'>
  keepDays(): number
  mostKept: number
  /** Told when the oldest request that is left began. */
  onRemoved(oldestStart: number): void
}

/** Removes what is too old or too many, a slice at a time, until it is stopped. */
export function createRetention(options: RetentionOptions): { stop(): void } {
  const { clock, writer, mostKept } = options
  let cancel = clock.after(firstSweepMs, sweep)
  let isStopped = false

  function removeSlice(): boolean {
    const before = clock.wall() - options.keepDays() * dayMs
    const removed = writer.withTable(table => {
      const old = table.removeBefore(before, removedAtOnce)
      const surplus = Math.min(removedAtOnce - old, table.count() - mostKept)
      return old + (surplus > 0 ? table.removeUpTo(writer.lastSequence(), surplus) : 0)
    })
    return removed === removedAtOnce
  }

  function sweep(): void {
    if (isStopped) return
    const isMore = removeSlice()
    if (!isMore) {
      writer.withTable(table => table.shrink())
      const oldest = writer.withTable(table => table.oldestStart())
      if (oldest !== null) options.onRemoved(oldest)
    }
    cancel = clock.after(isMore ? pauseMs : hourMs, sweep)
  }

  return {
    stop() {
      isStopped = true
      cancel()
    },
  }
}

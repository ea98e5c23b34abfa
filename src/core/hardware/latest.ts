import { createWaker } from '../../shared/waker'

/**
 * A hand-over of one value between a fast writer and a slow reader: what was not taken in time is replaced, so nothing
 * piles up. One reader.
 */
export interface Latest<T> {
  put(value: T): void
  /** The newest value not yet taken, or the next one; null once closed. */
  take(): Promise<T | null>
  close(): void
}

export function createLatest<T>(): Latest<T> {
  let waiting: { value: T } | null = null
  let closed = false
  const waker = createWaker()
  return {
    put(value) {
      waiting = { value }
      waker.wake()
    },
    async take() {
      while (!closed) {
        if (waiting !== null) {
          const { value } = waiting
          waiting = null
          return value
        }
        await waker.woken()
      }
      return null
    },
    close() {
      closed = true
      waker.wake()
    },
  }
}

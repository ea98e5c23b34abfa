import { createWaker } from '../../../shared/waker'

/** What callbacks tell, for one who reads it as it comes. */
export interface EventQueue<T> {
  push(item: T): void
  /** Everything that is pushed until `work` has ended, and then what it returned. Throws as it does. */
  during<R>(work: Promise<R>): AsyncGenerator<T, R>
}

export function createEventQueue<T>(): EventQueue<T> {
  const items: T[] = []
  const waker = createWaker()
  return {
    push(item) {
      items.push(item)
      waker.wake()
    },
    async *during(work) {
      let isOver = false
      const over = () => {
        isOver = true
        waker.wake()
      }
      work.then(over, over)
      for (;;) {
        const item = items.shift()
        if (item !== undefined) yield item
        else if (isOver) return await work
        else await waker.woken()
      }
    },
  }
}

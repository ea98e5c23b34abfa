import { HarombeError } from '../../../shared/errors'
import { cancellation } from '../http/request-scope'

export interface JoinedWork<T> {
  /**
   * Follows the work of that name, or begins it. What came before one joined is not repeated, but for the last item.
   * It is aborted when the last follower has left. @throws what the work throws; CANCELLED
   */
  follow(
    name: string,
    begin: (signal: AbortSignal) => AsyncIterable<T>,
    signal: AbortSignal,
  ): AsyncGenerator<T, void>
  isUnderWay(name: string): boolean
}

interface Work<T> {
  followers: Set<Follower<T>>
  last: T | null
  controller: AbortController
}

interface Follower<T> {
  items: T[]
  end: { error: unknown } | null
  wake(): void
}

/** Work that several may ask for and that is done once. */
export function createJoinedWork<T>(): JoinedWork<T> {
  const under = new Map<string, Work<T>>()

  function start(name: string, begin: (signal: AbortSignal) => AsyncIterable<T>): Work<T> {
    const work: Work<T> = { followers: new Set(), last: null, controller: new AbortController() }
    under.set(name, work)
    const finish = (end: { error: unknown }): void => {
      // One that was aborted may end only after another of its name has begun.
      if (under.get(name) === work) under.delete(name)
      for (const follower of work.followers) {
        follower.end = end
        follower.wake()
      }
    }
    const run = async (): Promise<void> => {
      for await (const item of begin(work.controller.signal)) {
        work.last = item
        for (const follower of work.followers) {
          follower.items.push(item)
          follower.wake()
        }
      }
    }
    run().then(
      () => finish({ error: null }),
      error => finish({ error }),
    )
    return work
  }

  return {
    isUnderWay: name => under.has(name),
    async *follow(name, begin, signal) {
      if (signal.aborted) throw cancellation(signal.reason)
      const work = under.get(name) ?? start(name, begin)
      let arrival = Promise.withResolvers<void>()
      const follower: Follower<T> = {
        items: work.last === null ? [] : [work.last],
        end: null,
        wake: () => arrival.resolve(),
      }
      work.followers.add(follower)
      signal.addEventListener('abort', follower.wake, { once: true })
      try {
        for (;;) {
          if (signal.aborted) throw cancellation(signal.reason)
          const item = follower.items.shift()
          if (item !== undefined) yield item
          else if (follower.end !== null) {
            if (follower.end.error !== null) throw follower.end.error
            return
          } else {
            arrival = Promise.withResolvers()
            await arrival.promise
          }
        }
      } finally {
        signal.removeEventListener('abort', follower.wake)
        work.followers.delete(follower)
        if (work.followers.size === 0 && under.get(name) === work) {
          under.delete(name)
          work.controller.abort(new HarombeError('CANCELLED', 'Nobody waits for it any more.'))
        }
      }
    },
  }
}

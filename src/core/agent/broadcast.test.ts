import { describe, expect, it } from 'vitest'
import { createBroadcast } from './broadcast'

const turn = () => new Promise(resolve => setImmediate(resolve))

function follow<T>(items: AsyncIterable<T>) {
  const received: T[] = []
  const done = (async () => {
    for await (const item of items) received.push(item)
  })()
  return { received, done }
}

describe('a broadcast', () => {
  it('reaches everyone who watches, from the moment they do, in order', async () => {
    const { publish, watch } = createBroadcast<number>()
    const abort = new AbortController()
    const first = follow(watch(abort.signal))
    publish(1)
    await turn()
    const second = follow(watch(abort.signal))
    publish(2)
    publish(3)
    await turn()
    abort.abort()
    await Promise.all([first.done, second.done])
    expect(first.received).toEqual([1, 2, 3])
    expect(second.received).toEqual([2, 3])
  })

  it('lets one watcher go without the others', async () => {
    const { publish, watch } = createBroadcast<number>()
    const leave = new AbortController()
    const stay = new AbortController()
    const leaving = follow(watch(leave.signal))
    const staying = follow(watch(stay.signal))
    leave.abort()
    await leaving.done
    publish(1)
    await turn()
    stay.abort()
    await staying.done
    expect([leaving.received, staying.received]).toEqual([[], [1]])
  })

  it('keeps the newest 256 items for a watcher that does not read, not all of them', async () => {
    const { publish, watch } = createBroadcast<number>()
    const abort = new AbortController()
    const items = watch(abort.signal)[Symbol.asyncIterator]()
    const first = items.next()
    for (let item = 0; item < 10_000; item += 1) publish(item)
    await first
    const rest = follow({ [Symbol.asyncIterator]: () => items })
    await turn()
    abort.abort()
    await rest.done
    expect(rest.received.at(-1)).toBe(9999)
    expect(rest.received.length).toBeLessThanOrEqual(256)
  })
})

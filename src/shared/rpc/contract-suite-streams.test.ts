import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { initialCredit } from './credit'
import { collect, failureOf, type LabSession, openLab } from './testing/lab'
import { transports } from './testing/transports'

const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index)

describe.each(transports)('streams over $name', transport => {
  let session: LabSession

  beforeEach(async () => {
    session = await openLab(transport)
  })
  afterEach(() => session.end())

  /** Enough turns for anything that was still under way to arrive. */
  const roundTrips = async () => {
    for (let turn = 0; turn < 5; turn += 1) await session.client.call('lab.multiply', { value: turn })
  }

  it('delivers the items in order and ends', async () => {
    expect(await collect(session.client.stream('lab.count', { to: 5 }))).toEqual([0, 1, 2, 3, 4])
    expect(await collect(session.client.stream('lab.count', { to: 0 }))).toEqual([])
  })

  it('interleaves streams without mixing them', async () => {
    const [a, b] = await Promise.all([
      collect(session.client.stream('lab.count', { from: 0, to: 600 })),
      collect(session.client.stream('lab.count', { from: 1000, to: 1600 })),
    ])
    expect(a).toEqual(numbers(0, 600))
    expect(b).toEqual(numbers(1000, 1600))
  })

  it('stops producing when nobody pulls, and goes on when somebody does', async () => {
    const items = session.client.stream('lab.count', { to: 10_000 })[Symbol.asyncIterator]()
    const first = await items.next()
    await vi.waitFor(() => expect(session.record.produced).toBe(initialCredit))
    await roundTrips()
    expect(session.record.produced).toBe(initialCredit)

    const rest = await collect({ [Symbol.asyncIterator]: () => items })
    expect([first.value, ...rest]).toEqual(numbers(0, 10_000))
  })

  it('ends the server’s generator when the loop is left', async () => {
    expect(await collect(session.client.stream('lab.count', { to: 10_000 }), 3)).toEqual([0, 1, 2])
    await vi.waitFor(() => expect(session.record).toMatchObject({ aborted: 1, cleaned: 1 }))
    expect(session.record.produced).toBeLessThanOrEqual(initialCredit)
  })

  it('ends the generator of a client that left without having pulled everything it was sent', async () => {
    const items = session.client.stream('lab.count', { to: 10_000 })[Symbol.asyncIterator]()
    await items.next()
    await vi.waitFor(() => expect(session.record.produced).toBe(initialCredit))
    await items.return?.()
    await vi.waitFor(() => expect(session.record).toMatchObject({ aborted: 1, cleaned: 1 }))
  })

  it('cancels by signal while it waits for an item', async () => {
    const abort = new AbortController()
    const items = session.client.stream('lab.park', {}, { signal: abort.signal })[Symbol.asyncIterator]()
    expect((await items.next()).value).toBe(1)
    const parked = failureOf(items.next())
    abort.abort()
    expect((await parked).code).toBe('CANCELLED')
    await vi.waitFor(() => expect(session.record.aborted).toBe(1))
  })

  it('does not pass a cancelled stream off as a complete one when its end had already arrived', async () => {
    const abort = new AbortController()
    const items = session.client
      .stream('lab.count', { to: 9 }, { signal: abort.signal })
      [Symbol.asyncIterator]()
    await items.next()
    await vi.waitFor(() => expect(session.record.cleaned).toBe(1))
    await roundTrips()
    abort.abort()
    expect((await failureOf(items.next())).code).toBe('CANCELLED')
  })

  it.each([
    ['refuse', 'NODE_BUSY'],
    ['crash', 'INTERNAL'],
    ['codec', 'INTERNAL'],
  ] as const)('delivers what came before an error in mid-stream (%s), then the error', async (how, code) => {
    const received: unknown[] = []
    const reading = (async () => {
      for await (const item of session.client.stream('lab.breakDown', { how })) received.push(item)
    })()
    expect((await failureOf(reading)).code).toBe(code)
    expect(received).toEqual([1, 2])
    await vi.waitFor(() => expect(session.record.cleaned).toBe(1))
  })

  it('refuses bad input and missing scopes of a stream as it does for a call', async () => {
    const bad = session.client.stream('lab.count', { to: 'x' } as unknown as { to: number })
    expect((await failureOf(collect(bad))).message).toMatch(/^to: /)
  })

  it('delivers what had arrived before the connection was lost, then DISCONNECTED', async () => {
    const items = session.client.stream('lab.count', { to: 10_000 })[Symbol.asyncIterator]()
    await items.next()
    await vi.waitFor(() => expect(session.record.produced).toBe(initialCredit))
    await roundTrips()
    session.link.server.close()
    await new Promise<void>(resolve => session.link.client.onClose(resolve))
    for (let value = 1; value < initialCredit; value += 1) {
      expect((await items.next()).value).toBe(value)
    }
    expect((await failureOf(items.next())).code).toBe('DISCONNECTED')
  })

  it('leaves no request open behind a generator that ignores its signal', async () => {
    const narrow = await openLab(transport, { maxInFlight: 1 })
    try {
      expect(await collect(narrow.client.stream('lab.park', {}), 1)).toEqual([1])
      await vi.waitFor(() => expect(narrow.record.aborted).toBe(1))
      expect(await narrow.client.call('lab.multiply', { value: 4 })).toBe(8)
    } finally {
      await narrow.end()
    }
  })
})

describe.each(transports)('resuming over $name', transport => {
  it('delivers 3,000 numbered items exactly once and in order over nine cuts', async () => {
    const received: number[] = []
    let cuts = 0
    while (received.length < 3000) {
      const session = await openLab(transport)
      const cutAt = cuts < 9 ? 137 + 271 * cuts : Number.POSITIVE_INFINITY
      const reading = (async () => {
        for await (const item of session.client.stream('lab.count', { from: received.length, to: 3000 })) {
          received.push(item)
          if (received.length === cutAt) session.link[cuts % 2 === 0 ? 'server' : 'client'].close()
        }
      })()
      if (cuts < 9) {
        expect((await failureOf(reading)).code).toBe('DISCONNECTED')
        cuts += 1
      } else await reading
      await session.end()
    }
    expect(cuts).toBe(9)
    expect(received).toEqual(numbers(0, 3000))
  })
})

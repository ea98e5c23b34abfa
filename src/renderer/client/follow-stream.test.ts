import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { stream } from '../../shared/contract/define'
import { HarombeError } from '../../shared/harombe-error'
import { createRouter } from '../../shared/rpc/server'
import { createFlakyCoordinator } from './coordinator.fixture'
import { followStream } from './follow-stream'
import { type Connection, createReconnectingClient } from './reconnecting-client'

const total = 40
let perOpening = 7
let failure: HarombeError | null = null
const openings: number[] = []

/** Serves seq numbers from where it is asked; every opening hangs after a few, so that the test can cut it there. */
const router = createRouter(
  {
    chat: {
      watchAnswer: stream('chat', z.object({ messageId: z.string(), fromSeq: z.number() }), z.number()),
    },
  },
  {
    chat: {
      async *watchAnswer({ fromSeq }, { signal }) {
        openings.push(fromSeq)
        if (failure !== null) throw failure
        for (let seq = fromSeq; seq < Math.min(total, fromSeq + perOpening); seq += 1) yield seq
        if (fromSeq + perOpening < total)
          await new Promise(resolve => signal.addEventListener('abort', resolve))
      },
    },
  },
)

describe('followStream', () => {
  let coordinator: ReturnType<typeof createFlakyCoordinator>
  let connection: Connection
  let abort: AbortController
  beforeEach(() => {
    vi.useFakeTimers()
    coordinator = createFlakyCoordinator(router)
    connection = createReconnectingClient(coordinator.openChannel)
    abort = new AbortController()
    openings.length = 0
    failure = null
    perOpening = 7
  })
  afterEach(() => {
    abort.abort()
    connection.close()
    vi.useRealTimers()
  })

  function follow(
    received: number[],
    options: { restartAt?: number; endless?: boolean; signal?: AbortSignal } = {},
  ) {
    let restarted = false
    return followStream(
      connection.client,
      'chat.watchAnswer',
      () => ({ messageId: 'm', fromSeq: received.length }),
      item => {
        const seq = item as unknown as number
        if (seq === options.restartAt && !restarted) {
          restarted = true
          return 'restart'
        }
        received.push(seq)
      },
      options.signal ?? abort.signal,
      { endless: options.endless === true },
    )
  }

  it('receives every item once and in order over cut connections', async () => {
    const received: number[] = []
    const done = follow(received)
    while (received.length < total) {
      await vi.advanceTimersByTimeAsync(5_000)
      coordinator.cut()
    }
    await done
    expect(received).toEqual(Array.from({ length: total }, (_, index) => index))
    expect(openings).toEqual([0, 7, 14, 21, 28, 35])
  })

  it('opens again with a fresh input when the receiver sees a gap', async () => {
    perOpening = total
    const received: number[] = []
    await follow(received, { restartAt: 3 })
    expect(openings).toEqual([0, 3])
    expect(received).toHaveLength(total)
  })

  it('passes on any failure but a lost connection', async () => {
    failure = new HarombeError('NOT_FOUND', 'There is no such answer.')
    await expect(follow([])).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(openings).toHaveLength(1)
  })

  it('opens an endless stream again a second after it ended, and stops when told', async () => {
    perOpening = total
    const stop = new AbortController()
    const done = follow([], { endless: true, signal: stop.signal })
    await vi.advanceTimersByTimeAsync(900)
    expect(openings).toEqual([0])
    await vi.advanceTimersByTimeAsync(200)
    expect(openings).toEqual([0, total])
    stop.abort()
    await done
    expect(vi.getTimerCount()).toBe(0)
  })

  it('returns without a word when stopped in mid-stream', async () => {
    const stop = new AbortController()
    const received: number[] = []
    const done = follow(received, { signal: stop.signal })
    await vi.advanceTimersByTimeAsync(0)
    expect(received).toHaveLength(7)
    stop.abort()
    await expect(done).resolves.toBeUndefined()
  })
})

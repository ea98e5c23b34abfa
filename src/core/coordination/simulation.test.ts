import { describe, expect, it } from 'vitest'
import { describeHistories } from './testing/describe-histories'
import { liveThrough } from './testing/history'

describeHistories(0, 2)

describe('histories', () => {
  it('come out the same for the same seed', async () => {
    const lives = [await liveThrough(42), await liveThrough(42)]
    const [first, second] = lives.map(({ asks }) => JSON.stringify(asks.map(({ events }) => events)))
    expect(second).toBe(first)
    for (const { cluster } of lives) await cluster.manager.stop()
  })

  it('really go through everything that may happen (or their promises would be cheap)', async () => {
    const seen = new Set<string>()
    for (let seed = 100_000; seed < 100_100; seed += 1) {
      const history = await liveThrough(seed)
      for (const each of history.seen) seen.add(each)
      await history.cluster.manager.stop()
    }
    expect([...seen]).toEqual(
      expect.arrayContaining([
        ...['finished', 'queued', 'waiting', 'embedded', 'before_first_token restart'],
        ...['mid_answer restart', 'mid_answer continue', 'CANCELLED', 'TIMEOUT', 'NODE_BUSY'],
        ...['ALL_NODES_FAILED', 'BAD_REQUEST', 'STREAM_CUT_OFF', 'NO_NODE_AVAILABLE', 'NOT_SUPPORTED'],
      ]),
    )
  })
})

import { describe, expect, it, vi } from 'vitest'
import type { RequestBatch, RequestPage } from '../../../shared/contract/activity'
import type { RequestRecord } from '../../../shared/entities'
import { requestRecord } from '../../../shared/entities/testing/views'
import { createTableClient } from '../../client/table-client.fixture'
import { createActivityStore } from './activity-store'
import { countOf } from './request-counts'

const page = (ids: readonly string[], next: number | null = null): RequestPage => ({
  records: ids.map(id => requestRecord(id)),
  next,
  kept: 'disk',
  problem: null,
})

/** A log whose pages the test decides, and batches it hands out. */
function setUp(
  answer: (input: { before?: number | null; node?: string }) => RequestPage | Promise<RequestPage>,
) {
  const batches: RequestBatch[] = [{ records: [], missed: 0 }]
  let wake: () => void = () => undefined
  async function* watch(): AsyncGenerator<RequestBatch> {
    for (;;) {
      const batch = batches.shift()
      if (batch !== undefined) yield batch
      else
        await new Promise<void>(resolve => {
          wake = resolve
        })
    }
  }
  const { client, asked } = createTableClient({
    'activity.listRequests': answer,
    'activity.watchRequests': watch,
    'activity.countRequests': () => ({
      counts: [{ outcome: 'complete', tier: 0, node: 'mini', requests: 40 }],
    }),
  })
  const activity = createActivityStore(client)
  const end = (records: RequestRecord[], missed = 0) => {
    batches.push({ records, missed })
    wake()
  }
  const ids = () => activity.store.getState().records.map(({ id }) => id)
  return { activity, asked, end, ids }
}

describe('activity store', () => {
  it('puts what ends now above what is listed, each once and newest first', async () => {
    const { activity, end, ids } = setUp(() => page(['b', 'a']))
    const stop = activity.start()
    await vi.waitFor(() => expect(ids()).toEqual(['b', 'a']))
    end([requestRecord('b'), requestRecord('c'), requestRecord('d')])
    await vi.waitFor(() => expect(ids()).toEqual(['d', 'c', 'b', 'a']))
    stop()
  })

  it('lists anew when asked to after it failed', async () => {
    let isBroken = true
    const { activity, ids } = setUp(() => {
      if (isBroken) throw new Error('broken')
      return page(['a'])
    })
    const stop = activity.start()
    await vi.waitFor(() => expect(activity.store.getState().status).toBe('failed'))
    isBroken = false
    activity.again()
    await vi.waitFor(() => expect(ids()).toEqual(['a']))
    expect(activity.store.getState()).toMatchObject({ status: 'ready', error: null })
    stop()
  })

  it('moves nothing under somebody who reads further down', async () => {
    const { activity, end, ids } = setUp(() => page(['a']))
    const stop = activity.start()
    await vi.waitFor(() => expect(ids()).toEqual(['a']))
    activity.hold(true)
    end([requestRecord('b')])
    await vi.waitFor(() => expect(activity.store.getState().arrived).toHaveLength(1))
    expect(ids()).toEqual(['a'])
    activity.hold(false)
    expect(ids()).toEqual(['b', 'a'])
    stop()
  })

  it('shows what ends now only where it fits the filter', async () => {
    const { activity, end, ids } = setUp(({ node }) => page(node === undefined ? ['a'] : []))
    const stop = activity.start()
    await vi.waitFor(() => expect(ids()).toEqual(['a']))
    activity.setFilter({ node: 'dgx' })
    await vi.waitFor(() => expect(activity.store.getState().status).toBe('ready'))
    end([requestRecord('b'), requestRecord('c', { node: 'dgx' })])
    await vi.waitFor(() => expect(ids()).toEqual(['c']))
    stop()
  })

  it('counts what ends now, also where it does not fit the filter', async () => {
    const { activity, end, ids } = setUp(() => page(['a']))
    const stop = activity.start()
    await vi.waitFor(() => expect(activity.store.getState().counts).not.toBeNull())
    activity.setFilter({ outcome: 'failed' })
    await vi.waitFor(() => expect(ids()).toEqual(['a']))
    const one = { outcome: 'complete', tier: 0, node: 'mini' } as const
    end([requestRecord('b', one), requestRecord('c', { ...one, outcome: 'failed' })])
    await vi.waitFor(() => expect(ids()).toEqual(['c', 'a']))
    const { counts } = activity.store.getState()
    expect([countOf(counts, {}), countOf(counts, { outcome: 'failed' }), countOf(counts, one)]).toEqual([
      42, 1, 41,
    ])
    stop()
  })

  it('drops the answer about a filter that is no longer set', async () => {
    let late: (value: RequestPage) => void = () => undefined
    const { activity, ids } = setUp(({ node }) =>
      node === 'slow' ? new Promise(resolve => (late = resolve)) : page(['a']),
    )
    activity.setFilter({ node: 'slow' })
    activity.setFilter({})
    await vi.waitFor(() => expect(ids()).toEqual(['a']))
    late(page(['stale']))
    await Promise.resolve()
    expect(ids()).toEqual(['a'])
  })

  it('lists anew when it was too slow to be told everything', async () => {
    const { activity, asked, end, ids } = setUp(() => page(['a']))
    const stop = activity.start()
    await vi.waitFor(() => expect(ids()).toEqual(['a']))
    end([requestRecord('z')], 300)
    await vi.waitFor(() => expect(asked.filter(([path]) => path.endsWith('listRequests'))).toHaveLength(2))
    stop()
  })

  it('loads each earlier page once, however often the end is reached', async () => {
    const { activity, asked, ids } = setUp(({ before }) =>
      before == null ? page(['c', 'b'], 7) : page(['b', 'a']),
    )
    activity.setFilter({})
    await vi.waitFor(() => expect(ids()).toEqual(['c', 'b']))
    await Promise.all([activity.loadMore(), activity.loadMore()])
    await activity.loadMore()
    expect(ids()).toEqual(['c', 'b', 'a'])
    expect(asked.filter(([path]) => path.endsWith('listRequests'))).toHaveLength(2)
  })
})

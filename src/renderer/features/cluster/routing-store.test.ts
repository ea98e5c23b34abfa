import { describe, expect, it } from 'vitest'
import { HarombeError } from '../../../shared/harombe-error'
import { createTableClient } from '../../client/table-client.fixture'
import type { Notice } from './cluster-store'
import { createRoutingStore } from './routing-store'

function setUp(table: Parameters<typeof createTableClient>[0]) {
  const { client } = createTableClient(table)
  const notices: Notice[] = []
  return { routing: createRoutingStore(client, notice => notices.push(notice)), notices }
}

describe('routing store', () => {
  it('shows a choice at once, and what the file says again when it is refused', async () => {
    const { routing, notices } = setUp({
      'routing.setRouting': () => Promise.reject(new HarombeError('LOCKED', 'Busy.')),
    })
    const changing = routing.change({ preference: 'eco' })
    expect(routing.store.getState().chosen).toEqual({ preference: 'eco' })
    await changing
    expect(routing.store.getState().chosen).toEqual({})
    expect(notices).toMatchObject([{ tone: 'danger', title: 'Busy.' }])
  })

  it('keeps showing a later choice when an earlier one ends', async () => {
    const waiting: PromiseWithResolvers<null>[] = []
    const { routing } = setUp({
      'routing.setRouting': () => {
        const next = Promise.withResolvers<null>()
        waiting.push(next)
        return next.promise
      },
    })
    const first = routing.change({ preference: 'eco' })
    const second = routing.change({ preference: 'quality' })
    waiting[0]?.resolve(null)
    await first
    expect(routing.store.getState().chosen).toEqual({ preference: 'quality' })
    waiting[1]?.resolve(null)
    await second
    expect(routing.store.getState().chosen).toEqual({})
  })

  it('gives null for an export that failed, and says so', async () => {
    const { routing, notices } = setUp({})
    expect(await routing.load()).toBeNull()
    expect(notices).toHaveLength(1)
  })
})

import { beforeEach, describe, expect, it } from 'vitest'
import { HarombeError } from '../../../shared/errors'
import type { ClusterNode } from '../node'
import { specOf } from '../testing/cluster'
import { loneNode } from '../testing/lone-node'
import { createVirtualClock, type VirtualClock } from '../testing/virtual-clock'
import { certaintyMs, createBlame } from './blame'
import { createNodePressure, restAfter } from './node-pressure'
import { createRetryBudget } from './retry-budget'

let clock: VirtualClock
let node: ClusterNode
beforeEach(() => {
  clock = createVirtualClock()
  node = loneNode(specOf('a'), { clock })
})

describe('the retry budget', () => {
  it('lets three try again whatever the load, then a fifth of the requests of ten seconds', async () => {
    const budget = createRetryBudget(clock)
    budget.requested()
    const taken = [budget.take(), budget.take(), budget.take()]
    expect(taken.every(each => each !== null)).toBe(true)
    expect(budget.take()).toBeNull()
    taken[0]?.()
    taken[0]?.()
    expect(budget.take(), 'one of three is over').not.toBeNull()
    expect(budget.take(), 'it was given back twice').toBeNull()
    for (let count = 0; count < 45; count += 1) budget.requested()
    expect(Array.from({ length: 10 }, () => budget.take() !== null).filter(Boolean)).toHaveLength(6)
    await clock.advance(11_000)
    expect(budget.take(), 'requests of long ago count for nothing').toBeNull()
  })
})

describe('a server that says it is full', () => {
  const busy = (retryAfterMs?: number) => new HarombeError('NODE_BUSY', 'Full.', { data: { retryAfterMs } })

  it('gets no more than it goes on answering until the time it names, then all its slots', async () => {
    let rested = 0
    const pressure = createNodePressure(
      clock,
      () => 0.5,
      () => {
        rested += 1
      },
    )
    pressure.refused(node, busy(4000), 2)
    expect(pressure.slots(node, 8)).toBe(2)
    await clock.advance(3999)
    expect(pressure.slots(node, 8)).toBe(2)
    await clock.advance(1)
    expect([pressure.slots(node, 8), rested]).toEqual([8, 1])
    pressure.stop()
    expect(clock.pending()).toBe(0)
  })

  it('is left alone ever longer, up to a second, when it names none; several refusals at once are one', async () => {
    const pressure = createNodePressure(
      clock,
      () => 0.5,
      () => undefined,
    )
    const rests: number[] = []
    for (let count = 0; count < 6; count += 1) {
      pressure.refused(node, busy(), 3)
      pressure.refused(node, busy(), 1)
      expect(pressure.slots(node, 8)).toBe(1)
      rests.push(pressure.restsFor(node))
      await clock.advance(pressure.restsFor(node))
    }
    expect(rests).toEqual([100, 200, 400, 800, 1000, 1000])
    expect([restAfter(1, 0), restAfter(1, 1)].map(Math.round)).toEqual([80, 120])
    pressure.answered(node)
    pressure.refused(node, busy(), 0)
    expect(pressure.restsFor(node), 'it answered meanwhile').toBe(100)
    pressure.stop()
  })

  it('gets nothing while it loads its model, and is not waited for as long as it likes', () => {
    const pressure = createNodePressure(
      clock,
      () => 0.5,
      () => undefined,
    )
    pressure.refused(node, new HarombeError('NODE_LOADING', 'Loading.', { data: { retryAfterMs: 1e9 } }), 3)
    expect(pressure.slots(node, 8)).toBe(0)
    expect(pressure.restsFor(node)).toBe(60_000)
    pressure.stop()
  })
})

describe('a node that failed a query', () => {
  beforeEach(() => {
    node.reachability = 'up'
    node.activeRequests = 3
  })

  it('is to blame when others on it failed in the same moment, before or after', async () => {
    const blame = createBlame(clock)
    const first = blame.failed(node, 'first')
    expect(blame.isOfNode(first, 'first')).toBe(false)
    expect(blame.isUncertain(first, 'first')).toBe(true)
    await clock.advance(200)
    const second = blame.failed(node, 'second')
    expect([blame.isOfNode(first, 'first'), blame.isOfNode(second, 'second')]).toEqual([true, true])
  })

  it('is not to blame for what only that query met, while others go on or there are none', async () => {
    const blame = createBlame(clock)
    const harm = blame.failed(node, 'poison')
    await clock.advance(certaintyMs)
    expect([blame.isOfNode(harm, 'poison'), blame.isUncertain(harm, 'poison')]).toEqual([false, false])
    node.activeRequests = 1
    await clock.advance(60_000)
    expect(blame.isUncertain(blame.failed(node, 'poison'), 'poison'), 'nobody else is there').toBe(false)
    expect(blame.isOfNode(harm, 'poison'), 'the same query failing again is no other').toBe(false)
  })

  it('is to blame when the checks had missed it before', () => {
    const blame = createBlame(clock)
    node.consecutiveFailures = 1
    expect(blame.isOfNode(blame.failed(node, 'query'), 'query')).toBe(true)
  })
})

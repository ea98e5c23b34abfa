import { describe, expect, it, vi } from 'vitest'
import type { ReconcileMode } from '../../../shared/config/cluster-rules'
import type { ApplyRun, Convergence, Plan } from '../../../shared/entities'
import { createVirtualClock } from '../../../shared/testing/virtual-clock'
import { backoffMs, createReconciler, type ReconcilerOptions, targetsUnasked } from './reconciler'
import { planOf, stepOf } from './testing/steps'

const runOf = (plan: Plan, state: ApplyRun['state']): ApplyRun => ({
  id: 'run',
  plan,
  by: 'harombe',
  state,
  startedAt: 0,
  endedAt: 0,
  steps: [],
})

function setUp(mode: ReconcileMode, changes: Partial<ReconcilerOptions> = {}) {
  const clock = createVirtualClock(0)
  const told: Convergence[] = []
  const world = { plan: planOf(['pull/a/m']) as Plan | null, outcome: 'failed' as ApplyRun['state'] }
  const carryOut = vi.fn(async (plan: Plan) => runOf(plan, world.outcome))
  const look = vi.fn(async (targets: readonly string[]) =>
    world.plan === null ? null : { ...world.plan, targets: [...targets] },
  )
  const reconciler = createReconciler({
    clock,
    mode: () => mode,
    look,
    checkedAt: () => 5,
    isApplying: () => false,
    carryOut,
    tell: convergence => told.push(convergence),
    report: error => {
      throw error
    },
    ...changes,
  })
  return { reconciler, clock, told, world, carryOut, look }
}

const unreachable = (node: string): Plan['findings'][number] => ({
  severity: 'warning',
  code: 'unreachable',
  node,
  model: null,
  message: `${node} cannot be reached.`,
})

describe('what may be done unasked', () => {
  it('is all of a plan, or what is for the nodes that answer, or nothing', () => {
    const both = planOf(['pull/a/m', 'test/b', 'reload'])
    expect(targetsUnasked(both)).toEqual([])
    expect(targetsUnasked({ ...both, findings: [unreachable('b')] })).toEqual(['a'])
    expect(targetsUnasked({ ...planOf(['test/b']), findings: [unreachable('b')] })).toBeNull()
    expect(targetsUnasked(planOf([]))).toBeNull()
  })

  it('is tried after a minute, then half as often each time, once an hour at least', () => {
    expect([0, 1, 2, 3, 7, 8, 99].map(backoffMs)).toEqual([
      0, 60_000, 120_000, 240_000, 3_600_000, 3_600_000, 3_600_000,
    ])
  })
})

describe('the watch over drift', () => {
  it('looks once for a burst of changes, and never without one', async () => {
    const { reconciler, clock, look, told } = setUp('reload')
    await clock.advance(3_600_000)
    expect(look).not.toHaveBeenCalled()
    for (let index = 0; index < 50; index += 1) reconciler.changed()
    await clock.advance(3_600_000)
    expect(look).toHaveBeenCalledTimes(1)
    expect(told).toMatchObject([{ checkedAt: 5 }])
  })

  it.each(['reload', 'manual'] as const)('puts nothing right with %s', async mode => {
    const { reconciler, clock, carryOut } = setUp(mode)
    reconciler.changed()
    await clock.advance(3_600_000)
    expect(carryOut).not.toHaveBeenCalled()
  })

  it('tries again after failures, ever more rarely, and soon when the file is another', async () => {
    const { reconciler, clock, carryOut, world } = setUp('auto')
    reconciler.changed()
    await clock.advance(2_000)
    expect(carryOut).toHaveBeenCalledTimes(1)
    for (let index = 0; index < 20; index += 1) {
      reconciler.changed()
      await clock.advance(1_500)
    }
    expect(carryOut).toHaveBeenCalledTimes(1)
    await clock.advance(40_000)
    expect(carryOut).toHaveBeenCalledTimes(2)
    await clock.advance(100_000)
    expect(carryOut).toHaveBeenCalledTimes(2)
    const plan = planOf(['pull/a/m'])
    world.plan = { ...plan, basis: { ...plan.basis, desired: 'e'.repeat(64) } }
    world.outcome = 'done'
    reconciler.changed()
    await clock.advance(3_000)
    expect(carryOut.mock.calls.length).toBeGreaterThanOrEqual(3)
  })

  it('does not load two models for ever that drive each other out of memory', async () => {
    const { reconciler, clock, carryOut, world } = setUp('auto')
    carryOut.mockImplementation(async plan => {
      const steps = plan.steps.map(({ id }) => stepOf(id, 'done'))
      world.plan = planOf([steps[0]?.id === 'load/a/x' ? 'load/a/y' : 'load/a/x'])
      return { ...runOf(plan, 'done'), steps }
    })
    world.plan = planOf(['load/a/x'])
    reconciler.changed()
    await clock.advance(3_600_000)
    expect(carryOut.mock.calls.length).toBeGreaterThan(3)
    expect(carryOut.mock.calls.length).toBeLessThan(10)
  })

  it('puts at once right what comes back now and then', async () => {
    const { reconciler, clock, carryOut, world } = setUp('auto')
    carryOut.mockImplementation(async plan => {
      world.plan = planOf([])
      return { ...runOf(plan, 'done'), steps: plan.steps.map(({ id }) => stepOf(id, 'done')) }
    })
    for (let times = 1; times <= 5; times += 1) {
      world.plan = planOf(['load/a/x'])
      reconciler.changed()
      await clock.advance(5_000)
      expect(carryOut).toHaveBeenCalledTimes(times)
      await clock.advance(1_200_000)
    }
  })

  it('waits for the first look at every machine, and knows nothing of a file with a mistake', async () => {
    const early = setUp('auto', { checkedAt: () => null })
    early.reconciler.changed()
    await early.clock.advance(10_000)
    expect(early.carryOut).not.toHaveBeenCalled()
    const broken = setUp('auto')
    broken.world.plan = null
    broken.reconciler.changed()
    await broken.clock.advance(10_000)
    expect(broken.told).toMatchObject([{ state: 'unknown' }])
    expect(broken.carryOut).not.toHaveBeenCalled()
  })

  it('leaves a running apply alone', async () => {
    const { reconciler, clock, told, look } = setUp('auto', { isApplying: () => true })
    reconciler.changed()
    await clock.advance(10_000)
    expect(look).not.toHaveBeenCalled()
    expect(told).toMatchObject([{ state: 'applying' }])
  })

  it('leaves no timer behind', async () => {
    const { reconciler, clock } = setUp('auto')
    reconciler.changed()
    await clock.advance(2_000)
    await reconciler.stop()
    expect(clock.pending()).toBe(0)
    reconciler.changed()
    expect(clock.pending()).toBe(0)
  })
})

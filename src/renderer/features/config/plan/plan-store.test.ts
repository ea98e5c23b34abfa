import { describe, expect, it } from 'vitest'
import type { PlanInput } from '../../../../shared/contract/config'
import type { Plan } from '../../../../shared/entities'
import { HarombeError } from '../../../../shared/harombe-error'
import { createTableClient } from '../../../client/table-client.fixture'
import { change, planOf } from './plan.fixture'
import { createPlanStore } from './plan-store'

const whole = planOf({ changes: [change.added('mini'), change.added('pc'), change.setting('eco')] })

/** Answers are given by the test, in any order. */
function setUp() {
  const waiting: { input: PlanInput; give(plan: Plan | HarombeError): Promise<void> }[] = []
  const { client } = createTableClient({
    'config.planConfig': (input: PlanInput) => {
      const { promise, resolve, reject } = Promise.withResolvers<Plan>()
      waiting.push({
        input,
        async give(answer) {
          if (answer instanceof HarombeError) reject(answer)
          else resolve(answer)
          await new Promise(done => setTimeout(done))
        },
      })
      return promise
    },
  })
  return { plans: createPlanStore(client), waiting }
}

const last = <T>(list: readonly T[]): T => {
  const found = list.at(-1)
  if (found === undefined) throw new Error('nothing was asked')
  return found
}

describe('the plan', () => {
  it('is made of the subject, and shows the last one that was asked for', async () => {
    const { plans, waiting } = setUp()
    void plans.make({ kind: 'draft', text: 'a: 1' })
    void plans.make({ kind: 'version', version: 3 }, { refresh: false })
    expect(waiting.map(({ input }) => input)).toEqual([
      { text: 'a: 1', refresh: true },
      { version: 3, refresh: false },
    ])
    await waiting[1]?.give(whole)
    await waiting[0]?.give(planOf())
    expect(plans.store.getState()).toMatchObject({ whole, plan: whole, isPlanning: false })
  })

  it('keeps the one before while a newer one cannot be made, and says why', async () => {
    const { plans, waiting } = setUp()
    void plans.make({ kind: 'file' })
    await last(waiting).give(whole)
    void plans.make({ kind: 'file' })
    expect(plans.store.getState()).toMatchObject({ plan: whole, isPlanning: true })
    await last(waiting).give(new HarombeError('CONFIG_INVALID', 'Line 3.'))
    expect(plans.store.getState()).toMatchObject({ plan: whole, error: { code: 'CONFIG_INVALID' } })
  })

  it('plans for what is left in, from what was just seen, and never for nothing', async () => {
    const { plans, waiting } = setUp()
    void plans.make({ kind: 'file' })
    await last(waiting).give(whole)
    void plans.include('mini', false)
    expect(last(waiting).input).toEqual({ targets: ['pc'], refresh: false })
    const part = planOf({ targets: ['pc'] })
    await last(waiting).give(part)
    expect(plans.store.getState()).toMatchObject({ plan: part, whole })
    await plans.include('pc', false)
    expect(waiting).toHaveLength(2)
    expect([...plans.store.getState().leftOut]).toEqual(['mini'])
    await plans.include('mini', true)
    expect(waiting).toHaveLength(2)
    expect(plans.store.getState().plan).toBe(whole)
  })

  it('is whole again at once, whatever is still being asked', async () => {
    const { plans, waiting } = setUp()
    void plans.make({ kind: 'file' })
    await last(waiting).give(whole)
    void plans.include('mini', false)
    plans.includeAll()
    await last(waiting).give(planOf({ targets: ['pc'] }))
    expect(plans.store.getState()).toMatchObject({ plan: whole, isPlanning: false, error: null })
  })
})

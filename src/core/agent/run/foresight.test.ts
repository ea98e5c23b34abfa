import { describe, expect, it } from 'vitest'
import type { Capability, RouteDecision } from '../../../shared/entities'
import { createVirtualClock } from '../../coordination/testing/virtual-clock'
import { bareSummary } from '../../inference/model-library'
import { route } from '../testing/scripted-executor'
import { createForesight } from './foresight'

type Known = 'yes' | 'no' | 'unknown'
const capabilitiesOf = (tools: Known): Record<Capability, Known> => ({
  ...{ chat: 'yes', vision: 'no', tools, json: 'no', reasoning: 'no' },
  ...{ embeddings: 'no', completion: 'no', prefill: 'no' },
})

/** `small` is chosen unless it is left out. */
const foresightWhere = (tools: Known, clock = createVirtualClock(), learnModels = async () => {}) =>
  createForesight(
    {
      explain({ without = [] }): RouteDecision {
        const node = without.includes('small') ? 'large' : 'small'
        const candidate = { node, tier: 0, model: 'm', verdict: 'chosen', reason: '', rank: 0 } as const
        return { ...route, candidates: [candidate] }
      },
      recheck: () => Promise.resolve(),
      models: () => [
        {
          ...{ model: 'm', nodes: ['small'], capabilities: capabilitiesOf(tools), loaded: [] },
          summary: bareSummary('m'),
          windows: [{ node: 'small', tokens: 2048 }],
        },
      ],
    },
    clock,
    learnModels,
  )

describe('where a thought will go', () => {
  const thought = { target: { tier: 'auto' }, messages: [{ role: 'user', content: 'What is 2+2?' }] } as const

  it.each([
    ['yes', true],
    ['unknown', false],
    ['no', false],
  ] as const)(
    'calls are made in the form of the server only if it is known to take them: %s',
    (tools, native) => {
      const foresight = foresightWhere(tools)
      const place = foresight.place(thought)
      expect(place).toEqual({ node: 'small', model: 'm', window: 2048 })
      expect(place !== null && foresight.takesCalls(place, thought, [])).toBe(native)
    },
  )

  it('it is asked what a model can where nobody knows, for a command finds it out only on demand', async () => {
    const clock = createVirtualClock()
    let demands = 0
    const learn = async () => {
      demands += 1
    }
    const place = { node: 'small', model: 'm', window: null }
    const { signal } = new AbortController()
    await foresightWhere('yes', clock, learn).known(place, signal)
    expect(demands).toBe(0)
    const known = foresightWhere('unknown', clock, learn).known(place, signal)
    await clock.advance(2_000)
    await known
    expect(demands).toBe(1)
  })

  it('what a model can is waited for once, and again after its node was gone', async () => {
    const clock = createVirtualClock()
    const foresight = foresightWhere('unknown', clock)
    const place = { node: 'small', model: 'm', window: null }
    const { signal } = new AbortController()
    async function waitedFor(): Promise<boolean> {
      const known = foresight.known(place, signal)
      await clock.advance(2_000)
      return await known
    }
    expect([await waitedFor(), await waitedFor()]).toEqual([true, false])
    await foresight.lookAgain(signal)
    expect(await waitedFor()).toBe(true)
  })

  it('it is not taken to go where it failed', () => {
    expect(foresightWhere('yes').place({ ...thought, keepNode: 'small', without: ['small'] })?.node).toBe(
      'large',
    )
  })
})

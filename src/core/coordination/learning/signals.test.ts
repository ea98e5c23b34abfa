import { describe, expect, it } from 'vitest'
import type { Message, RoutingSignal, Tier } from '../../../shared/entities'
import { forcedSignal, passedOverSignal, ratedSignal, redoneSignal } from './signals'
import { signalOf } from './testing/signals'

interface How {
  wanted?: Tier
  by?: Tier
  forced?: 'none' | 'tier' | 'node' | 'model'
  state?: Message['state']
}

/** An answer the classifier wanted from one tier and another may have given. */
function answerOf({ wanted = 0, by = wanted, forced = 'none', state = 'complete' }: How = {}): Message {
  return {
    id: 'answer',
    conversationId: 'c',
    parentId: 'question',
    role: 'assistant',
    content: 'text',
    state,
    createdAt: 1,
    route: {
      classification: {
        class: 'simple',
        tier: wanted,
        probabilities: [0.6, 0.3, 0.1],
        reasons: [],
        gates: [],
        estimatedTokens: 1,
      },
      wantedTier: forced === 'tier' ? by : wanted,
      forced,
      requirements: [],
      candidates: [],
      reason: '',
    },
    answeredBy: { node: 'n', tier: by, model: 'm', simulated: false },
  }
}

const redone = (how: How, chosen: Tier, before: RoutingSignal | null = null, takesOffer = false) =>
  redoneSignal(before, answerOf(how), chosen, takesOffer)

describe('an answer that was written again', () => {
  it('tells about its question, without a word of it', () => {
    expect(redone({}, 2)).toEqual({
      kind: 'redo_bigger',
      message: 'question',
      wantedTier: 0,
      givenTier: 2,
      probabilities: [0.6, 0.3, 0.1],
    })
    expect(redone({ wanted: 2 }, 1)).toMatchObject({ kind: 'redo_smaller', wantedTier: 2, givenTier: 1 })
    expect(redone({}, 2, null, true)).toMatchObject({ kind: 'escalation_taken' })
  })

  it.each([
    ['it failed', { state: 'failed' }, 2],
    ['it was stopped', { state: 'cancelled' }, 2],
    ['harombe ended while it was written', { state: 'interrupted' }, 2],
    ['its tier was forced', { forced: 'tier', by: 1 }, 2],
    ['its node was pinned', { forced: 'node' }, 2],
    ['its model was named', { forced: 'model' }, 2],
    ['by the tier the classifier wanted anyway, for which another stood in', { wanted: 2, by: 0 }, 2],
    ['by one between the tier that stood in and the one that was wanted', { wanted: 2, by: 0 }, 1],
    ['by a smaller one than stood in, still above what was wanted', { wanted: 0, by: 2 }, 1],
    ['by the same tier', {}, 0],
  ] as const)('says nothing about size when %s', (_why, how, chosen) => {
    expect(redone(how, chosen)).toBeNull()
  })

  it('counts against the classifier also where another tier stood in', () => {
    expect(redone({ wanted: 0, by: 1 }, 2)).toMatchObject({
      kind: 'redo_bigger',
      wantedTier: 0,
      givenTier: 2,
    })
    expect(redone({ wanted: 2, by: 1 }, 0)).toMatchObject({
      kind: 'redo_smaller',
      wantedTier: 2,
      givenTier: 0,
    })
  })

  it('is replaced by the last choice for the question, and taken back by going back', () => {
    const first = signalOf('redo_bigger', 0, 1)
    const forcedTo = (by: Tier) => ({ wanted: 0, by, forced: 'tier' }) as const
    expect(redone(forcedTo(1), 2, first)).toMatchObject({ kind: 'redo_bigger', wantedTier: 0, givenTier: 2 })
    expect(redone(forcedTo(1), 0, first)).toBeNull()
    expect(redone({ ...forcedTo(1), state: 'failed' }, 0, first)).toBe(first)
    expect(redone(forcedTo(1), 1, first)).toBe(first)
    expect(redone(forcedTo(2), 1, signalOf('forced', 0, 2))).toMatchObject({ kind: 'forced', givenTier: 1 })
    expect(redone(forcedTo(0), 2, signalOf('redo_smaller', 1, 0))).toMatchObject({ kind: 'redo_bigger' })
  })
})

describe('a tier that was named', () => {
  it('tells something where it is not what the classifier wanted', () => {
    const { route } = answerOf({ wanted: 0, by: 2, forced: 'tier' })
    expect(route && forcedSignal('q', route)).toMatchObject({
      kind: 'forced',
      message: 'q',
      wantedTier: 0,
      givenTier: 2,
    })
  })

  it.each([
    ['it is what the classifier wanted', { wanted: 1, by: 1, forced: 'tier' }],
    ['a node was named', { wanted: 0, by: 2, forced: 'node' }],
    ['nothing was named', { wanted: 0, by: 2 }],
  ] as const)('tells nothing when %s', (_why, how) => {
    const { route } = answerOf(how)
    expect(route && forcedSignal('q', route)).toBeNull()
  })
})

describe('a thumb', () => {
  it('is about the answer and the tier that gave it', () => {
    expect(ratedSignal(answerOf(), 'down')).toMatchObject({
      kind: 'thumb_down',
      message: 'answer',
      givenTier: 0,
    })
    expect(ratedSignal(answerOf({ wanted: 2, by: 1 }), 'up')).toMatchObject({
      kind: 'thumb_up',
      wantedTier: 2,
      givenTier: 1,
    })
  })

  it.each([{ forced: 'tier' }, { forced: 'model' }, { state: 'cancelled' }] as const)(
    'says nothing about the classifier: %j',
    how => expect(ratedSignal(answerOf(how), 'down')).toBeNull(),
  )
})

it('only an offer can be passed over', () => {
  const escalation: Message['escalation'] = { state: 'offered', tier: 2, reasons: [] }
  expect(passedOverSignal({ ...answerOf(), escalation })).toMatchObject({ kind: 'escalation_ignored' })
  expect(passedOverSignal({ ...answerOf(), escalation: { ...escalation, state: 'made' } })).toBeNull()
  expect(passedOverSignal(answerOf())).toBeNull()
})

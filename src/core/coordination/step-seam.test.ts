import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AgentStep, PredictedTime, Tier } from '../../shared/entities'
import type { StepFacts } from './classification/steps'
import { selectRoute } from './selection'
import { mayMove, type SeamQuestion } from './step-seam'
import { asking, needing, policy, servable, snapshot } from './testing/snapshots'

const takes = (ms: number): PredictedTime => ({
  waitMs: 0,
  loadMs: 0,
  promptMs: 0,
  writeMs: ms,
  isLearnt: true,
})
const steps = (changes: Partial<StepFacts> = {}): StepFacts => ({
  step: 'synthesis',
  isSaid: false,
  openCalls: 0,
  ...changes,
})
const other = (tier: Tier, changes: Partial<NonNullable<SeamQuestion['other']>> = {}) => ({
  node: 'workstation',
  tier,
  predicted: takes(20_000),
  isSure: true,
  isFree: true,
  isBroken: false,
  isTrial: false,
  ...changes,
})
/** A synthesis that wants more than the node of the step before. */
const question = (changes: Partial<SeamQuestion> = {}): SeamQuestion => ({
  steps: steps(),
  sinceMove: null,
  isPrefill: false,
  wanted: 2,
  isForced: false,
  kept: { node: 'gaming-pc', tier: 0, predicted: takes(10_000) },
  other: other(2),
  ...changes,
})

describe('a tool loop', () => {
  it('moves up for the synthesis once all results are in', () => {
    expect(mayMove(question())).toEqual({ move: true, reason: 'all tool results are in' })
  })

  it.each<[string, Partial<SeamQuestion>, string]>([
    ['a call is open', { steps: steps({ openCalls: 1 }) }, 'no result yet'],
    [
      'calls are open, whatever tier was asked for',
      { steps: steps({ openCalls: 2 }), isForced: true },
      '2 calls',
    ],
    ['its answer was begun', { isPrefill: true }, 'begun'],
    ['its node is of the tier', { wanted: 0 }, 'wants'],
    ['nobody else is there', { other: null }, 'no other node of tier 2'],
    ['the best of the others is of another tier', { other: other(1) }, 'no other node of tier 2'],
    ['the other may not be able to', { other: other(2, { isSure: false }) }, 'not sure'],
    ['the other rests', { other: other(2, { isBroken: true }) }, 'not sure'],
    ['the other is busy', { other: other(2, { isFree: false }) }, 'busy'],
    ['the next call is filled in', { steps: steps({ step: 'arguments', isSaid: true }) }, 'filled in'],
    ['another call may follow', { steps: steps({ step: 'plan' }) }, 'another call'],
    ['it came there a step ago', { sinceMove: 1 }, 'just now'],
    ['the other is slower than that is worth', { other: other(2, { predicted: takes(90_000) }) }, 'longer'],
  ])('stays while %s', (_name, changes, words) => {
    const answer = mayMove(question(changes))
    expect(answer).toMatchObject({ move: false })
    expect(answer.reason).toContain(words)
  })

  it('goes down when the agent says that arguments are filled in, and that is quicker', () => {
    const down = question({
      steps: steps({ step: 'arguments', isSaid: true }),
      wanted: 0,
      kept: { node: 'workstation', tier: 2, predicted: takes(20_000) },
      other: other(0, { node: 'laptop', predicted: takes(5_000) }),
    })
    expect(mayMove(down).move).toBe(true)
    expect(mayMove({ ...down, steps: steps({ step: 'arguments' }) }).move).toBe(false)
    expect(mayMove({ ...down, other: other(0, { predicted: takes(18_000) }) }).move).toBe(false)
    expect(mayMove({ ...down, sinceMove: 3 }).move).toBe(false)
    expect(mayMove({ ...down, sinceMove: 4 }).move).toBe(true)
  })

  it('goes to the tier that was asked for by name, at whatever step', () => {
    expect(mayMove(question({ isForced: true, steps: steps({ step: 'plan' }), sinceMove: 0 })).move).toBe(
      true,
    )
  })

  it('never moves with a call that has no result, and never back and forth', () => {
    const tiers = fc.constantFrom<Tier>(0, 1, 2)
    const questions = fc.record({
      steps: fc.record({
        step: fc.constantFrom<(AgentStep | undefined)[]>('plan', 'arguments', 'synthesis', undefined),
        isSaid: fc.boolean(),
        openCalls: fc.nat(2),
      }),
      sinceMove: fc.option(fc.nat(5)),
      isPrefill: fc.boolean(),
      wanted: tiers,
      isForced: fc.boolean(),
      kept: fc.record({ node: fc.constant('a'), tier: tiers, predicted: fc.nat(99_999).map(takes) }),
      other: fc.option(
        fc.record({
          ...{
            node: fc.constant('b'),
            tier: tiers,
            predicted: fc.nat(99_999).map(takes),
            isSure: fc.boolean(),
          },
          ...{ isFree: fc.boolean(), isBroken: fc.boolean(), isTrial: fc.boolean() },
        }),
      ),
    })
    fc.assert(
      fc.property(questions, asked => {
        const answer = mayMove(asked)
        expect(mayMove(asked)).toEqual(answer)
        expect(answer.reason).not.toBe('')
        if (!answer.move || asked.other === null) return
        expect(asked.steps.openCalls).toBe(0)
        expect(asked.other.tier).toBe(asked.wanted)
        // With what is wanted unchanged, it is where it wants to be.
        const back = {
          ...asked.other,
          ...asked.kept,
          isSure: true,
          isFree: true,
          isBroken: false,
          isTrial: false,
        }
        expect(mayMove({ ...asked, kept: asked.other, other: back }).move).toBe(false)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('the choice of a node for a step', () => {
  const able = [servable('small', { tools: 'yes' }, { contextLength: 32_768 })]
  const gaming = snapshot('gaming-pc', 0, { modelsServed: able })
  const workstation = snapshot('workstation', 2, { modelsServed: able })
  const choose = (facts: StepFacts | undefined, nodes = [gaming, workstation], contextTokens = 500) =>
    selectRoute(nodes, policy(), {
      ...asking(2),
      keepNode: 'gaming-pc',
      requirements: { ...needing('tools'), contextTokens },
      steps: facts,
    })

  it('moves at a safe seam and says so', () => {
    const { chosen, decision } = choose(steps())
    expect(chosen?.node).toBe('workstation')
    expect(decision.reason).toContain(
      'gaming-pc ran the step before; the synthesis moves to workstation: all tool results are in.',
    )
  })

  it.each<[string, StepFacts | undefined]>([
    ['calls are open', steps({ openCalls: 1 })],
    ['arguments are filled in', steps({ step: 'arguments' })],
    ['nothing is known of the step', undefined],
  ])('keeps its node while %s', (_name, facts) => {
    const { chosen, decision, ranked } = choose(facts)
    expect(chosen?.node).toBe('gaming-pc')
    expect(ranked.map(({ node }) => node)).toEqual(['gaming-pc', 'workstation'])
    expect(decision.reason).toContain('gaming-pc ran the step before and goes on')
  })

  it('stays where the other does not hold the conversation or may not call tools', () => {
    const narrow = [servable('small', { tools: 'yes' }, { contextLength: 4096 })]
    expect(choose(steps(), [gaming, { ...workstation, modelsServed: narrow }], 6000).chosen?.node).toBe(
      'gaming-pc',
    )
    const unsure = [servable('small', {}, { contextLength: 32_768 })]
    expect(choose(steps(), [gaming, { ...workstation, modelsServed: unsure }]).chosen?.node).toBe('gaming-pc')
  })
})

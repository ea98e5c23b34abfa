import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createEscalationBudget } from './budget'
import { isBorderline, judgeAnswer, likelihoodOf } from './judge'
import type { EscalationPolicy, EscalationSurroundings, Signal } from './types'

const cut: Signal = { kind: 'cut_off', weight: 0.65, words: 'it was cut off' }
const weak: Signal = { kind: 'borderline', weight: 0.2, words: 'the question may need a larger model' }
const loop: Signal = { kind: 'repetition', weight: 0.75, words: 'it repeats itself' }
const auto: EscalationPolicy = { mode: 'auto', remaining: 3 }
const offer: EscalationPolicy = { mode: 'offer', remaining: 3 }
const free: EscalationSurroundings = {
  answeredTier: 0,
  isForced: false,
  isEscalation: false,
  largestProbability: 0.1,
  larger: [
    { tier: 2, isFree: true },
    { tier: 1, isFree: true },
  ],
}

describe('judgeAnswer', () => {
  it.each<[string, Signal[], EscalationPolicy, Partial<EscalationSurroundings>, string, number | null]>([
    ['offers the next larger tier', [cut], offer, {}, 'offer', 1],
    ['asks it at once where that is wanted', [cut], auto, {}, 'make', 1],
    ['offers when the hour’s budget is used up', [cut], { mode: 'auto', remaining: 0 }, {}, 'offer', 1],
    ['offers when the larger one is busy', [cut], auto, { larger: [{ tier: 1, isFree: false }] }, 'offer', 1],
    ['goes straight to the largest for a hard question', [cut], auto, { largestProbability: 0.5 }, 'make', 2],
    ['does not need probabilities', [cut], offer, { largestProbability: null }, 'offer', 1],
    ['has nothing to offer above the largest', [cut], offer, { answeredTier: 2 }, 'none', null],
    ['has nothing to offer with nobody there', [cut], auto, { larger: [] }, 'none', null],
    ['leaves alone what the user insisted on', [cut], auto, { isForced: true }, 'none', null],
    ['never escalates an escalation', [loop, cut], auto, { isEscalation: true }, 'none', null],
    ['does nothing when it is off', [cut], { mode: 'off', remaining: 9 }, {}, 'none', null],
    ['does nothing for a weak sign', [weak], auto, {}, 'none', null],
    ['does nothing without a sign', [], auto, {}, 'none', null],
  ])('%s', (_name, signals, policy, changes, action, tier) => {
    expect(judgeAnswer(signals, policy, { ...free, ...changes })).toMatchObject({ action, tier })
  })

  it('says the three strongest reasons, strongest first', () => {
    const { reasons } = judgeAnswer([weak, cut, { ...weak, weight: 0.1, words: 'least' }, loop], offer, free)
    expect(reasons).toEqual([loop.words, cut.words, weak.words])
  })

  it('never asks by itself for what it would not even offer', () => {
    const signal = fc.record({
      kind: fc.constant('cut_off' as const),
      weight: fc.double({ min: 0.01, max: 0.95, noNaN: true }),
      words: fc.string({ minLength: 1 }),
    })
    fc.assert(
      fc.property(fc.array(signal, { maxLength: 9 }), signals => {
        const [made, offered] = [judgeAnswer(signals, auto, free), judgeAnswer(signals, offer, free)]
        if (made.action === 'make') expect(offered.action).toBe('offer')
        else expect(made).toEqual(offered)
        expect(isBorderline(signals) && offered.action !== 'none').toBe(false)
        const more = likelihoodOf([...signals, weak])
        expect(more).toBeGreaterThanOrEqual(likelihoodOf(signals))
        expect(more).toBeLessThanOrEqual(1)
      }),
    )
  })
})

describe('the budget', () => {
  it('slides: what was spent comes back an hour later, one by one', () => {
    let now = 0
    const budget = createEscalationBudget(() => now)
    expect(budget.remaining(2)).toBe(2)
    budget.spend()
    now += 1_800_000
    budget.spend()
    expect(budget.remaining(2)).toBe(0)
    expect(budget.remaining(5)).toBe(3)
    now += 1_800_000
    expect(budget.remaining(2)).toBe(1)
    now += 1_800_000
    expect(budget.remaining(2)).toBe(2)
    expect(budget.remaining(0)).toBe(0)
  })
})

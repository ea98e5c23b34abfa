import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Classification } from '../../shared/entities'
import { decideTier, maxShift } from './classification/operating-point'
import { describeClass, explainChoice, inOneLine } from './reason-words'
import { selectRoute } from './selection'
import {
  asking,
  classified,
  clusters,
  needing,
  policies,
  policy,
  requests,
  snapshot,
} from './testing/snapshots'

const classes = { 0: 'simple', 1: 'moderate', 2: 'complex' } as const

/** As a text is judged that has these odds, with nothing beside it. */
function judged(
  probabilities: [number, number, number],
  changes: Pick<Classification, 'preference' | 'shift'> = {},
): Classification {
  const { preference = 'balanced', shift = [0, 0] } = changes
  const tier = decideTier(probabilities, { preference, shift })
  return {
    class: classes[tier],
    tier,
    probabilities,
    reasons: ['it asks for a comparison', 'it is long'],
    gates: [],
    estimatedTokens: 10,
    preference,
    ...changes,
  }
}

/** The odds where nothing but the setting decides: between the thresholds of eco and quality. */
const closeCall: [number, number, number] = [0.36, 0.34, 0.3]

describe('why a question wants its tier', () => {
  it('is its strongest reason where the text alone settles it', () => {
    expect(describeClass(judged([0.97, 0.02, 0.01]))).toBe('A simple question: it asks for a comparison')
    expect(
      describeClass(judged([0.97, 0.02, 0.01], { preference: 'quality', shift: [0.5, 0.5] })),
    ).not.toContain('close call')
  })

  it('names the preference where an even one would have gone elsewhere', () => {
    const quality = judged(closeCall, { preference: 'quality' })
    const balanced = judged(closeCall)
    const eco = judged(closeCall, { preference: 'eco' })
    const spoken = [quality, balanced, eco].map(describeClass)
    expect(new Set([quality, balanced, eco].map(({ tier }) => tier)).size).toBeGreaterThan(1)
    for (const [index, each] of [quality, balanced, eco].entries()) {
      expect(spoken[index]?.includes('close call')).toBe(each.tier !== balanced.tier)
    }
    if (quality.tier !== balanced.tier) expect(spoken[0]).toContain('(a close call; you prefer quality)')
    if (eco.tier !== balanced.tier) expect(spoken[2]).toContain('(a close call; you prefer small models)')
  })

  it('names what was learnt from the user wherever it moved the tier, and nowhere else', () =>
    fc.assert(
      fc.property(
        fc.tuple(
          fc.double({ min: 0.01, max: 1, noNaN: true }),
          fc.double({ min: 0.01, max: 1, noNaN: true }),
        ),
        fc.tuple(
          fc.double({ min: -maxShift, max: maxShift, noNaN: true }),
          fc.double({ min: -maxShift, max: maxShift, noNaN: true }),
        ),
        fc.constantFrom('eco' as const, 'balanced' as const, 'quality' as const),
        ([a, b], shift, preference) => {
          const more = Math.max(a, b)
          const powerful = Math.min(a, b)
          const odds: [number, number, number] = [1 - more, more - powerful, powerful]
          const taught = judged(odds, { preference, shift })
          const untaught = judged(odds, { preference })
          const words = describeClass(taught)
          expect(words.includes('gone bigger')).toBe(taught.tier > untaught.tier)
          expect(words.includes('gone smaller')).toBe(taught.tier < untaught.tier)
        },
      ),
    ))

  it('is the gate where the text would have gone elsewhere', () => {
    const agreed = { ...judged([0.97, 0.02, 0.01]), gates: ['It agrees to what was asked before.'] }
    expect(describeClass({ ...agreed, tier: 2, class: 'complex' })).toBe(
      'A complex question: it agrees to what was asked before',
    )
    expect(describeClass(agreed)).toContain('it asks for a comparison')
  })

  it('is no gate where the form of the text raised it', () => {
    const plainlyHard = {
      ...judged([0.97, 0.02, 0.01]),
      gates: ['Needs a window of about 9,000 tokens.'],
      form: 9,
    }
    expect(describeClass({ ...plainlyHard, tier: 2, class: 'complex' })).toBe(
      'A complex question: it asks for a comparison',
    )
  })
})

describe('the one line', () => {
  const nodes = [snapshot('mini', 0), snapshot('nas', 0), snapshot('tower', 1)]
  const reasonOf = (...[changes]: [Partial<Parameters<typeof selectRoute>[2]>]) =>
    selectRoute(nodes, policy(), { ...asking(0), ...changes }).decision.reason

  it('says who failed before, whether the tier stays the same or not', () => {
    const one = new Map([['mini', 'It fell silent.']])
    expect(reasonOf({ tried: one })).toBe('A simple question: it is short; nas answers after mini failed.')
    expect(reasonOf({ tried: new Map([...one, ['nas', 'It fell silent.']]) })).toBe(
      'A simple question: it is short. No usable node of tier 0 after mini and nas failed, so tier 1 answers.',
    )
  })

  it('says that a tier is not there at all', () => {
    expect(reasonOf({ classification: classified(2) })).toBe(
      'A complex question: it is short. There is no node of tier 2, so tier 1 answers.',
    )
  })

  it('says that an answer goes on, instead of that its model was asked for', () => {
    const settledModel = { name: 'small', because: 'small began this answer and goes on with it.' }
    expect(reasonOf({ settledModel, requirements: needing('prefill') })).toBe(
      'small began this answer and goes on with it.',
    )
  })

  it('is one bounded line that ends as a sentence, whatever the cluster, policy and request', () =>
    fc.assert(
      fc.property(clusters, policies, requests, (cluster, rules, request) => {
        const { reason, candidates } = selectRoute(cluster, rules, request).decision
        for (const each of [reason, ...candidates.map(candidate => candidate.reason)])
          expect(each).not.toMatch(/\d{4,} tokens/)
        expect(reason).toMatch(/^[^\n\r]{10,400}\.$/)
        expect(reason).not.toMatch(/undefined|null|\.\.|\s\s/)
      }),
      { numRuns: 1000 },
    ))

  it('takes names that are as long as names may be', () => {
    const name = (letter: string) => letter.repeat(63)
    const tried = new Map([name('a'), name('b')].map(each => [each, 'It fell silent.']))
    const reason = explainChoice({
      request: { ...asking(0), tried },
      wanted: 0,
      forced: 'none',
      chosen: { node: name('c'), tier: 1 },
      isBusy: false,
      lacks: [null],
    })
    expect(reason.length).toBeLessThanOrEqual(400)
    expect(reason.endsWith('so tier 1 answers.')).toBe(true)
  })

  it('breaks no line and no character in two', () => {
    expect(inOneLine('a\r\n\tb\u2028c\u0000d')).toBe('a b c d')
    const long = inOneLine(`${'x'.repeat(396)}🎉${'y'.repeat(50)}`)
    expect(long.length).toBeLessThanOrEqual(400)
    expect(long.isWellFormed()).toBe(true)
  })
})

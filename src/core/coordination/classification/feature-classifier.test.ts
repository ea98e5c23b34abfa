import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { classification } from '../../../shared/entities'
import { bestTime } from '../testing/best-time'
import { neutralOperatingPoint } from './classifier'
import { createFeatureClassifier } from './feature-classifier'

const classifier = createFeatureClassifier()
const classify = (text: string, earlier: string[] = [], contextTokens = 10) =>
  classifier.classify({
    messages: [...earlier, text].map(content => ({ role: 'user', content })),
    tools: [],
    contextTokens,
    operatingPoint: neutralOperatingPoint,
  })

const hard = 'Design a distributed rate limiter, compare three approaches and justify the trade-offs.'
const simple = 'What is the capital of France?'

describe('the classifier', () => {
  it.each([
    'What is the capital of France?',
    'Who wrote Hamlet?',
    'hi',
    'Convert 10 miles to kilometres',
    'Translate "good morning" into Spanish',
    'Set a timer for ten minutes',
    'Why is the sky blue?',
    'Was ist die Hauptstadt von Frankreich?',
    'Wie spät ist es?',
    'Qui a écrit Les Misérables ?',
    'Où est la gare ?',
    '¿Quién escribió Don Quijote?',
    'フランスの首都はどこですか',
    '',
  ])('sends %j to the fast tier', text => {
    expect(classify(text)).toMatchObject({ class: 'simple', tier: 0 })
  })

  it.each([
    hard,
    'Prove that there are infinitely many primes.',
    'Derive the time complexity of quicksort step by step and prove it is optimal.',
    'Compare and contrast Raft and Paxos in depth, with their failure modes.',
    'Implement a lock-free queue in C++ and prove that it is linearizable.',
    'Beweise, dass die Wurzel aus 2 irrational ist, und begründe jeden Schritt.',
    'Entwirf eine Architektur für ein verteiltes System und vergleiche zwei Ansätze.',
    'Analyse et compare les deux stratégies, puis conçois une solution optimale.',
    'Analiza y compara las dos arquitecturas y diseña una mejor.',
  ])('does not leave %j to the fast tier, and says why', text => {
    const { tier, reasons } = classify(text)
    expect(tier).toBeGreaterThan(0)
    expect(reasons.length).toBeGreaterThan(0)
  })
})

describe('a follow-up', () => {
  const followUps = [
    'yes, go ahead',
    'Yes.',
    'OK, continue',
    'fix it',
    'do it',
    'try again',
    'why?',
    'How?',
    'why',
    'Explain why.',
    'explain that',
    'and in German?',
    'now do the next one',
    'ja',
    'mach weiter',
    'Oui !',
    'sí',
    'Sí, sigue',
  ]
  it.each(followUps)('%j is as hard as what it follows', text => {
    expect(classify(text, [hard])).toMatchObject({ tier: classify(hard).tier })
    expect(classify(text, [hard]).reasons[0]).toBe('it continues an earlier request')
    expect(classify(text, [simple]).tier).toBe(0)
  })

  it('looks past other follow-ups and thanks to the request itself', () => {
    expect(classify('go on', [hard, 'yes', 'thanks!', 'ok, continue']).tier).toBe(classify(hard).tier)
  })

  it('sees a request in an earlier message that merely begins like a follow-up', () => {
    const long = `And the next step is this: ${hard} Keep in mind that the nodes may fail at any time.`
    expect(classify('yes', [long]).tier).toBe(classify(hard).tier)
  })

  it('without anything before it is judged by itself', () => {
    expect(classify('yes, go ahead')).toMatchObject({ tier: 0 })
  })

  it.each(['What is the capital of France?', 'Explain why the sky is blue', 'Explain whyever'])(
    'is not %j',
    text => {
      expect(classify(text, [hard])).toMatchObject({ tier: 0 })
    },
  )

  it.each([
    'thanks',
    'Thanks!',
    'thank you so much',
    'ok, thanks',
    'great',
    'Perfect!!',
    'danke schön',
    'merci',
    'gracias',
  ])('nor is the thank-you %j', text => {
    expect(classify(text, [hard])).toMatchObject({ tier: 0, reasons: ['it is a thank-you'] })
  })
})

describe('a long conversation', () => {
  it.each([
    [5_999, 0],
    [6_000, 1],
    [23_999, 1],
    [24_000, 2],
  ])('of %d tokens needs at least tier %d for the simplest question', (tokens, tier) => {
    const result = classify(simple, [], tokens)
    expect(result.tier).toBe(tier)
    if (tier > 0) expect(result.reasons[0]).toContain('long')
  })

  it('never lowers the tier', () => {
    expect(classify(hard, [], 6_000).tier).toBe(classify(hard).tier)
  })
})

describe('whatever it is asked', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('yes', hard),
  )
  const inputs = fc.record({
    text: texts,
    earlier: fc.array(texts),
    contextTokens: fc.oneof(fc.nat(), fc.double({ min: -9, max: 9e6, noNaN: true })),
  })

  it('never throws and keeps to its shape; the probabilities sum to 1', () => {
    fc.assert(
      fc.property(inputs, input => {
        const result = classify(input.text, input.earlier, input.contextTokens)
        expect(classification.safeParse(result).error).toBeUndefined()
        const [fast, medium, powerful] = result.probabilities ?? [0, 0, 0]
        expect(fast + medium + powerful).toBeCloseTo(1, 9)
        expect(Math.min(fast, medium, powerful)).toBeGreaterThanOrEqual(0)
        expect(result.class).toBe(['simple', 'moderate', 'complex'][result.tier])
        expect(classify(input.text, input.earlier, input.contextTokens)).toEqual(result)
      }),
    )
  })

  it.each<[string, (length: number) => string]>([
    ['a thank-you that does not end', length => `thanks${'!'.repeat(length)}x`],
    ['a thank-you of spaces', length => `thanks${' '.repeat(length)}x`],
    ['an ok that does not end', length => `ok${', '.repeat(length / 2)}x`],
    ['a yes with a million words', length => 'yes '.repeat(length / 4)],
    ['nested brackets', length => '['.repeat(length)],
    ['one endless word', length => 'a'.repeat(length)],
    ['blank lines', length => '\n'.repeat(length)],
  ])('does bounded work: %s', (_name, of) => {
    const half = of(100_000)
    const whole = of(200_000)
    const small = bestTime(() => classify(half, [half]), 3)
    const large = bestTime(() => classify(whole, [whole]), 3)
    expect(large).toBeLessThan(Math.max(10, 3 * small))
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Classification } from '../../../shared/entities'
import { judgeAnswer, likelihoodOf } from './judge'
import { ratingSignal, signalsOf } from './signals'
import { badAnswers } from './testing/bad-answers'
import { goodAnswers } from './testing/good-answers'
import type { EscalationSurroundings, FinishedAnswer } from './types'

const simple: Classification = {
  class: 'simple',
  tier: 0,
  probabilities: [0.8, 0.15, 0.05],
  reasons: [],
  gates: [],
  estimatedTokens: 10,
}
const answer = (changes: Partial<FinishedAnswer>): FinishedAnswer => ({
  question: 'Why is the sky blue?',
  content: 'Because air scatters short waves of light more than long ones.',
  hasReasoned: false,
  finish: 'stop',
  classification: simple,
  wantedTier: 0,
  answeredTier: 0,
  ...changes,
})
const kinds = (changes: Partial<FinishedAnswer>) => signalsOf(answer(changes)).map(({ kind }) => kind)
const surroundings: EscalationSurroundings = {
  answeredTier: 0,
  isForced: false,
  isEscalation: false,
  largestProbability: 0.05,
  larger: [{ tier: 1, isFree: true }],
}
const actionFor = (changes: Partial<FinishedAnswer>) =>
  judgeAnswer(signalsOf(answer(changes)), { mode: 'offer', remaining: 0 }, surroundings).action

it('is tried on at least forty answers of either kind', () => {
  expect(goodAnswers.length).toBeGreaterThanOrEqual(40)
  expect(badAnswers.length).toBeGreaterThanOrEqual(40)
})

describe('a good answer', () => {
  it.each(goodAnswers)('is left alone: $name', ({ question, content }) => {
    const signals = signalsOf(answer({ question, content }))
    expect({ signals, action: actionFor({ question, content }) }).toMatchObject({ action: 'none' })
  })

  it('stays one after a model that was as sure as models are', () => {
    const confidence = { tokens: 300, sum: -120, low: 24, minimum: -6 }
    expect(kinds({ confidence })).toEqual([])
    expect(kinds({ content: 'Paris.', confidence: { tokens: 3, sum: -0.4, low: 0, minimum: -0.3 } })).toEqual(
      [],
    )
  })
})

describe('an answer that falls short', () => {
  it.each(badAnswers)('is noticed: $name', ({ question, content, kind, finish = 'stop' }) => {
    expect(kinds({ question, content, finish })).toContain(kind)
    expect(actionFor({ question, content, finish })).toBe('offer')
  })

  it('is told by what the model thought of its words, more the less it thought of them', () => {
    const weight = (mean: number, low = 0) =>
      likelihoodOf(signalsOf(answer({ confidence: { tokens: 100, sum: mean * 100, low, minimum: -9 } })))
    expect(weight(-0.5)).toBe(0)
    expect(weight(-1.2)).toBeGreaterThan(weight(-1.1))
    expect(weight(-1.6)).toBeCloseTo(0.6)
    expect(weight(-0.5, 45)).toBeCloseTo(0.6)
    expect(kinds({ confidence: { tokens: 2, sum: -20, low: 2, minimum: -10 } })).toEqual([])
    expect(
      kinds({ confidence: { tokens: 100, sum: -300, low: 90, minimum: -9 }, hasReasoned: true }),
    ).toEqual([])
  })

  it('calls a tool that nobody offered', () => {
    expect(kinds({ unknownToolCalls: 1 })).toEqual(['tool_markup'])
  })

  it('is a few words to a question that takes explaining', () => {
    const hard: Classification = { ...simple, class: 'complex', tier: 2, probabilities: [0.2, 0.3, 0.5] }
    const question = 'Compare both designs and derive in steps how they scale.'
    expect(kinds({ question, content: 'The second.', classification: hard, wantedTier: 2 })).toEqual([
      'short',
      'fell_back',
      'borderline',
    ])
    expect(kinds({ question: 'Yes or no?', content: 'Yes.', classification: hard })).toEqual(['borderline'])
  })
})

describe('the classifier’s doubt', () => {
  it('is never a reason by itself, and weighs beside another', () => {
    const unsure: Classification = { ...simple, probabilities: [0.3, 0.4, 0.3] }
    expect(actionFor({ classification: unsure })).toBe('none')
    const content = 'It works like this:\n\n```bash\nls -la\n'
    expect(likelihoodOf(signalsOf(answer({ classification: unsure, content })))).toBeGreaterThan(
      likelihoodOf(signalsOf(answer({ content }))),
    )
  })

  it('counts for nothing where the tier that was wanted could answer only now', () => {
    expect(actionFor({ wantedTier: 1 })).toBe('offer')
  })
})

it('takes what a model says of itself for what it is worth', () => {
  expect([null, 5, 4].map(ratingSignal)).toEqual([null, null, null])
  expect(ratingSignal(1)?.weight).toBeGreaterThan(ratingSignal(3)?.weight ?? 1)
})

describe('any text', () => {
  const pieces = fc.array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom(
        '```',
        '```json\n',
        '\n',
        '{',
        '[',
        '"',
        '<|im_end|>',
        ' ',
        '无法',
        'I can’t ',
        '￿',
        '\ud800',
      ),
    ),
    { maxLength: 200 },
  )

  it('is judged without a throw, the same way each time, with weights within bounds', () => {
    fc.assert(
      fc.property(pieces, pieces, fc.constantFrom('stop', 'length'), (said, asked, finish) => {
        const given = answer({ content: said.join(''), question: asked.join(''), finish })
        const signals = signalsOf(given)
        expect(signalsOf(given)).toEqual(signals)
        expect(signals.every(({ weight, words }) => weight > 0 && weight < 1 && words !== '')).toBe(true)
        expect(new Set(signals.map(({ kind }) => kind)).size).toBe(signals.length)
      }),
      { numRuns: 150 },
    )
  })

  it.each([
    ['brackets', '['],
    ['braces', '{"a":'],
    ['fences', '```\n'],
    ['json fences', '```json\n'],
    ['backticks', '`a'],
    ['quotes', '"'],
    ['blanks', ' '],
    ['lines', '\n'],
    ['one letter', 'a'],
    ['two letters', 'ab'],
    ['Han', '的'],
    ['apologies', 'I am sorry, but I '],
    ['German', 'ich kann leider nicht '],
    ['slashes', 'a/b_c@'],
    ['dots', '. '],
    ['surrogates', '\ud83d'],
    ['tildes before a backtick', '~', '`'],
    ['lines before a bracket', '\n', '['],
  ])('of a megabyte of %s is judged in bounded time', (_name, unit, end = '') => {
    const megabyte = unit.repeat(Math.ceil(1_000_000 / unit.length)) + end
    const started = performance.now()
    signalsOf(answer({ content: megabyte, question: 'Why?' }))
    signalsOf(answer({ content: megabyte, question: `json ${megabyte}` }))
    // A quadratic look would take minutes; the bar leaves room for a busy machine.
    expect(performance.now() - started).toBeLessThan(500)
  })

  it('of JSON with as many empty lines as are looked at is judged in bounded time', () => {
    const started = performance.now()
    signalsOf(answer({ content: `{"a":1,${'\n'.repeat(190_000)}}`, question: 'As JSON.' }))
    expect(performance.now() - started).toBeLessThan(500)
  })
})

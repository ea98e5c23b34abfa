import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { predictedTime } from '../../../shared/entities'
import { type Expectation, predictTime, totalOf } from './predict'
import { presumePace } from './presumed-pace'

const pace = {
  ...presumePace(0, 'small', undefined),
  ttftMs: 100,
  promptTokensPerSecond: 1000,
  tokensPerSecond: 50,
}
const idle: Expectation = {
  pace: { ...pace, loadMs: 4000, answerTokens: { simple: 100, moderate: 200, complex: 400 } },
  waitMs: null,
  activeRequests: 0,
  slots: 1,
  isLoaded: true,
  evicts: false,
  promptTokens: 500,
  cachedTokens: 0,
  class: 'simple',
  maxTokens: 0,
}

describe('the predicted time', () => {
  it('is made of loading, reading and writing on an idle node', () => {
    expect(predictTime(idle)).toEqual({ waitMs: 0, loadMs: 0, promptMs: 600, writeMs: 2000, isLearnt: false })
    expect(predictTime({ ...idle, isLoaded: false }).loadMs).toBe(4000)
    expect(predictTime({ ...idle, isLoaded: null }).loadMs).toBe(0)
    expect(predictTime({ ...idle, isLoaded: false, evicts: true }).loadMs).toBe(8000)
  })

  it('leaves out what is cached, but for a model that has to be loaded first', () => {
    expect(predictTime({ ...idle, cachedTokens: 400 }).promptMs).toBe(200)
    expect(predictTime({ ...idle, cachedTokens: 400, isLoaded: false }).promptMs).toBe(600)
    expect(predictTime({ ...idle, cachedTokens: 9000 }).promptMs).toBe(101)
  })

  it('is bounded by the most tokens the caller wants, and by what is usual', () => {
    expect(predictTime({ ...idle, maxTokens: 10 }).writeMs).toBe(200)
    expect(predictTime({ ...idle, maxTokens: 100_000 }).writeMs).toBe(2000)
  })

  it('waits for a slot only where none is free', () => {
    expect(predictTime({ ...idle, waitMs: 7000 }).waitMs).toBe(0)
    expect(predictTime({ ...idle, waitMs: 7000, activeRequests: 1 }).waitMs).toBe(7000)
    expect(predictTime({ ...idle, activeRequests: 1 }).waitMs).toBe(1300)
  })

  const speeds = fc.double({ min: 0.1, max: 5000, noNaN: true })
  const times = fc.double({ min: 0, max: 1e6, noNaN: true })
  const tokens = fc.nat(200_000)
  const expectations: fc.Arbitrary<Expectation> = fc.record({
    pace: fc.record({
      ttftMs: times,
      promptTokensPerSecond: speeds,
      tokensPerSecond: speeds,
      loadMs: times,
      answerTokens: fc.record({ simple: tokens, moderate: tokens, complex: tokens }),
      samples: fc.nat(24),
      isLearnt: fc.boolean(),
      isFresh: fc.boolean(),
    }),
    waitMs: fc.option(times, { nil: null }),
    activeRequests: fc.nat(40),
    slots: fc.integer({ min: 1, max: 32 }),
    isLoaded: fc.constantFrom(true, false, null),
    evicts: fc.boolean(),
    promptTokens: tokens,
    cachedTokens: tokens,
    class: fc.constantFrom('simple', 'moderate', 'complex'),
    maxTokens: tokens,
  })

  it.each<[string, (before: Expectation, by: number) => Expectation]>([
    ['longer prompts', (e, by) => ({ ...e, promptTokens: e.promptTokens + by })],
    ['less of it cached', (e, by) => ({ ...e, cachedTokens: Math.max(0, e.cachedTokens - by) })],
    ['more requests beside it', (e, by) => ({ ...e, waitMs: null, activeRequests: e.activeRequests + by })],
    ['fewer slots', (e, by) => ({ ...e, waitMs: null, slots: Math.max(1, e.slots - by) })],
    ['a longer wait', (e, by) => ({ ...e, waitMs: e.waitMs === null ? null : e.waitMs + by })],
    ['a model that is not loaded', e => ({ ...e, isLoaded: e.isLoaded === true ? false : e.isLoaded })],
    ['another model that must go', e => ({ ...e, evicts: true })],
    ['longer answers', (e, by) => ({ ...e, maxTokens: e.maxTokens === 0 ? 0 : e.maxTokens + by })],
    ['a later first token', (e, by) => ({ ...e, pace: { ...e.pace, ttftMs: e.pace.ttftMs + by } })],
    ['longer loading', (e, by) => ({ ...e, pace: { ...e.pace, loadMs: e.pace.loadMs + by } })],
    [
      'slower reading',
      (e, by) => ({
        ...e,
        pace: { ...e.pace, promptTokensPerSecond: e.pace.promptTokensPerSecond / (1 + by) },
      }),
    ],
    [
      'slower writing',
      (e, by) => ({ ...e, pace: { ...e.pace, tokensPerSecond: e.pace.tokensPerSecond / (1 + by) } }),
    ],
  ])('never shrinks with %s', (name, worsen) => {
    fc.assert(
      fc.property(expectations, fc.nat(50), (before, by) => {
        const base =
          name.includes('requests') || name.includes('slots') ? { ...before, waitMs: null } : before
        const [sooner, later] = [totalOf(predictTime(base)), totalOf(predictTime(worsen(before, by)))]
        expect(later).toBeGreaterThanOrEqual(sooner * (1 - 1e-9))
      }),
      { numRuns: 300 },
    )
  })

  it('is always a figure, of the shape that is shown', () => {
    fc.assert(
      fc.property(expectations, expected => {
        expect(predictedTime.safeParse(predictTime(expected)).success).toBe(true)
      }),
      { numRuns: 300 },
    )
  })
})

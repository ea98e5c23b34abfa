import { describe, expect, it } from 'vitest'
import { learnPace, mostSeen, type SeenAnswer, slowFirstToken, withAnswer } from './learn-pace'
import { presumePace } from './presumed-pace'
import type { PaceSample } from './types'

const presumed = presumePace(0, 'small', undefined)
const day = 24 * 3_600_000
const start = 1_750_000_000_000

/** A machine that reads and writes at exactly these speeds. */
const answerOf = (
  { ttftMs = 200, reads = 500, writes = 20 } = {},
  changes: Partial<PaceSample> = {},
): PaceSample => {
  const promptTokens = changes.promptTokens ?? 100
  return {
    ttftMs: ttftMs + (promptTokens * 1000) / reads,
    promptTokens,
    tokensPerSecond: writes,
    answerTokens: 300,
    class: 'simple',
    wasCold: false,
    load: 0,
    ...changes,
  }
}

function see(samples: readonly PaceSample[], seen: readonly SeenAnswer[] = [], wall = start) {
  let all = seen
  for (const sample of samples) all = withAnswer(all, sample, learnPace(all, presumed, wall), wall)
  return all
}
const times = (count: number, sample: (index: number) => PaceSample) =>
  Array.from({ length: count }, (_, i) => sample(i))
const mixed = (index: number) => answerOf({}, { promptTokens: [50, 2000, 700, 5000][index % 4] ?? 0 })

describe('what is learnt of a pace', () => {
  it('is what the machine does, its reading told apart from the rest of the time to the first token', () => {
    const pace = learnPace(see(times(24, mixed)), presumed, start)
    expect(pace.tokensPerSecond).toBeGreaterThan(18)
    expect(pace.tokensPerSecond).toBeLessThan(22)
    expect(pace.promptTokensPerSecond).toBeGreaterThan(450)
    expect(pace.promptTokensPerSecond).toBeLessThan(550)
    expect(Math.abs(pace.ttftMs - 200)).toBeLessThan(40)
    expect(pace).toMatchObject({ isLearnt: true, isFresh: true, samples: 24 })
  })

  it('is presumed with one answer, and known with three', () => {
    expect(learnPace(see(times(1, mixed)), presumed, start).isLearnt).toBe(false)
    expect(learnPace(see(times(3, mixed)), presumed, start).isLearnt).toBe(true)
  })

  it('takes no notice of a few answers that took ten times as long', () => {
    const odd = (index: number) => (index % 6 === 5 ? answerOf({ ttftMs: 9000, writes: 2 }) : mixed(index))
    const pace = learnPace(see(times(24, odd)), presumed, start)
    expect(pace.tokensPerSecond).toBeGreaterThan(18)
    expect(pace.ttftMs).toBeLessThan(500)
  })

  it('follows within three answers when the machine changed', () => {
    const before = see(times(24, mixed))
    const slow = times(3, () => answerOf({ writes: 2 }))
    expect(learnPace(see(slow, before), presumed, start).tokensPerSecond).toBeLessThan(4)
    const fast = times(3, () => answerOf({ writes: 200 }))
    expect(learnPace(see(fast, before), presumed, start).tokensPerSecond).toBeGreaterThan(100)
  })

  it('grows doubtful with time, and gives way to what is presumed', () => {
    const seen = see(times(6, mixed))
    const weeks = (count: number) => learnPace(seen, presumed, start + count * 7 * day)
    expect(weeks(0).isLearnt).toBe(true)
    expect(weeks(1).isLearnt).toBe(true)
    expect(weeks(3).isLearnt).toBe(false)
    expect(weeks(1).isFresh).toBe(false)
    expect(weeks(30).tokensPerSecond).toBeCloseTo(presumed.tokensPerSecond, 0)
    expect(learnPace(seen, presumed, start - 30 * 7 * day).isLearnt).toBe(false)
  })

  it('counts the time to load apart', () => {
    const cold = answerOf({}, { wasCold: true, ttftMs: 12_000 })
    const pace = learnPace(see([...times(8, mixed), cold, cold, cold]), presumed, start)
    expect(pace.ttftMs).toBeLessThan(300)
    expect(pace.loadMs).toBeGreaterThan(9000)
    expect(pace.loadMs).toBeLessThan(12_000)
  })

  it('learns nothing of loading from what came when the model was nearly loaded', () => {
    const cold = answerOf({}, { wasCold: true, ttftMs: 12_000 })
    const late = answerOf({}, { wasCold: true, ttftMs: 500, load: 0.5 })
    expect(learnPace(see([cold, late, late, late]), presumed, start).loadMs).toBeGreaterThan(8000)
  })

  it('makes up for what ran beside an answer', () => {
    const busy = times(12, () => answerOf({ writes: 10 }, { load: 1 }))
    expect(learnPace(see(busy), presumed, start).tokensPerSecond).toBeGreaterThan(18)
  })

  it('keeps a bounded number of answers, and no figure that is none', () => {
    const seen = see(times(100, mixed))
    expect(seen).toHaveLength(mostSeen)
    const odd = {
      ...answerOf(),
      ttftMs: Number.NaN,
      tokensPerSecond: Number.POSITIVE_INFINITY,
      answerTokens: -1,
    }
    expect(see([odd])[0]).toMatchObject({ ttftMs: null, tokensPerSecond: null, answerTokens: null })
  })
})

describe('the slowest usual first token', () => {
  it('is unknown after a few answers, and grows with the prompt', () => {
    const pace = (seen: readonly SeenAnswer[]) => learnPace(seen, presumed, start)
    const few = see(times(7, mixed))
    expect(slowFirstToken(few, pace(few))).toBeNull()
    const many = see(times(24, mixed))
    const short = slowFirstToken(many, pace(many))?.(100) ?? 0
    const long = slowFirstToken(many, pace(many))?.(50_000) ?? 0
    expect(short).toBeGreaterThan(300)
    expect(long).toBeGreaterThan(80_000)
  })
})

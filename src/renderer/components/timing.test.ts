import { describe, expect, it } from 'vitest'
import { measuredPhases, predictedPhases, totalOf } from './timing'

describe('measuredPhases', () => {
  it('takes the wait and the load out of the time to the first token, which contains them', () => {
    const phases = measuredPhases({ queuedMs: 4_000, loadMs: 2_000, ttftMs: 7_000, durationMs: 9_000 })
    expect(phases).toEqual([
      { kind: 'queue', ms: 4_000 },
      { kind: 'load', ms: 2_000 },
      { kind: 'read', ms: 1_000 },
      { kind: 'write', ms: 2_000 },
    ])
    expect(totalOf(phases)).toBe(9_000)
  })

  it('never shows more than there was, however two clocks disagree', () => {
    const phases = measuredPhases({ queuedMs: 5_000, loadMs: 3_000, ttftMs: 2_000, durationMs: 1_500 })
    expect(phases).toEqual([{ kind: 'queue', ms: 2_000 }])
  })

  it('has no parts to show when there was no first token', () => {
    expect(measuredPhases({ ttftMs: null, durationMs: 500 })).toEqual([])
  })
})

it('leaves parts out that are not expected to take any time', () => {
  const phases = predictedPhases({ waitMs: 0, loadMs: 0, promptMs: 300, writeMs: 2_000, isLearnt: true })
  expect(phases.map(({ kind }) => kind)).toEqual(['read', 'write'])
})

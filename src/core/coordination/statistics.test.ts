import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createStatistics } from './statistics'

describe('statistics of a node', () => {
  it('know no speed before the first answer', () => {
    expect(createStatistics().read()).toEqual({
      requests: 0,
      failures: 0,
      tokens: 0,
      ttftMs: null,
      tokensPerSecond: null,
    })
  })

  it('count what was sent, failed and written', () => {
    const statistics = createStatistics()
    for (let request = 0; request < 3; request += 1) statistics.started()
    statistics.failed()
    statistics.answered({ ttftMs: 100, tokensPerSecond: 20, tokens: 7 })
    statistics.answered({ ttftMs: null, tokensPerSecond: null, tokens: 1 })
    expect(statistics.read()).toEqual({
      requests: 3,
      failures: 1,
      tokens: 8,
      ttftMs: 100,
      tokensPerSecond: 20,
    })
  })

  it('take the median of the last 50 answers, so that a slow start is forgotten', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { minLength: 1, maxLength: 130 }), values => {
        const statistics = createStatistics()
        for (const ttftMs of values) statistics.answered({ ttftMs, tokensPerSecond: null, tokens: 1 })
        const sorted = values.slice(-50).toSorted((a, b) => a - b)
        const below = sorted[(sorted.length - 1) >> 1] ?? Number.NaN
        const above = sorted[sorted.length >> 1] ?? Number.NaN
        expect(statistics.read().ttftMs).toBe((below + above) / 2)
      }),
    )
  })
})

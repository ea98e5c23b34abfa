import { expect, it } from 'vitest'
import { clusterSummary } from '../../../shared/entities/testing/views'
import { english } from '../../../shared/texts/english'
import { headerFacts, summaryFigures } from './summary-figures'

const since = (changes: Parameters<typeof clusterSummary>[0] = {}) =>
  summaryFigures(headerFacts(clusterSummary(changes), null), english)

it('claims no success, speed or share before the first answer', () => {
  const values = since().map(figure => figure.value)
  expect(values).toEqual(['0', '–', '–', '–', '–'])
})

it('says for which time it counts', () => {
  expect(since()[0]?.label).toBe('Answers')
  const none = { ttftMs: null, durationMs: null, tokensPerSecond: null, queuedMs: null }
  const counts = { requests: 9, cancelled: 0, rejected: 0, promptTokens: 0, tokens: 0, spentTokens: 0 }
  const totals = { ...none, ...counts, answers: 8, failures: 1, failovers: 2, fallbacks: 0 }
  const today = { totals, simple: { answers: 0, onTier0: 0, share: null }, kept: 'disk' } as const
  const figures = summaryFigures(headerFacts(clusterSummary({ answers: 100 }), today), english)
  expect(figures[0]).toMatchObject({ label: 'Answers today', value: '8', note: '1 failed' })
  expect(figures[1]).toMatchObject({ value: '88.9 %', note: '2 failovers' })
  const off = summaryFigures(
    headerFacts(clusterSummary({ answers: 100 }), { ...today, kept: 'off' }),
    english,
  )
  expect(off[0]).toMatchObject({ label: 'Answers', value: '100' })
})

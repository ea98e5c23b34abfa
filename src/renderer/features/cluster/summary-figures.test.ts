import { expect, it } from 'vitest'
import { summaryFigures } from './summary-figures'

const none = {
  nodesTotal: 0,
  nodesOnline: 0,
  answers: 0,
  failures: 0,
  failovers: 0,
  ttftMs: null,
  tokensPerSecond: null,
  simpleOnTier0: null,
  queued: 0,
  rejected: 0,
  tiers: [],
}

it('claims no success, speed or share before the first answer', () => {
  const values = summaryFigures(none).map(figure => figure.value)
  expect(values).toEqual(['0', '–', '–', '–', '–'])
})

it('takes success over finished queries and splits the unit off', () => {
  const figures = summaryFigures({
    ...none,
    answers: 9,
    failures: 1,
    failovers: 1,
    ttftMs: 1_240,
    simpleOnTier0: 1,
    queued: 0,
    rejected: 0,
    tiers: [],
  })
  expect(figures[1]).toMatchObject({ value: '90 %', note: '1 failover' })
  expect(figures[2]).toMatchObject({ value: '1.2', unit: 's' })
  expect(figures[4]).toMatchObject({ value: '100 %' })
})

import { expect, it } from 'vitest'
import { clusterSummary } from '../../../shared/entities/testing/views'
import { summaryFigures } from './summary-figures'

it('claims no success, speed or share before the first answer', () => {
  const values = summaryFigures(clusterSummary()).map(figure => figure.value)
  expect(values).toEqual(['0', '–', '–', '–', '–'])
})

it('takes success over finished queries and splits the unit off', () => {
  const figures = summaryFigures(
    clusterSummary({ answers: 9, failures: 1, failovers: 1, ttftMs: 1_240, simpleOnTier0: 1 }),
  )
  expect(figures[1]).toMatchObject({ value: '90 %', note: '1 failover' })
  expect(figures[2]).toMatchObject({ value: '1.2', unit: 's' })
  expect(figures[4]).toMatchObject({ value: '100 %' })
})

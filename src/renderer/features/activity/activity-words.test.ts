import { expect, it } from 'vitest'
import type { RequestFigures } from '../../../shared/contract/activity'
import { requestRecord } from '../../../shared/entities'
import { requestRecord as record } from '../../../shared/entities/testing/views'
import { english } from '../../../shared/texts/english'
import { hoursOfToday, missedTier, outcomeLook, statisticsFigures } from './activity-words'

const nothing: RequestFigures = {
  requests: 0,
  answers: 0,
  failures: 0,
  cancelled: 0,
  rejected: 0,
  failovers: 0,
  fallbacks: 0,
  ttftMs: null,
  durationMs: null,
  tokensPerSecond: null,
  queuedMs: null,
  promptTokens: 0,
  tokens: 0,
  spentTokens: 0,
}
const around = {
  since: 0,
  tiers: [],
  nodes: [],
  models: [],
  hours: [],
  simple: { answers: 0, onTier0: 0, share: null },
  kept: 'disk',
  problem: null,
} as const
const figures = (totals: Partial<RequestFigures>) =>
  statisticsFigures(
    { ...around, tiers: [], nodes: [], models: [], hours: [], totals: { ...nothing, ...totals } },
    english,
  )

it('tells outcomes apart by shape and word', () => {
  const looks = requestRecord.shape.outcome.options.map(outcome => outcomeLook(outcome, english))
  expect(new Set(looks.map(({ shape }) => shape)).size).toBe(looks.length)
  expect(new Set(looks.map(({ label }) => label)).size).toBe(looks.length)
})

it('claims no success before the first answer, and counts those turned away against it', () => {
  expect(figures({})[1]?.value).toBe('–')
  expect(figures({ answers: 3, rejected: 1 })[1]).toMatchObject({ value: '75 %', note: '1 turned away' })
})

it('does not count a stopped answer as a failure', () => {
  expect(figures({ answers: 1, cancelled: 5 })[1]?.value).toBe('100 %')
})

it('counts the hour that has begun as one of today', () => {
  expect(hoursOfToday(new Date(2026, 5, 10, 14, 3, 22).getTime())).toBe(15)
})

it('remarks a tier that was wanted in vain, not one that nobody wanted', () => {
  expect(missedTier(record('a', { wantedTier: 2, tier: 1 }))).toBe(2)
  expect(missedTier(record('a', { wantedTier: 2, tier: 2 }))).toBeNull()
  expect(missedTier(record('a', { wantedTier: 2, tier: 1, forced: 'node' }))).toBeNull()
})

import { expect, it } from 'vitest'
import type { Failover, RouteDecision, Tier } from '../../shared/entities'
import { type ErrorCode, HarombeError } from '../../shared/errors'
import { type ActivityTracker, createActivityTracker } from './activity'

const decision: RouteDecision = {
  classification: { class: 'simple', tier: 0, reasons: [], estimatedTokens: 3, gates: [] },
  wantedTier: 0,
  forced: 'none',
  requirements: [],
  candidates: [
    { node: 'big', tier: 2, model: 'large', verdict: 'chosen', reason: '', rank: 0 },
    { node: 'mini', tier: 0, model: 'small', verdict: 'eligible', reason: '', rank: 1 },
  ],
  reason: '',
}
const metrics = {
  ttftMs: 100,
  durationMs: 900,
  promptTokens: 3,
  tokens: 7,
  tokenSource: 'reported' as const,
  tokensPerSecond: 20,
}
type End = Parameters<ActivityTracker['end']>[1]
const answered = (tier: Tier, forced: RouteDecision['forced'] = 'none'): End => ({
  type: 'finished',
  reason: 'stop',
  usage: { promptTokens: 3, completionTokens: 7 },
  route: { ...decision, forced },
  answeredBy: { node: 'n', tier, model: 'm', simulated: false },
  metrics,
  failovers: [],
})
const failed = (code: ErrorCode, failovers: Failover[] = []): End => ({
  type: 'failed',
  error: new HarombeError(code, ''),
  route: decision,
  answeredBy: null,
  metrics: null,
  failovers,
})

it('shows what a request waits for, and that it waits no longer once it runs', () => {
  const activity = createActivityTracker()
  activity.begin('a', 'api', 5)
  activity.begin('b', 'chat', 6)
  expect(activity.totals().queued).toBe(0)
  activity.waiting('a', 'queued', 3)
  activity.waiting('b', 'waiting', 0)
  activity.waiting('unknown', 'queued', 1)
  expect(activity.requests()).toMatchObject([
    { id: 'a', state: 'queued', ahead: 3, node: null },
    { id: 'b', state: 'waiting', ahead: 0 },
  ])
  expect(activity.totals().queued).toBe(2)
  activity.routed('a', { node: 'big', tier: 2, class: 'complex' })
  expect(activity.requests()[0]).toMatchObject({ state: 'running', ahead: null, node: 'big', tier: 2 })
  // Its node died, and it stands in line again.
  activity.waiting('a', 'queued', 0)
  expect(activity.requests()[0]).toMatchObject({ state: 'queued', ahead: 0, node: null, tier: null })
  activity.end('a', null)
  activity.end('b', null)
  expect(activity.totals().queued).toBe(0)
})

it('counts answers, fallbacks and failures by the tier that had them', () => {
  const activity = createActivityTracker()
  activity.end('1', answered(0))
  activity.end('2', answered(2))
  const failover: Failover = {
    node: 'big',
    tier: 2,
    stage: 'mid_answer',
    mode: 'restart',
    error: { code: 'TIMEOUT', message: '', retryable: true },
  }
  activity.end('3', failed('ALL_NODES_FAILED', [failover]))
  activity.end('4', failed('CANCELLED', [failover]))
  const shared = { tokens: 7, ttftMs: 100, tokensPerSecond: 20 }
  expect(activity.totals()).toMatchObject({
    answers: 2,
    failures: 1,
    failovers: 2,
    tiers: [
      { tier: 0, answers: 1, failures: 0, fallbacks: 0, ...shared },
      { tier: 2, answers: 1, failures: 1, fallbacks: 1, ...shared },
    ],
  })
})

it('tells those who were turned away from those who were failed', () => {
  const activity = createActivityTracker()
  activity.end('1', failed('NODE_BUSY'))
  activity.embedded('2', 0, new HarombeError('NODE_BUSY', ''))
  expect(activity.totals()).toMatchObject({ rejected: 2, failures: 0, tiers: [] })
})

it('takes the share of simple questions on tier 0 of those whose place nobody forced', () => {
  const activity = createActivityTracker()
  expect(activity.totals().simpleOnTier0).toBeNull()
  for (const tier of [0, 0, 0, 1] as const) activity.end('x', answered(tier))
  activity.end('x', answered(2, 'node'))
  expect(activity.totals().simpleOnTier0).toBe(0.75)
})

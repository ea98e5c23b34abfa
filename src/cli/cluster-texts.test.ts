import { describe, expect, it } from 'vitest'
import type { ClusterSummary, ClusterView, NodeView } from '../shared/entities'
import { clusterView, nodeView, requestRecord } from '../shared/entities/testing/views'
import { metricsLines, requestLines, statusLines } from './cluster-texts'

const node = (changes: Partial<NodeView> = {}) =>
  nodeView('mini', {
    latencyMs: 4.2,
    activeRequests: 1,
    slots: 2,
    load: 0.5,
    statistics: { requests: 9, failures: 1, tokens: 300, ttftMs: 120, tokensPerSecond: 33.33 },
    ...changes,
  })

const view = (nodes: NodeView[], summary: Partial<ClusterSummary> = {}) =>
  clusterView(nodes, { summary: { answers: 1, failovers: 2, ...summary } })

describe('the status of a cluster', () => {
  it('shows how each node takes questions, and nothing more while all is well', () => {
    const lines = statusLines(view([node({ simulated: true }), node({ name: 'big', status: 'draining' })]))
    expect(lines).toHaveLength(3)
    expect(lines[1]).toMatch(/^mini \(simulated\) +0 +ready +small +1\/2 +0 +4 ms +http/)
    expect(lines[2]).toContain('draining')
  })

  it('says which model a breaker keeps questions from and who waits', () => {
    const breaker = { model: 'small', since: 1, retryAt: 9, reason: 'It failed \u001b[2Jfive times.' }
    const tripped = node({
      queued: 1,
      breakers: [
        { ...breaker, state: 'open' },
        { ...breaker, model: 'other', state: 'half_open', reason: '' },
      ],
    })
    const [, row, ...rest] = statusLines(view([tripped], { queued: 1 }))
    expect(row).toContain('tripped')
    expect(rest).toEqual([
      'mini: small gets no questions for now. It failed five times.',
      'mini: other is tried with one question at a time.',
      '1 question waits for a turn.',
    ])
  })
})

describe('how far the machines are what the file says', () => {
  const at = (convergence: Partial<ClusterView['convergence']>) =>
    statusLines({
      ...view([node()]),
      convergence: { state: 'converged', pending: 0, drift: [], checkedAt: 1, ...convergence },
    }).slice(2)

  it('is not worth a word while they are', () => {
    expect(at({})).toEqual([])
    expect(at({ state: 'unknown' })).toEqual([])
  })

  it('says what waits and what differs, each with what to do', () => {
    const drift = [
      { node: 'mini', model: 'small', message: 'mini serves large, the file says small\u001b[2J.' },
    ]
    expect(at({ state: 'drifted', pending: 1, drift })).toEqual([
      '1 change of harombe.yaml waits for `harombe apply`; `harombe plan` shows what.',
      'mini serves large, the file says small.',
      '`harombe apply` puts that right.',
    ])
    expect(at({ state: 'applying', pending: 3 })).toHaveLength(1)
  })
})

describe('the figures of a cluster', () => {
  it('are told altogether, by tier and by node', () => {
    const tier = {
      tier: 2,
      answers: 4,
      failures: 1,
      tokens: 50,
      fallbacks: 3,
      ttftMs: 800,
      tokensPerSecond: null,
    } as const
    const lines = metricsLines(view([node()], { simpleOnTier0: 0.834, tiers: [tier], rejected: 2 }))
    expect(lines[0]).toBe(
      'Since it started: 1 answer, 0 failed, 2 turned away, 2 failovers; 0 questions under way, 0 of them waiting.',
    )
    expect(lines[1]).toBe('Of the simple questions, 83 % were answered on tier 0.')
    expect(lines[4]).toMatch(/^2 +4 +1 +3 +50 +800 ms +-$/)
    expect(lines.at(-1)).toMatch(/^mini +9 +1 +1 +0 +300 +120 ms +33\.3$/)
  })

  it('are short without nodes', () => {
    expect(metricsLines(view([]))).toHaveLength(1)
  })
})

it('lists requests with why they failed', () => {
  const [, row] = requestLines([
    requestRecord('r', {
      startedAt: Date.UTC(2026, 0, 2, 3, 4, 5),
      origin: 'api',
      outcome: 'rejected',
      error: 'NODE_BUSY',
      class: null,
      node: null,
      tier: null,
      model: null,
      queuedMs: 60_000,
      ttftMs: null,
      durationMs: 60_001,
      tokens: 0,
    }),
  ])
  expect(row).toMatch(/^rejected \(NODE_BUSY\) +2026-01-02 03:05:05 +api +- +- +- +60\.0 s +- +60\.0 s +0$/)
})

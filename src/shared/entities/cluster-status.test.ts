import { expect, it } from 'vitest'
import type { BreakerView, NodeView } from '.'
import { clusterMetricsRecord } from './cluster-metrics'
import { clusterStatusRecord, nodeState, nodeStatusRecord } from './cluster-status'
import { clusterView, nodeView } from './testing/views'

const node = (changes: Partial<NodeView> = {}) => nodeView('mini', { slots: 2, ...changes })
const breaker = (state: BreakerView['state'], model = 'small'): BreakerView => ({
  model,
  state,
  since: 1,
  retryAt: state === 'open' ? 9 : null,
  reason: 'It failed five times in a row.',
})

const view = clusterView([], {
  summary: {
    nodesTotal: 1,
    queued: 3,
    rejected: 7,
    tiers: [{ tier: 1, answers: 2, failures: 0, tokens: 9, fallbacks: 1, ttftMs: 80, tokensPerSecond: null }],
  },
})

it.each([
  ['ready', {}],
  ['busy', { load: 1 }],
  ['recovering', { slowStart: 0.4, load: 1 }],
  ['recovering', { breakers: [breaker('half_open')] }],
  ['tripped', { breakers: [breaker('half_open', 'other'), breaker('open')] }],
  ['draining', { status: 'draining', breakers: [breaker('open')] }],
  ['offline', { status: 'offline' }],
] as const)('a node is %s with %j', (state, changes) => {
  expect(nodeState(node(changes as Partial<NodeView>))).toBe(state)
})

it('tells what keeps requests from a node and who waits', () => {
  const tripped = node({ status: 'draining', queued: 3, breakers: [breaker('open')] })
  expect(nodeStatusRecord(tripped)).toMatchObject({
    draining: true,
    available: false,
    queued: 3,
    breaker: 'open',
    breakers: [{ model: 'small', state: 'open', retry_at: 9, reason: 'It failed five times in a row.' }],
  })
  expect(clusterStatusRecord({ ...view, nodes: [tripped] })).toMatchObject({
    queued: 3,
    rejected: 7,
    active_requests: 0,
  })
})

it('tells figures by the names the Python harombe has, without dividing by nothing', () => {
  const used = node({
    statistics: { requests: 4, failures: 1, tokens: 40, ttftMs: 90, tokensPerSecond: 30 },
    latencyMs: 7,
  })
  const record = clusterMetricsRecord({ ...view, nodes: [used, node({ name: 'idle' })] })
  expect(record.nodes.mini).toMatchObject({
    total_requests: 4,
    successful_requests: 3,
    failed_requests: 1,
    success_rate: 0.75,
    total_tokens: 40,
    average_latency_ms: 7,
  })
  expect(record.nodes.idle?.success_rate).toBe(0)
  expect(record.cluster_summary).toMatchObject({
    total_nodes: 1,
    total_requests: 4,
    average_success_rate: 0.75,
    queued: 3,
    total_rejected: 7,
    tiers: [{ tier: 1, answers: 2, fallbacks: 1, ttft_ms: 80, tokens_per_second: null }],
  })
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import type { BreakerView, ClusterSummary, ClusterView, NodeView, RequestRecord } from '../../shared/entities'
import {
  activeRequest,
  clusterView,
  failover,
  nodeView,
  requestRecord,
} from '../../shared/entities/testing/views'
import { parseExposition } from './metrics/testing/parse-exposition'
import { createPrometheusExporter, type PrometheusExporter } from './prometheus'

const node = (name: string, changes: Partial<NodeView> = {}) =>
  nodeView(name, {
    latencyMs: 5,
    activeRequests: 1,
    slots: 2,
    load: 0.5,
    statistics: { requests: 4, failures: 1, tokens: 30, ttftMs: null, tokensPerSecond: 25 },
    ...changes,
  })

const summary: Partial<ClusterSummary> = {
  answers: 3,
  failures: 1,
  failovers: 2,
  rejected: 5,
  tiers: [{ tier: 2, answers: 3, failures: 1, tokens: 9, fallbacks: 2, ttftMs: null, tokensPerSecond: null }],
}

let view: ClusterView
let exporter: PrometheusExporter
function start(nodes: NodeView[], requests: ClusterView['requests'] = []): void {
  view = clusterView(nodes, { requests, summary })
  exporter = createPrometheusExporter(() => view)
}
afterEach(() => exporter.stop())

const scrape = async () => parseExposition(await exporter.text())
async function read(name: string, labels: Record<string, string> = {}): Promise<number | undefined> {
  for (const { samples } of (await scrape()).values()) {
    const found = samples.find(
      sample => sample.name === name && JSON.stringify(sample.labels) === JSON.stringify(labels),
    )
    if (found !== undefined) return found.value
  }
  return undefined
}

const record = (changes: Partial<RequestRecord> = {}) =>
  requestRecord('r', {
    origin: 'api',
    wantedTier: 1,
    tier: 1,
    queuedMs: 300,
    ttftMs: 700,
    durationMs: 3000,
    tokens: 10,
    spentTokens: 14,
    tokenSource: 'reported',
    tokensPerSecond: 20,
    ...changes,
  })

it('writes what Prometheus reads, whatever a node is called', async () => {
  const name = 'a "quoted" \\ node {x="y"} 日本'
  start([node(name), node('other', { latencyMs: null })])
  exporter.observe(record({ failovers: [failover(name, 'mid_answer')] }))
  const families = await scrape()
  expect(families.get('harombe_node_up')?.samples.map(({ labels }) => labels.node)).toEqual([name, 'other'])
  expect(families.get('harombe_node_latency_seconds')?.samples).toHaveLength(1)
  expect(families.get('process_cpu_seconds_total')?.type).toBe('counter')
  expect(families.get('process_resident_memory_bytes')?.samples[0]?.value).toBeGreaterThan(1e6)
})

it('tells of breakers, draining, warming up and who waits', async () => {
  const breaker = (state: BreakerView['state']): BreakerView => ({
    model: 'm',
    state,
    since: 1,
    retryAt: null,
    reason: '',
  })
  start(
    [
      node('mini', {
        status: 'draining',
        slowStart: 0.4,
        queued: 3,
        breakers: [breaker('open'), breaker('open')],
      }),
    ],
    [
      activeRequest('1'),
      activeRequest('2', { state: 'queued', ahead: 1 }),
      activeRequest('3', { state: 'waiting', ahead: 0 }),
    ],
  )
  const mini = { node: 'mini', tier: '0' }
  expect(await read('harombe_node_breakers', { ...mini, state: 'open' })).toBe(2)
  expect(await read('harombe_node_breakers', { ...mini, state: 'half_open' })).toBe(0)
  expect(await read('harombe_node_draining', mini)).toBe(1)
  expect(await read('harombe_node_share_ratio', mini)).toBe(0.4)
  expect(await read('harombe_node_queued_requests', mini)).toBe(3)
  expect(await read('harombe_waiting_queries', { state: 'queued' })).toBe(1)
  expect(await read('harombe_waiting_queries', { state: 'waiting' })).toBe(1)
  expect(await read('harombe_rejected_total')).toBe(5)
  expect(await read('harombe_tier_fallbacks_total', { tier: '2' })).toBe(2)
})

it('sorts times into buckets, in seconds and by tier', async () => {
  start([node('mini')])
  exporter.observe(record())
  exporter.observe(record({ outcome: 'rejected', tier: null, ttftMs: null, durationMs: 9, queuedMs: 60_000 }))
  const at = (le: number, tier = '1') => ({ le: String(le), tier })
  expect(await read('harombe_time_to_first_token_seconds_bucket', at(0.5))).toBe(0)
  expect(await read('harombe_time_to_first_token_seconds_bucket', at(1))).toBe(1)
  expect(await read('harombe_queue_wait_seconds_sum', { tier: '1' })).toBeCloseTo(0.3)
  expect(await read('harombe_queue_wait_seconds_bucket', at(60, 'none'))).toBe(1)
  expect(await read('harombe_request_duration_seconds_count', { tier: '1' })).toBe(1)
  expect(await read('harombe_request_duration_seconds_count', { tier: 'none' })).toBeUndefined()
  expect(await read('harombe_tokens_total', { kind: 'visible' })).toBe(20)
  expect(await read('harombe_tokens_total', { kind: 'spent' })).toBe(28)
  expect(await read('harombe_requests_total', { tier: 'none', outcome: 'rejected', origin: 'api' })).toBe(1)
})

it('counts the tries after the first, of those that failed as well', async () => {
  start([node('a'), node('b')])
  const two = [failover('a', 'before_first_token'), failover('b', 'mid_answer')]
  exporter.observe(record())
  exporter.observe(record({ failovers: two }))
  exporter.observe(record({ failovers: two, outcome: 'failed' }))
  expect(await read('harombe_retries_total')).toBe(3)
  expect(await read('harombe_node_failovers_total', { node: 'b', stage: 'mid_answer' })).toBe(2)
})

it('has no series for nodes that are gone, nor for clients and models', async () => {
  start([node('a')])
  for (let index = 0; index < 300; index += 1) {
    const name = `gone-${index}`
    exporter.observe(record({ node: name, model: name, failovers: [failover(name, 'mid_answer')] }))
  }
  const text = await exporter.text()
  expect(text).not.toContain('gone-')
  view = { ...view, nodes: [] }
  expect(await exporter.text()).not.toContain('node="a"')
})

it('goes on counting from one scrape to the next', async () => {
  start([node('a')])
  const names = ['process_cpu_seconds_total', 'harombe_retries_total']
  const before = await Promise.all(names.map(name => read(name)))
  exporter.observe(record({ failovers: [failover('a', 'mid_answer')] }))
  const after = await Promise.all(names.map(name => read(name)))
  expect(after[0]).toBeGreaterThanOrEqual(before[0] ?? Number.NaN)
  expect(after[1]).toBe((before[1] ?? Number.NaN) + 1)
  expect(await read('harombe_node_requests_total', { node: 'a', tier: '0' })).toBe(4)
})

it('is described in docs/metrics.md, every series', async () => {
  start([node('a', { statistics: { requests: 1, failures: 0, tokens: 1, ttftMs: 1, tokensPerSecond: 1 } })])
  const documentation = readFileSync(join(import.meta.dirname, '../../../docs/metrics.md'), 'utf8')
  const described = new Set(documentation.matchAll(/`([a-z0-9_]+)`/g).map(([, name]) => name))
  const undescribed = [...(await scrape()).keys()].filter(name => !described.has(name))
  expect(undescribed).toEqual([])
})

import { expect, it } from 'vitest'
import type { BreakerView, NodeView } from '.'
import { clusterStatusRecord, nodeState, nodeStatusRecord } from './cluster-status'
import { steadyNode } from './testing/steady-node'

const node = (changes: Partial<NodeView> = {}): NodeView => ({
  ...steadyNode,
  name: 'mini',
  url: 'http://127.0.0.1:1',
  tier: 0,
  backend: 'ollama',
  model: 'small',
  models: ['small'],
  origin: 'config',
  simulated: false,
  enabled: true,
  status: 'online',
  latencyMs: 1,
  latencyHistory: [],
  activeRequests: 0,
  slots: 2,
  load: 0,
  checkedAt: 1,
  version: null,
  error: null,
  statistics: { requests: 0, failures: 0, tokens: 0, ttftMs: null, tokensPerSecond: null },
  ...changes,
})
const breaker = (state: BreakerView['state'], model = 'small'): BreakerView => ({
  model,
  state,
  since: 1,
  retryAt: state === 'open' ? 9 : null,
  reason: 'It failed five times in a row.',
})

it.each([
  ['ready', {}],
  ['busy', { activeRequests: 2 }],
  ['recovering', { slowStart: 0.4, activeRequests: 2 }],
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
  const view = {
    nodes: [tripped],
    requests: [],
    summary: {
      nodesTotal: 1,
      nodesOnline: 0,
      answers: 0,
      failures: 0,
      failovers: 0,
      ttftMs: null,
      tokensPerSecond: null,
      simpleOnTier0: null,
      queued: 3,
      rejected: 7,
      tiers: [],
    },
    configProblem: null,
    demoRunning: false,
  }
  expect(clusterStatusRecord(view)).toMatchObject({ queued: 3, rejected: 7, active_requests: 0 })
})

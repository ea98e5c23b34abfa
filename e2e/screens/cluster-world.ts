import { noSignals } from '../../src/shared/entities'
import { activeRequest, clusterView, nodeView } from '../../src/shared/entities/testing/views'
import { hours, minutes, now, type World } from './world'

const latencies = [3, 4, 3, 5, 4, 3, 3, 6, 4, 3, 4, 3, 3, 4, 5, 3]

const mini = nodeView('mac-mini', {
  url: 'http://192.168.1.20:11434',
  model: 'llama3.2:3b',
  models: ['llama3.2:3b', 'nomic-embed-text:latest'],
  latencyMs: 3,
  latencyHistory: latencies,
  slots: 2,
  checkedAt: now,
  version: '0.14.2',
  statistics: { requests: 132, failures: 0, tokens: 18_402, ttftMs: 96, tokensPerSecond: 92 },
  paces: [
    {
      model: 'llama3.2:3b',
      ttftMs: 96,
      promptTokensPerSecond: 2100,
      tokensPerSecond: 92,
      loadMs: 1900,
      samples: 132,
    },
  ],
})
const gaming = nodeView('gaming-pc', {
  url: 'http://192.168.1.31:11434',
  tier: 1,
  model: 'qwen2.5:14b',
  models: ['qwen2.5:14b', 'qwen2.5:7b'],
  latencyMs: 6,
  latencyHistory: latencies.map(value => value * 2),
  slots: 4,
  activeRequests: 1,
  load: 0.25,
  checkedAt: now,
  version: '0.14.2',
  statistics: { requests: 58, failures: 1, tokens: 31_977, ttftMs: 240, tokensPerSecond: 61 },
  incidents: [
    { at: hours(3), kind: 'went_down', reason: 'It did not answer three checks in a row.' },
    { at: hours(2), kind: 'came_up', reason: 'It answers again.' },
  ],
  paces: [
    {
      model: 'qwen2.5:14b',
      ttftMs: 240,
      promptTokensPerSecond: 900,
      tokensPerSecond: 61,
      loadMs: 7400,
      samples: 58,
    },
  ],
})
const workstation = nodeView('workstation', {
  url: 'http://192.168.1.40:8000',
  tier: 2,
  backend: 'vllm',
  model: 'llama3.3:70b',
  models: ['llama3.3:70b'],
  latencyMs: 9,
  latencyHistory: latencies.map(value => value * 3),
  slots: 8,
  activeRequests: 2,
  load: 0.25,
  queued: 1,
  checkedAt: now,
  version: '0.11.0',
  statistics: { requests: 21, failures: 2, tokens: 40_120, ttftMs: 610, tokensPerSecond: 34 },
  breakers: [
    {
      model: 'llama3.3:70b',
      state: 'half_open',
      since: minutes(4),
      retryAt: null,
      reason: 'Two of its last five answers broke off.',
    },
  ],
})
const attic = nodeView('attic-server', {
  url: 'http://192.168.1.77:11434',
  tier: 2,
  status: 'offline',
  model: '',
  models: [],
  latencyMs: null,
  checkedAt: minutes(1),
  error: { code: 'NODE_UNREACHABLE', message: 'Nothing answers at 192.168.1.77:11434.', retryable: true },
})

const tiers = [
  {
    tier: 0 as const,
    answers: 132,
    failures: 0,
    tokens: 18_402,
    fallbacks: 1,
    ttftMs: 96,
    tokensPerSecond: 92,
  },
  {
    tier: 1 as const,
    answers: 57,
    failures: 1,
    tokens: 31_977,
    fallbacks: 2,
    ttftMs: 240,
    tokensPerSecond: 61,
  },
  {
    tier: 2 as const,
    answers: 19,
    failures: 2,
    tokens: 40_120,
    fallbacks: 0,
    ttftMs: 610,
    tokensPerSecond: 34,
  },
]

export const fullCluster = clusterView([mini, gaming, workstation, attic], {
  requests: [
    activeRequest('r1', {
      node: 'gaming-pc',
      tier: 1,
      class: 'moderate',
      startedAt: now - 4000,
      tokens: 212,
    }),
    activeRequest('r2', {
      node: 'workstation',
      tier: 2,
      class: 'complex',
      startedAt: now - 9000,
      tokens: 240,
    }),
    activeRequest('r3', {
      node: 'workstation',
      tier: 2,
      class: 'complex',
      origin: 'api',
      startedAt: now - 2000,
      tokens: 12,
    }),
    activeRequest('r4', { class: 'complex', tier: 2, startedAt: now - 1000, state: 'queued', ahead: 0 }),
  ],
  summary: {
    answers: 208,
    failures: 3,
    failovers: 2,
    ttftMs: 118,
    tokensPerSecond: 71,
    simpleOnTier0: 0.97,
    queued: 1,
    tiers,
  },
})

/** No node can be reached. */
export const deadCluster = clusterView(
  [mini, gaming, workstation, attic].map(node => ({
    ...attic,
    name: node.name,
    url: node.url,
    tier: node.tier,
    error: {
      code: 'NODE_UNREACHABLE' as const,
      message: `Nothing answers at ${new URL(node.url).host}.`,
      retryable: true,
    },
  })),
)

export const watchCluster = (view = fullCluster): World['streams'] => ({
  'cluster.watchCluster': () => [{ type: 'snapshot', revision: 1, view }],
})

export const clusterWorld: World = {
  calls: {
    'cluster.findLocalBackends': () => [
      {
        name: 'Ollama',
        url: 'http://127.0.0.1:11434',
        backend: 'ollama',
        models: ['llama3.2:3b'],
        suggestedTier: 0,
      },
    ],
    'cluster.diagnoseNetwork': () => [
      { check: 'listener', verdict: 'ok', message: 'harombe listens on 127.0.0.1:8000.' },
      { check: 'interfaces', verdict: 'ok', message: 'One network: 192.168.1.12 on en0.' },
      {
        check: 'multicast',
        verdict: 'warning',
        message: 'No answer to a question by multicast came back.',
        hint: 'Some access points keep wireless devices apart; look for “client isolation”.',
      },
      { check: 'nodes', verdict: 'problem', message: '1 of 4 nodes cannot be reached: attic-server.' },
    ],
    'cluster.checkNow': () => fullCluster.nodes,
  },
  streams: {
    ...watchCluster(),
    'cluster.watchDiscovery': () => [
      {
        state: 'running',
        problem: null,
        announcing: true,
        nodes: [
          {
            id: 'd1',
            name: 'living-room',
            url: 'http://192.168.1.55:8000',
            tier: 1,
            model: 'qwen3:8b',
            seenAt: minutes(1),
            knownAs: null,
          },
        ],
      },
    ],
    'routing.watchRouting': () => [
      {
        preference: 'balanced',
        escalation: 'offer',
        learn: true,
        shift: [0.31, -0.12],
        bound: 1,
        signals: { ...noSignals, redo_bigger: 7, thumb_up: 12, forced: 3 },
        since: hours(200),
        problem: null,
      },
    ],
  },
}

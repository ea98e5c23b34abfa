import { createActivityTracker } from '../src/core/coordination/activity'
import { diffViews } from '../src/core/coordination/view-publisher'
import { type ClusterView, type NodeView, unknownConvergence } from '../src/shared/entities'
import { microseconds, type Row, row } from './measure'

const count = 1000

/** A node that has been used for a while: with a history of latencies, models and paces. */
const node = (index: number): NodeView => ({
  name: `node-${index}`,
  url: `http://10.0.0.${index}:11434`,
  tier: index % 3 === 0 ? 0 : index % 3 === 1 ? 1 : 2,
  backend: 'ollama',
  model: 'qwen2.5:7b',
  models: ['qwen2.5:7b', 'llama3.2:3b', 'nomic-embed-text'],
  origin: 'config',
  simulated: false,
  enabled: true,
  status: 'online',
  latencyMs: 4,
  latencyHistory: Array.from({ length: 30 }, (_, at) => at),
  activeRequests: 1,
  slots: 4,
  load: 0.25,
  checkedAt: 1_750_000_000_000,
  version: '0.17.1',
  error: null,
  statistics: { requests: 100, failures: 1, tokens: 30_000, ttftMs: 100, tokensPerSecond: 30 },
  weight: 1,
  slowStart: 1,
  queued: 0,
  breakers: [],
  incidents: [{ at: 1_750_000_000_000, kind: 'came_up', reason: '' }],
  loaded: null,
  memoryBytes: null,
  wakeMac: null,
  paces: [
    {
      model: 'qwen2.5:7b',
      ttftMs: 90,
      promptTokensPerSecond: 900,
      tokensPerSecond: 30,
      loadMs: 4000,
      samples: 40,
    },
  ],
})

/** What is done for everybody who watches, up to twenty times a second. */
export function benchView(): Row[] {
  const activity = createActivityTracker()
  for (let index = 0; index < count; index += 1) {
    activity.begin(`request-${index}`, 'api', 1)
    activity.waiting(`request-${index}`, 'queued', index)
  }
  const look = (): ClusterView => ({
    nodes: Array.from({ length: count }, (_, index) => node(index)),
    requests: activity.requests(),
    summary: { nodesTotal: count, nodesOnline: count, ...activity.totals() },
    configProblem: null,
    demoRunning: false,
    servingPaused: false,
    convergence: unknownConvergence,
  })
  const before = look()
  const after = look()
  const compare = microseconds(() => diffViews(before, after, 1), { callsPerRound: 10 })
  const follow = microseconds(() => [activity.requests(), activity.totals()], { callsPerRound: 10 })
  return [
    row('find what changed of 1,000 nodes and 1,000 requests', compare / 1000, 'ms', 5),
    row('tell 1,000 active requests', follow / 1000, 'ms', 1),
  ]
}

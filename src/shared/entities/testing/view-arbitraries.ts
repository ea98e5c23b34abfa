import fc from 'fast-check'
import { HarombeError } from '../../errors'
import type { ClusterView, NodeView } from '..'

const tiers = fc.constantFrom(0 as const, 1 as const, 2 as const)
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null })

const nodeNamed = (name: string): fc.Arbitrary<NodeView> =>
  fc.record({
    name: fc.constant(name),
    url: fc.constant(`http://${name}:8000`),
    tier: tiers,
    backend: fc.constantFrom('ollama' as const, 'vllm' as const),
    model: fc.constantFrom('', 'small', 'large'),
    models: fc.subarray(['small', 'large']),
    origin: fc.constantFrom('config' as const, 'local' as const, 'demo' as const, 'discovered' as const),
    simulated: fc.boolean(),
    enabled: fc.boolean(),
    status: fc.constantFrom('unknown' as const, 'online' as const, 'offline' as const),
    latencyMs: maybe(fc.nat(500)),
    latencyHistory: fc.array(fc.nat(500), { maxLength: 3 }),
    activeRequests: fc.nat(3),
    slots: fc.constantFrom(1, 2),
    load: fc.nat(3),
    checkedAt: maybe(fc.nat()),
    version: maybe(fc.constant('0.1')),
    error: maybe(fc.constant(new HarombeError('TIMEOUT', 'Too late.').toShape())),
    statistics: fc.record({
      requests: fc.nat(9),
      failures: fc.nat(9),
      tokens: fc.nat(9),
      ttftMs: maybe(fc.nat(9)),
      tokensPerSecond: maybe(fc.nat(9)),
    }),
    weight: fc.constantFrom(1, 2),
    slowStart: fc.constantFrom(0.1, 1),
    queued: fc.nat(3),
    breakers: fc.constant([]),
    incidents: fc.constant([]),
    paces: fc.constant([]),
    loaded: fc.constant(null),
    memoryBytes: fc.constant(null),
    wakeMac: fc.constant(null),
  })

/** Few names, so that views of one sequence share nodes, lose them, get them back and reorder them. */
const nodes = fc
  .shuffledSubarray(['mac', 'tower', 'dgx', 'nas'])
  .chain(names => fc.tuple(...names.map(nodeNamed)))

/** A cluster as a watcher may be shown it. */
export const clusterViews: fc.Arbitrary<ClusterView> = fc.record({
  nodes,
  requests: fc.array(
    fc.record({
      id: fc.constantFrom('a', 'b'),
      node: maybe(fc.constant('mac')),
      tier: maybe(tiers),
      class: maybe(fc.constantFrom('simple' as const, 'complex' as const)),
      origin: fc.constantFrom('chat' as const, 'api' as const),
      state: fc.constantFrom('queued' as const, 'running' as const),
      ahead: maybe(fc.nat(3)),
      startedAt: fc.nat(),
      tokens: fc.nat(9),
    }),
    { maxLength: 2 },
  ),
  summary: fc.record({
    nodesTotal: fc.nat(4),
    nodesOnline: fc.nat(4),
    answers: fc.nat(9),
    failures: fc.nat(9),
    failovers: fc.nat(9),
    ttftMs: maybe(fc.nat(9)),
    tokensPerSecond: maybe(fc.nat(9)),
    simpleOnTier0: maybe(fc.constantFrom(0, 0.5, 1)),
    queued: fc.nat(3),
    rejected: fc.nat(3),
    tiers: fc.constant([]),
  }),
  configProblem: maybe(fc.constantFrom('line 3', 'line 4')),
  demoRunning: fc.boolean(),
  servingPaused: fc.boolean(),
  convergence: fc.record({
    state: fc.constantFrom('converged' as const, 'pending' as const),
    pending: fc.nat(2),
    drift: fc.constant([]),
    checkedAt: maybe(fc.nat(9)),
  }),
})

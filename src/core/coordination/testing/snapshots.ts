import fc from 'fast-check'
import type { Classification, Tier } from '../../../shared/entities'
import type { NodeSnapshot, RoutingPolicy, SelectionRequest } from '../selection'
import type { RouteTarget } from '../types'

/** A node that could answer, unless told otherwise. */
export const snapshot = (name: string, tier: Tier, overrides: Partial<NodeSnapshot> = {}): NodeSnapshot => ({
  name,
  tier,
  model: 'small',
  models: ['small'],
  backend: 'ollama',
  enabled: true,
  status: 'online',
  latencyMs: 10,
  activeRequests: 0,
  slots: 1,
  problem: '',
  ...overrides,
})

export const policy = (overrides: Partial<RoutingPolicy> = {}): RoutingPolicy => ({
  preferLocal: true,
  fallbackStrategy: 'graceful',
  loadBalance: true,
  ...overrides,
})

const classes = { 0: 'simple', 1: 'moderate', 2: 'complex' } as const

export const classified = (tier: Tier): Classification => ({
  class: classes[tier],
  tier,
  reasons: ['it is short'],
  estimatedTokens: 10,
})

/** A question of the given tier. */
export const asking = (
  tier: Tier,
  target: Partial<RouteTarget> = {},
  tried: Record<string, string> = {},
): SelectionRequest => ({
  target: { tier: 'auto', ...target },
  classification: classified(tier),
  tried: new Map(Object.entries(tried)),
})

const tiers = fc.constantFrom<Tier>(0, 1, 2)
const models = ['small', 'small:latest', 'large', 'vision:7b']

const node = (name: string): fc.Arbitrary<NodeSnapshot> =>
  fc
    .record({
      tier: tiers,
      model: fc.constantFrom('', ...models),
      models: fc.subarray(models),
      status: fc.constantFrom('online', 'online', 'offline', 'unknown', 'model_missing', 'disabled'),
      latencyMs: fc.option(fc.nat(99), { nil: null }),
      activeRequests: fc.nat(4),
      slots: fc.integer({ min: 1, max: 4 }),
      problem: fc.constantFrom('', 'It did not answer.'),
    })
    .map(fields => {
      const { status, ...rest } = fields as typeof fields & { status: NodeSnapshot['status'] }
      return snapshot(name, fields.tier, { ...rest, status, enabled: status !== 'disabled' })
    })

export const clusters: fc.Arbitrary<NodeSnapshot[]> = fc
  .shuffledSubarray(['mac', 'tower', 'dgx', 'nas', 'laptop'])
  .chain(names => fc.tuple(...names.map(node)))

export const policies: fc.Arbitrary<RoutingPolicy> = fc.record({
  preferLocal: fc.boolean(),
  loadBalance: fc.boolean(),
  fallbackStrategy: fc.constantFrom('graceful', 'strict'),
})

export const requests: fc.Arbitrary<SelectionRequest> = fc.record({
  target: fc.record(
    {
      tier: fc.oneof(fc.constant('auto' as const), tiers),
      node: fc.constantFrom('mac', 'tower', 'stranger'),
      model: fc.constantFrom('small', 'large', 'large:latest', 'unheard-of'),
    },
    { requiredKeys: ['tier'] },
  ),
  classification: tiers.map(classified),
  tried: fc.subarray(['mac', 'dgx']).map(names => new Map(names.map(name => [name, 'It fell silent.']))),
})

import fc from 'fast-check'
import {
  type Ability,
  type Capability,
  type Classification,
  type ModelCapabilities,
  type Tier,
  unknownCapabilities,
} from '../../../shared/entities'
import type { BreakerLook } from '../breaker/types'
import type { NodeSnapshot, SelectionRequest } from '../judge-node'
import { nothingPlaced, presumePace } from '../placement/presumed-pace'
import type { Requirements } from '../requirements'
import type { RoutingPolicy } from '../selection'
import { orderModels } from '../servable-models'
import type { ServableModel } from '../suitability'
import type { RouteTarget } from '../types'
import { specOf } from './cluster'

/** A model nobody knows anything about, unless told otherwise. */
export const servable = (
  name: string,
  capabilities: Partial<ModelCapabilities> = {},
  overrides: Partial<ServableModel> = {},
): ServableModel => ({
  name,
  capabilities: { ...unknownCapabilities, ...capabilities },
  contextLength: null,
  onlyByName: false,
  ...overrides,
})

/** A node that could answer, unless told otherwise. Of its models it may be used for what its `model` allows. */
export const snapshot = (name: string, tier: Tier, overrides: Partial<NodeSnapshot> = {}): NodeSnapshot => ({
  name,
  tier,
  model: 'small',
  models: ['small'],
  modelsServed: orderModels(
    specOf(name, { model: overrides.model ?? 'small' }),
    overrides.models ?? ['small'],
    [],
  ).map(model => servable(model.name, {}, model)),
  backend: 'ollama',
  enabled: true,
  status: 'online',
  latencyMs: 10,
  activeRequests: 0,
  slots: 1,
  loaded: null,
  weight: 1,
  slowStart: 1,
  breakers: new Map(),
  problem: '',
  ...nothingPlaced(tier),
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
  gates: [],
})

/** A plain question, and what else it asks for. */
export const needing = (...needs: Capability[]): Requirements => ({
  needs: ['chat', ...needs],
  prefers: [],
  contextTokens: 10,
  answerTokens: 0,
})

/** A question of the given tier. */
export const asking = (
  tier: Tier,
  target: Partial<RouteTarget> = {},
  tried: Record<string, string> = {},
): SelectionRequest => ({
  target: { tier: 'auto', ...target },
  classification: classified(tier),
  requirements: needing(),
  tried: new Map(Object.entries(tried)),
})

const tiers = fc.constantFrom<Tier>(0, 1, 2)
const models = ['small', 'small:latest', 'large', 'vision:7b']

const abilities = fc.constantFrom<Ability>('yes', 'no', 'unknown')
const modelAbilities = fc.record({
  chat: fc.constantFrom<Ability>('yes', 'unknown', 'unknown', 'no'),
  vision: abilities,
  tools: abilities,
  json: abilities,
  reasoning: abilities,
  embeddings: abilities,
  completion: abilities,
  prefill: abilities,
})
const windows = fc.constantFrom(null, 2048, 8192, 131_072)

const looks: fc.Arbitrary<BreakerLook> = fc.record({
  state: fc.constantFrom('open', 'half_open'),
  retryAt: fc.constant(null),
  isTrying: fc.boolean(),
  lastFailureAt: fc.option(fc.nat(1000), { nil: null }),
  reason: fc.constantFrom('', 'It said 500.'),
})

const node = (name: string): fc.Arbitrary<NodeSnapshot> =>
  fc
    .record({
      tier: tiers,
      model: fc.constantFrom('', ...models),
      models: fc.subarray(models),
      served: fc.uniqueArray(
        fc.record({
          name: fc.constantFrom(...models),
          capabilities: modelAbilities,
          contextLength: windows,
          onlyByName: fc.boolean(),
        }),
        { selector: ({ name: model }) => model },
      ),
      status: fc.constantFrom<NodeSnapshot['status']>(
        'online',
        'online',
        'offline',
        'unknown',
        'model_missing',
      ),
      enabled: fc.boolean(),
      latencyMs: fc.option(fc.nat(99), { nil: null }),
      activeRequests: fc.nat(4),
      slots: fc.integer({ min: 1, max: 4 }),
      loaded: fc.constantFrom(null, [], [{ name: 'small' }], [{ name: 'large' }]),
      weight: fc.constantFrom(1, 1, 2),
      slowStart: fc.constantFrom(1, 1, 0.1),
      breakers: fc.array(fc.tuple(fc.constantFrom(...models), looks), { maxLength: 2 }),
      waitMs: fc.option(fc.nat(100_000), { nil: null }),
      recentRequests: fc.nat(50),
      passedOver: fc.nat(300),
      tokensPerSecond: fc.integer({ min: 1, max: 200 }),
      isLearnt: fc.boolean(),
      problem: fc.constantFrom('', 'It did not answer.'),
    })
    .map(({ served, tier, enabled, status, breakers, tokensPerSecond, isLearnt, ...fields }) =>
      snapshot(name, tier, {
        ...fields,
        breakers: new Map(breakers),
        paces: { of: model => ({ ...presumePace(tier, model, undefined), tokensPerSecond, isLearnt }) },
        enabled,
        status: enabled ? status : 'disabled',
        modelsServed: served,
      }),
    )

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
  requirements: fc.record({
    needs: fc.constantFrom<Capability[][]>(
      ['chat'],
      ['chat', 'vision'],
      ['chat', 'vision', 'tools'],
      ['chat', 'prefill'],
      ['completion'],
      ['embeddings'],
    ),
    prefers: fc.constantFrom<Capability[][]>([], ['json']),
    contextTokens: fc.constantFrom(0, 3000, 8192, 8193, 200_000),
    answerTokens: fc.constantFrom(0, 4096),
  }),
  settledModel: fc.option(fc.constant({ name: 'large', because: 'large is the one.' }), { nil: undefined }),
  keepNode: fc.constantFrom(undefined, 'tower', 'stranger'),
  affinity: fc.option(
    fc.record({
      cached: fc
        .subarray(['mac', 'nas'])
        .map(names => new Map(names.map(name => [name, { model: 'small', tokens: 2000 }]))),
      conversationNode: fc.constantFrom(undefined, 'laptop'),
      mark: fc.constant([]),
      conversation: fc.constant(undefined),
    }),
    { nil: undefined },
  ),
  tried: fc.subarray(['mac', 'dgx']).map(names => new Map(names.map(name => [name, 'It fell silent.']))),
})

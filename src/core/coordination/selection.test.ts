import { describe, expect, it } from 'vitest'
import type { Tier } from '../../shared/entities'
import { explainNoRoute } from './explain-no-route'
import type { NodeSnapshot } from './judge-node'
import { isSameModel } from './same-model'
import { type RoutingPolicy, selectRoute } from './selection'
import { asking, policy, snapshot } from './testing/snapshots'

const fast = snapshot('fast', 0)
const medium = snapshot('medium', 1)
const powerful = snapshot('powerful', 2)
const all = [fast, medium, powerful]
const away = (node: NodeSnapshot): NodeSnapshot => ({ ...node, status: 'offline', problem: 'asleep' })

const choose = (nodes: NodeSnapshot[], request = asking(0), how: Partial<RoutingPolicy> = {}) =>
  selectRoute(nodes, policy(how), request)
const chosenName = (...parameters: Parameters<typeof choose>) => choose(...parameters).chosen?.node ?? null
const errorOf = (nodes: NodeSnapshot[], request = asking(0), how: Partial<RoutingPolicy> = {}) =>
  explainNoRoute(nodes, policy(how), request, choose(nodes, request, how).decision)

describe('fallback between tiers', () => {
  it.each<[Tier, string[]]>([
    [2, ['powerful', 'medium', 'fast']],
    [1, ['medium', 'powerful', 'fast']],
    [0, ['fast', 'medium', 'powerful']],
  ])('tries the tiers in the documented order when tier %d is wanted', (wanted, order) => {
    const { decision } = choose(all, asking(wanted))
    expect(decision.candidates.map(candidate => candidate.node)).toEqual(order)
    expect(decision.candidates.map(candidate => candidate.rank)).toEqual([0, 1, 2])
    expect(decision.candidates.map(candidate => candidate.verdict)).toEqual([
      'chosen',
      'eligible',
      'eligible',
    ])
  })

  it.each<[Tier, NodeSnapshot[], string]>([
    [2, [fast, medium, away(powerful)], 'medium'],
    [2, [fast, away(medium), away(powerful)], 'fast'],
    [1, [fast, away(medium), powerful], 'powerful'],
    [1, [fast, away(medium), away(powerful)], 'fast'],
    [0, [away(fast), medium, powerful], 'medium'],
    [0, [away(fast), away(medium), powerful], 'powerful'],
  ])('leaves tier %d only when it must', (wanted, nodes, expected) => {
    const { chosen, decision } = choose(nodes, asking(wanted))
    expect(chosen?.node).toBe(expected)
    expect(decision.reason).toContain(`No usable node of tier ${wanted}`)
  })

  it('never leaves the wanted tier when strict, and says so', () => {
    const nodes = [fast, medium, away(powerful)]
    const { chosen, decision } = choose(nodes, asking(2), { fallbackStrategy: 'strict' })
    expect(chosen).toBeNull()
    expect(decision.candidates.map(candidate => candidate.reason)).toEqual([
      'strict routing stays on tier 2',
      'strict routing stays on tier 2',
      'offline: asleep',
    ])
    expect(errorOf(nodes, asking(2), { fallbackStrategy: 'strict' })).toMatchObject({
      code: 'TIER_UNAVAILABLE',
    })
  })

  it('is strict about a tier asked for by name as well, but not about a node or a model', () => {
    const strict = { fallbackStrategy: 'strict' } as const
    expect(chosenName(all, asking(0, { tier: 2 }), strict)).toBe('powerful')
    expect(chosenName([fast, medium], asking(0, { tier: 2 }), strict)).toBeNull()
    expect(chosenName(all, asking(0, { node: 'powerful' }), strict)).toBe('powerful')
    const large = snapshot('dgx', 2, { models: ['large'] })
    expect(chosenName([fast, large], asking(0, { model: 'large' }), strict)).toBe('dgx')
  })
})

describe('the order within a tier', () => {
  const near = snapshot('near', 0, { latencyMs: 1 })
  const far = snapshot('far', 0, { latencyMs: 90 })
  const nearBusy = { ...near, activeRequests: 1 }

  it.each<[string, Partial<RoutingPolicy>, NodeSnapshot[], string]>([
    ['the least loaded', {}, [nearBusy, far], 'far'],
    [
      'the least loaded by share of its slots',
      {},
      [
        { ...nearBusy, slots: 4 },
        { ...far, activeRequests: 2, slots: 4 },
      ],
      'near',
    ],
    ['the nearest of equally loaded ones', {}, [far, near], 'near'],
    ['the nearest whatever its load without load_balance', { loadBalance: false }, [far, nearBusy], 'near'],
    ['the first of the file without prefer_local', { preferLocal: false }, [far, near], 'far'],
    [
      'the first of the file without either',
      { preferLocal: false, loadBalance: false },
      [{ ...far, activeRequests: 1 }, near],
      'far',
    ],
    ['one with a known latency before one without', {}, [{ ...far, latencyMs: null }, near], 'near'],
    [
      'the first of the file when nothing is known',
      {},
      [
        { ...far, latencyMs: null },
        { ...near, latencyMs: null },
      ],
      'far',
    ],
  ])('is %s', (_name, how, nodes, expected) => {
    expect(chosenName(nodes, asking(0), how)).toBe(expected)
  })

  it('does not leave a tier because it is busy', () => {
    expect(chosenName([nearBusy, medium], asking(0))).toBe('near')
  })
})

describe('a node is left out', () => {
  it.each<[string, NodeSnapshot, string]>([
    ['that is disabled', snapshot('x', 0, { enabled: false, status: 'disabled' }), 'disabled'],
    ['before its first check', snapshot('x', 0, { status: 'unknown' }), 'not checked yet'],
    ['that is offline', away(snapshot('x', 0)), 'offline: asleep'],
    [
      'without any model',
      snapshot('x', 0, { model: '', models: [], status: 'model_missing' }),
      'it serves no model yet',
    ],
    [
      'whose own engine has no model',
      snapshot('x', 0, { backend: 'embedded', model: '', models: [], status: 'model_missing' }),
      'it has no model yet: `harombe models pull` gets one',
    ],
    [
      'without its model',
      snapshot('x', 0, { model: 'large', status: 'model_missing' }),
      'it does not serve large',
    ],
  ])('%s, and the reason is told', (_name, node, reason) => {
    const { chosen, decision } = choose([node, powerful])
    expect(chosen?.node).toBe('powerful')
    expect(decision.candidates.at(-1)).toMatchObject({ node: 'x', verdict: 'rejected', rank: null, reason })
    expect(errorOf([node]).code).toBe('NO_NODE_AVAILABLE')
    expect(errorOf([node]).message).toContain(reason)
  })

  it('that failed for this very question', () => {
    const { chosen, decision } = choose(all, asking(0, {}, { fast: 'it fell silent' }))
    expect(chosen?.node).toBe('medium')
    expect(decision.candidates.at(-1)?.reason).toBe('failed for this question: it fell silent')
  })
})

describe('a choice of the user', () => {
  it('of a node is followed and never replaced by another', () => {
    expect(choose(all, asking(0, { node: 'powerful' }))).toMatchObject({
      chosen: { node: 'powerful', tier: 2 },
      decision: { forced: 'node', wantedTier: 2, reason: 'You asked for this node.' },
    })
    const request = asking(0, { node: 'powerful' })
    expect(chosenName([fast, medium, away(powerful)], request)).toBeNull()
    expect(errorOf([fast, away(powerful)], request)).toMatchObject({ code: 'NO_NODE_AVAILABLE' })
    expect(errorOf(all, asking(0, { node: 'stranger' }))).toMatchObject({
      code: 'NOT_FOUND',
      hint: 'Known nodes: fast, medium, powerful.',
    })
  })

  it('of a node wins over model and tier, of a model over a tier', () => {
    const large = snapshot('dgx', 2, { models: ['small', 'large'] })
    const { decision, chosen } = choose([fast, large], asking(0, { node: 'dgx', model: 'small', tier: 0 }))
    expect(chosen?.node).toBe('dgx')
    expect(decision.forced).toBe('node')
    expect(choose([fast, large], asking(0, { model: 'large', tier: 0 })).decision.forced).toBe('model')
  })

  it('of a tier is followed, whatever the question', () => {
    expect(choose(all, asking(0, { tier: 2 }))).toMatchObject({
      chosen: { node: 'powerful' },
      decision: { forced: 'tier', wantedTier: 2 },
    })
  })

  it('of a model goes only to nodes that serve it', () => {
    const large = snapshot('dgx', 2, { models: ['small', 'large'] })
    expect(choose([fast, large], asking(0, { model: 'large' })).chosen).toMatchObject({
      node: 'dgx',
      tier: 2,
      model: 'large',
    })
    expect(errorOf([fast], asking(0, { model: 'large' })).code).toBe('MODEL_MISSING')
  })

  it('of a model is not sent to a node that is configured with it and does not have it', () => {
    const lying = snapshot('lying', 0, { model: 'large', models: ['small'], status: 'model_missing' })
    const large = snapshot('dgx', 2, { models: ['large'] })
    expect(chosenName([lying, large], asking(0, { model: 'large' }))).toBe('dgx')
    expect(errorOf([lying], asking(0, { model: 'large' })).code).toBe('MODEL_MISSING')
  })

  it('of a model finds a node whose own model is missing and which serves that other one', () => {
    const node = snapshot('x', 0, { model: 'large', models: ['small'], status: 'model_missing' })
    expect(choose([node], asking(0, { model: 'small' })).chosen?.model).toBe('small')
  })

  it('of a model takes a server that lists nothing at its word', () => {
    const bare = snapshot('proxy', 0, { model: 'large', models: [] })
    expect(choose([bare], asking(0, { model: 'large' })).chosen?.model).toBe('large')
  })

  it.each([
    ['large', 'large:latest', 'large:latest'],
    ['large:latest', 'large', 'large'],
    ['large', '/models/large.gguf', '/models/large.gguf'],
    ['large', 'C:\\models\\large.gguf', 'C:\\models\\large.gguf'],
  ])('of the model %s means %s and is asked for by the node’s own name', (wanted, served, expected) => {
    const node = snapshot('x', 0, { model: 'small', models: ['small', served] })
    expect(choose([node], asking(0, { model: wanted })).chosen?.model).toBe(expected)
  })
})

it.each([
  ['qwen2.5', 'qwen2.5:latest', true],
  ['qwen2.5:7b', 'qwen2.5:latest', false],
  ['qwen2.5:7b', 'qwen2.5', false],
  ['qwen2.5', 'qwen2', false],
])('isSameModel(%s, %s) is %s both ways', (a, b, same) => {
  expect([isSameModel(a, b), isSameModel(b, a)]).toEqual([same, same])
})

it('a cluster without nodes says how to get one', () => {
  expect(errorOf([])).toMatchObject({ code: 'NO_NODE_AVAILABLE', retryable: true })
  expect(errorOf([]).hint).toContain('harombe cluster add')
})

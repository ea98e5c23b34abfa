import { describe, expect, it } from 'vitest'
import type { Ability, Capability, Tier } from '../../shared/entities'
import { explainNoRoute } from './explain-no-route'
import type { NodeSnapshot, SelectionRequest } from './judge-node'
import type { Requirements } from './requirements'
import { type RoutingPolicy, selectRoute } from './selection'
import { asking, needing, policy, servable, snapshot } from './testing/snapshots'
import type { RouteTarget } from './types'

const blind = (name: string, tier: 0 | 1 | 2 = 0, changes: Partial<NodeSnapshot> = {}) =>
  snapshot(name, tier, {
    modelsServed: [servable('llama3.2:1b', { vision: 'no', tools: 'yes' })],
    ...changes,
  })
const seeing = (name: string, tier: 0 | 1 | 2 = 0, changes: Partial<NodeSnapshot> = {}) =>
  snapshot(name, tier, { modelsServed: [servable('llava', { vision: 'yes', tools: 'no' })], ...changes })
const untried = (name: string, tier: 0 | 1 | 2 = 0, changes: Partial<NodeSnapshot> = {}) =>
  snapshot(name, tier, changes)
const away = (node: NodeSnapshot): NodeSnapshot => ({ ...node, status: 'offline', problem: 'asleep' })
const windowOf = (name: string, contextLength: number | null) =>
  snapshot(name, 0, { modelsServed: [servable('small', {}, { contextLength })] })

type Where = [tier?: Tier, target?: Partial<RouteTarget>, tried?: Record<string, string>]

const request = (
  requirements: Partial<Requirements>,
  ...[tier = 0, target, tried]: Where
): SelectionRequest => {
  const asked = asking(tier, target, tried)
  return { ...asked, requirements: { ...asked.requirements, ...requirements } }
}
const needs = (capability: Capability, ...where: Where) => request(needing(capability), ...where)

function decide(nodes: NodeSnapshot[], asked: SelectionRequest, how: Partial<RoutingPolicy> = {}) {
  const selection = selectRoute(nodes, policy(how), asked)
  const order = selection.decision.candidates.filter(({ rank }) => rank !== null).map(({ node }) => node)
  const reason = (name: string) => selection.decision.candidates.find(({ node }) => node === name)?.reason
  return { ...selection, order, reason }
}
function errorOf(nodes: NodeSnapshot[], asked: SelectionRequest, how: Partial<RoutingPolicy> = {}) {
  const { decision, chosen } = decide(nodes, asked, how)
  expect(chosen).toBeNull()
  return explainNoRoute(nodes, policy(how), asked, decision)
}

describe('a node that is known to be unable', () => {
  it('is left out with a reason in words, though it stands in the wanted tier and the other does not', () => {
    const { order, reason, decision } = decide([blind('mac'), seeing('dgx', 2)], needs('vision'))
    expect(order).toEqual(['dgx'])
    expect(reason('mac')).toBe('llama3.2:1b cannot see images')
    expect(decision.reason).toContain('No model of tier 0 can see images, so tier 2 answers.')
    expect(decision.requirements).toEqual(['Only models that see images.'])
  })

  it.each<[Capability, string]>([
    ['vision', 'small cannot see images'],
    ['tools', 'small cannot call tools'],
    ['completion', 'small cannot continue a text as it stands'],
    ['prefill', 'small cannot continue an answer that was begun'],
    ['embeddings', 'small cannot make embeddings'],
    ['chat', 'small cannot chat'],
  ])('of %s says so', (capability, reason) => {
    const node = snapshot('mac', 0, { modelsServed: [servable('small', { [capability]: 'no' })] })
    expect(decide([node], request({ needs: [capability] })).reason('mac')).toBe(reason)
  })

  it('is never the fallback: smaller, but not blind', () => {
    const nodes = [seeing('dgx', 2), seeing('nas', 0), blind('mac', 0), blind('tower', 2)]
    expect(decide(nodes, needs('vision', 2, {}, { dgx: 'it died' })).order).toEqual(['nas'])
    expect(decide(nodes, needs('vision', 2, {}, { dgx: 'it died', nas: 'it died' })).chosen).toBeNull()
  })

  it('is not asked by name either: by its own, its tier’s or its model’s', () => {
    const nodes = [blind('mac'), seeing('dgx', 2)]
    expect(decide(nodes, needs('vision', 0, { node: 'mac' })).chosen).toBeNull()
    expect(decide(nodes, needs('vision', 0, { model: 'llama3.2:1b' })).chosen).toBeNull()
    expect(decide(nodes, needs('vision', 0, { tier: 0 })).order).toEqual(['dgx'])
  })

  it('lacking only what is not needed is used', () => {
    expect(decide([blind('mac')], asking(0)).order).toEqual(['mac'])
    expect(decide([blind('mac')], asking(0)).decision.requirements).toEqual([])
  })
})

describe('a node nobody has tried', () => {
  it('comes after those of its tier that surely can, however idle and near it is', () => {
    const nodes = [
      untried('fast', 0, { latencyMs: 1 }),
      seeing('busy', 0, { activeRequests: 1, latencyMs: 90 }),
      seeing('dgx', 2),
    ]
    expect(decide(nodes, needs('vision')).order).toEqual(['busy', 'fast', 'dgx'])
    expect(decide(nodes, needs('vision')).reason('fast')).toContain('not known whether it can see images')
  })

  it('gets its share of plain questions: nobody doubts that a model chats', () => {
    const proven = snapshot('proven', 0, {
      modelsServed: [servable('small', { chat: 'yes' })],
      activeRequests: 1,
    })
    expect(decide([proven, untried('new')], asking(0)).order).toEqual(['new', 'proven'])
  })
})

describe('a wish', () => {
  const json = (ability: Ability) =>
    snapshot(ability, 0, { modelsServed: [servable('small', { json: ability })] })
  it('orders, and leaves nobody out', () => {
    const nodes = [json('no'), json('unknown'), json('yes')]
    const asked = request({ prefers: ['json'] })
    expect(decide(nodes, asked).order).toEqual(['yes', 'unknown', 'no'])
    expect(decide(nodes, asked).decision.requirements).toEqual([
      'Models that keep to a JSON Schema go first.',
    ])
  })
})

describe('the context window', () => {
  const long = { contextTokens: 9000 }

  it('that is too small leaves a node out, whatever its tier; an unknown one comes last', () => {
    const nodes = [windowOf('small', 8192), windowOf('unknown', null), windowOf('large', 32_768)]
    const { order, reason, decision } = decide(nodes, request(long))
    expect(order).toEqual(['large', 'unknown'])
    expect(reason('small')).toBe('small holds 8,192 tokens there, and this needs about 9,000')
    expect(decision.requirements).toEqual(['Needs a window of about 9,000 tokens.'])
  })

  it('holds exactly what it holds', () => {
    expect(decide([windowOf('a', 9000)], request(long)).chosen).not.toBeNull()
    expect(decide([windowOf('a', 8999)], request(long)).chosen).toBeNull()
  })

  it('that has no room for the answer is a last resort, not a reason to refuse', () => {
    const asked = request({ ...long, answerTokens: 4096 })
    expect(decide([windowOf('tight', 10_000), windowOf('large', 32_768)], asked).order).toEqual([
      'large',
      'tight',
    ])
  })

  it('nobody knows raises no doubt about a short question', () => {
    const [unknown, known] = [windowOf('unknown', null), windowOf('known', 8192)]
    expect(decide([unknown, { ...known, activeRequests: 1 }], asking(0)).order).toEqual(['unknown', 'known'])
  })

  it('of every node too small is CONTEXT_TOO_LONG, with the largest', () => {
    const nodes = [windowOf('mac', 4096), windowOf('dgx', 8192), away(windowOf('big', 131_072))]
    const error = errorOf(nodes, request(long))
    expect(error).toMatchObject({ code: 'CONTEXT_TOO_LONG', retryable: false, data: { largestWindow: 8192 } })
    expect(error.message).toContain('8,192 (small on dgx)')
    expect(error.hint).toContain('context_length')
    expect(errorOf(nodes, request(long, 0, { node: 'mac' }))).toMatchObject({
      code: 'CONTEXT_TOO_LONG',
      data: { largestWindow: 4096 },
    })
  })

  it('of a node’s several models is the largest one that lacks nothing else', () => {
    const models = [
      servable('blind', { vision: 'no' }, { contextLength: 131_072 }),
      servable('short', { vision: 'yes' }, { contextLength: 4096 }),
      servable('longer', { vision: 'yes' }, { contextLength: 8192 }),
    ]
    const error = errorOf(
      [snapshot('mac', 0, { modelsServed: models })],
      request({ ...needing('vision'), ...long }),
    )
    expect(error).toMatchObject({ code: 'CONTEXT_TOO_LONG', data: { largestWindow: 8192 } })
  })
})

describe('the model of a node', () => {
  const models = [
    servable('text', { vision: 'no' }),
    servable('maybe'),
    servable('eyes', { vision: 'yes' }),
    servable('more-eyes', { vision: 'yes' }),
    servable('by-name', { vision: 'yes' }, { onlyByName: true }),
  ]
  const node = snapshot('mac', 0, {
    models: [...models.map(({ name }) => name), 'kept'],
    modelsServed: models,
  })
  const modelFor = (asked: SelectionRequest) => decide([node], asked).chosen?.model

  it('is the first for a plain question, and for an image the first that surely sees it', () => {
    expect(modelFor(asking(0))).toBe('text')
    expect(modelFor(needs('vision'))).toBe('eyes')
  })

  it('that may be asked by name only is not asked otherwise', () => {
    const only = { ...node, modelsServed: models.filter(({ name }) => name === 'text' || name === 'by-name') }
    expect(decide([only], needs('vision')).chosen).toBeNull()
    expect(decide([only], needs('vision', 0, { model: 'by-name' })).chosen?.model).toBe('by-name')
  })

  it('that the file keeps for other things is MODEL_MISSING, and says why', () => {
    const asked = asking(0, { model: 'kept' })
    expect(decide([node], asked).reason('mac')).toBe('it is not to be used for kept')
    const error = errorOf([node], asked)
    expect(error).toMatchObject({
      code: 'MODEL_MISSING',
      message: 'No node is to be used for the model kept.',
    })
    expect(error.hint).toContain('models')
  })
})

describe('when nobody is able', () => {
  it('the error says what is missing, of whom, and what to pull', () => {
    const error = errorOf([blind('mac'), blind('nas', 1)], needs('vision'))
    expect(error).toMatchObject({ code: 'NOT_SUPPORTED', retryable: false, data: { lacks: ['vision'] } })
    expect(error.message).toBe(
      'No node can see images: mac (llama3.2:1b cannot see images); nas (llama3.2:1b cannot see images).',
    )
    expect(error.hint).toContain('qwen2.5vl')
  })

  it('names everything that is missing, when one lacks this and another that', () => {
    const asked = request({ needs: ['chat', 'vision', 'tools'] })
    expect(errorOf([blind('mac'), seeing('dgx')], asked).message).toMatch(
      /^No node can see images and call tools:/,
    )
  })

  it('counts on those that are away', () => {
    const error = errorOf([blind('mac'), away(seeing('dgx', 2))], needs('vision'))
    expect(error).toMatchObject({ code: 'NO_NODE_AVAILABLE', retryable: true })
    expect(error.message).toContain('dgx (offline: asleep)')
    expect(error.hint).toContain('away')
  })

  it('does not count on those that are away and were seen to lack it too', () => {
    const error = errorOf([blind('mac'), away(blind('dgx', 2))], needs('vision'))
    expect(error).toMatchObject({ code: 'NOT_SUPPORTED', retryable: false })
    expect(error.message).toMatch(/^No node can see images: /)
  })

  it('counts on one that was tried just now and is gone', () => {
    const asked = { ...needs('vision'), tried: new Map([['dgx', 'It cannot be reached.']]) }
    expect(errorOf([blind('mac'), seeing('dgx', 2)], asked)).toMatchObject({
      code: 'NO_NODE_AVAILABLE',
      retryable: true,
    })
  })

  it('does not speak of abilities when everybody is simply away', () => {
    expect(errorOf([away(blind('mac'))], needs('vision')).message).toBe(
      'No node can answer: mac (offline: asleep).',
    )
  })

  it('says under strict routing what the tier lacks, not that another tier is barred', () => {
    const strict = { fallbackStrategy: 'strict' } as const
    const error = errorOf([blind('mac', 0), seeing('dgx', 2)], needs('vision'), strict)
    expect(error).toMatchObject({ code: 'NOT_SUPPORTED', data: { lacks: ['vision'] } })
    expect(error.message).not.toContain('dgx')
    expect(errorOf([seeing('dgx', 2)], needs('vision'), strict).code).toBe('TIER_UNAVAILABLE')
  })

  it('says it of the node that was asked for', () => {
    const error = errorOf([blind('mac'), seeing('dgx', 2)], needs('vision', 0, { node: 'mac' }))
    expect(error).toMatchObject({
      code: 'NOT_SUPPORTED',
      message: 'mac cannot answer: llama3.2:1b cannot see images.',
      retryable: false,
    })
  })
})

it('a model harombe settled on is asked like one that was named, and the reason says whose choice it was', () => {
  const nodes = [
    snapshot('mac', 0, { models: ['small', 'embed'] }),
    snapshot('dgx', 2, { models: ['small'] }),
  ]
  const settledModel = { name: 'embed', because: 'embed is the embedding model.' }
  const { chosen, decision } = decide(nodes, { ...asking(0), settledModel })
  expect(chosen).toMatchObject({ node: 'mac', model: 'embed' })
  expect(decision).toMatchObject({ forced: 'none', reason: 'embed is the embedding model.' })
})

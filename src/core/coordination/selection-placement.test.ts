import { describe, expect, it } from 'vitest'
import type { BreakerLook } from './breaker/types'
import type { NodeSnapshot, SelectionRequest } from './judge-node'
import type { Pace } from './placement/types'
import { decideFor, type RoutingPolicy, selectRoute } from './selection'
import { asking, policy, snapshot } from './testing/snapshots'

/** A node that is known to be this fast. */
function paced(name: string, pace: Partial<Pace>, changes: Partial<NodeSnapshot> = {}): NodeSnapshot {
  const node = snapshot(name, 0, changes)
  return {
    ...node,
    paces: { of: model => ({ ...node.paces.of(model), isLearnt: true, isFresh: true, ...pace }) },
  }
}
const fast = paced('fast', { tokensPerSecond: 50 }, { latencyMs: 40 })
const slow = paced('slow', { tokensPerSecond: 5 }, { latencyMs: 1 })

const choose = (
  nodes: NodeSnapshot[],
  request: Partial<SelectionRequest> = {},
  how: Partial<RoutingPolicy> = {},
) => selectRoute(nodes, policy(how), { ...asking(0), ...request })
const order = (...parameters: Parameters<typeof choose>) =>
  choose(...parameters).ranked.map(({ node }) => node)
const reasonOf = (node: string, ...parameters: Parameters<typeof choose>) =>
  choose(...parameters).decision.candidates.find(candidate => candidate.node === node)?.reason

describe('within a tier', () => {
  it('the soonest done goes first, and each candidate says when it would be', () => {
    const { decision } = choose([slow, fast])
    expect(decision.candidates).toMatchObject([
      { node: 'fast', verdict: 'chosen', predicted: { writeMs: 3000, isLearnt: true } },
      { node: 'slow', verdict: 'eligible', predicted: { writeMs: 30_000 } },
    ])
    expect(decision.candidates[0]?.reason).toMatch(/done in about \d\.\d s$/)
    expect(reasonOf('plain', [snapshot('plain', 0)])).toContain('(estimated, nothing was measured yet)')
  })

  it('a fast node is better busy than a slow one idle, as long as its slot is free sooner', () => {
    const busy = { ...fast, activeRequests: 1, waitMs: 5000 }
    expect(choose([slow, busy]).chosen).toMatchObject({ node: 'fast', isFree: false })
    expect(reasonOf('fast', [slow, busy])).toContain('5.0 s of it until a slot is free')
    expect(order([slow, { ...busy, waitMs: 60_000 }])).toEqual(['slow', 'fast'])
  })

  it('one that has the model in memory goes before one that must load it, and before one that must drop another', () => {
    const ready = snapshot('ready', 0, { loaded: [{ name: 'small:latest' }], latencyMs: 50 })
    const empty = snapshot('empty', 0, { loaded: [] })
    const taken = snapshot('taken', 0, { loaded: [{ name: 'large' }] })
    expect(order([taken, empty, ready])).toEqual(['ready', 'empty', 'taken'])
    expect(reasonOf('empty', [empty])).toContain('of it loading the model')
  })

  it('the nearer of two that are about as fast goes first, but not when the other is clearly faster', () => {
    const near = paced('near', { tokensPerSecond: 49 }, { latencyMs: 1 })
    expect(order([fast, near])).toEqual(['near', 'fast'])
    expect(order([fast, near], {}, { preferLocal: false })).toEqual(['fast', 'near'])
    const lame = paced('lame', { tokensPerSecond: 40 }, { latencyMs: 1 })
    expect(order([fast, lame])).toEqual(['fast', 'lame'])
  })

  it('time is no matter without load_balance', () => {
    expect(order([fast, slow], {}, { loadBalance: false })).toEqual(['slow', 'fast'])
    expect(order([fast, slow], {}, { loadBalance: false, preferLocal: false })).toEqual(['fast', 'slow'])
  })

  it('one that is slower by far says so, and comes after one that is not', () => {
    const lame = paced('lame', { tokensPerSecond: 4 }, { latencyMs: 1 })
    const crowded = { ...fast, slots: 32, activeRequests: 20 }
    expect(order([lame, crowded])).toEqual(['fast', 'lame'])
    expect(reasonOf('lame', [lame, crowded])).toContain('far slower than another of its tier')
    expect(reasonOf('fast', [lame, crowded])).not.toContain('far slower')
  })

  it('a smaller tier is not left for a faster one', () => {
    expect(order([{ ...fast, tier: 1 }, slow])).toEqual(['slow', 'fast'])
  })
})

describe('a node with a model in memory that is not the one it would answer with', () => {
  const serving = (changes: Partial<NodeSnapshot>) =>
    snapshot('mac', 0, { models: ['small', 'large'], loaded: [{ name: 'large' }], ...changes })
  const bothServed = serving({}).modelsServed.map(model => ({ ...model, onlyByName: false }))
  const modelOf = (node: NodeSnapshot, request: Partial<SelectionRequest> = {}) =>
    choose([node], request).chosen?.model
  const wanted = { modelsServed: bothServed, inDemand: ['large'] }

  it.each<[string, Partial<NodeSnapshot>, Partial<SelectionRequest>, string]>([
    ['answers with that while somebody wants it', wanted, {}, 'large'],
    ['changes it when nobody does', { modelsServed: bothServed }, {}, 'small'],
    ['never for one that answers by name only', { inDemand: ['large'] }, {}, 'small'],
    ['nor for one that was named', wanted, { target: { tier: 'auto', model: 'small' } }, 'small'],
    ['nor where both are there', { ...wanted, loaded: [{ name: 'large' }, { name: 'small' }] }, {}, 'small'],
    ['nor where nobody knows what is there', { ...wanted, loaded: null }, {}, 'small'],
  ])('%s', (_name, changes, request, model) => {
    expect(modelOf(serving(changes), request)).toBe(model)
    const isTold = reasonOf('mac', [serving(changes)], request)?.includes(
      'large is in memory and small is not',
    )
    expect(isTold).toBe(model === 'large')
  })
})

describe('what a node still holds of a conversation', () => {
  const requirements = { ...asking(0).requirements, contextTokens: 4000 }
  const holding = (node: string, tokens: number, conversationNode?: string) => ({
    requirements,
    affinity: {
      cached: new Map([[node, { model: 'small', tokens }]]),
      conversationNode,
      mark: [],
      conversation: undefined,
    },
  })
  const [one, two] = [snapshot('one', 0), snapshot('two', 0)]

  it('draws the next turn to it, for as much as it saves', () => {
    expect(order([one, two], holding('two', 3900))).toEqual(['two', 'one'])
    expect(reasonOf('two', [one, two], holding('two', 3900))).toContain(
      '3,900 tokens of the prompt still cached there',
    )
    expect(order([one, { ...two, activeRequests: 1, waitMs: 600_000 }], holding('two', 3900))).toEqual([
      'one',
      'two',
    ])
    expect(order([fast, slow], holding('slow', 10))).toEqual(['fast', 'slow'])
  })

  it('is worth nothing for another model, or once the model has left memory', () => {
    const other = { ...holding('two', 3900) }
    other.affinity.cached.set('two', { model: 'large', tokens: 3900 })
    expect(order([one, two], other)).toEqual(['one', 'two'])
    const dropped = { ...two, loaded: [] }
    expect(choose([one, dropped], holding('two', 3900)).chosen?.node).toBe('one')
  })

  it('decides between equals where only the conversation is known', () => {
    expect(order([one, two], { ...holding('nobody', 1, 'two') })).toEqual(['two', 'one'])
  })
})

describe('the node of the step before', () => {
  const dgx = snapshot('dgx', 2)

  it('is kept, whatever the tier and the load, as long as it can answer', () => {
    expect(order([fast, slow, dgx], { keepNode: 'dgx' })).toEqual(['dgx', 'fast', 'slow'])
    expect(choose([fast, dgx], { keepNode: 'dgx' }).decision.reason).toContain(
      'dgx ran the step before and goes on.',
    )
    expect(order([fast, slow], { keepNode: 'slow' })).toEqual(['slow', 'fast'])
  })

  it.each<[string, Partial<NodeSnapshot>]>([
    ['went away', { status: 'offline' }],
    ['is being drained', { status: 'draining' }],
    ['keeps failing', { breakers: new Map([['small', brokenSince(1)]]) }],
  ])('is left when it %s', (_name, changes) => {
    expect(choose([fast, slow, { ...dgx, ...changes }], { keepNode: 'dgx' }).chosen?.node).toBe('fast')
  })

  it('is left when it failed this very step, or cannot take what came up in it', () => {
    expect(
      choose([fast, dgx], { keepNode: 'dgx', tried: new Map([['dgx', 'It fell silent.']]) }).chosen?.node,
    ).toBe('fast')
    const requirements = { ...asking(0).requirements, contextTokens: 9000 }
    const small = { ...dgx, modelsServed: dgx.modelsServed.map(model => ({ ...model, contextLength: 4096 })) }
    expect(choose([fast, small], { keepNode: 'dgx', requirements }).chosen?.node).toBe('fast')
  })
})

function brokenSince(lastFailureAt: number, changes: Partial<BreakerLook> = {}): BreakerLook {
  return {
    state: 'open',
    retryAt: 60_000,
    isTrying: false,
    lastFailureAt,
    reason: 'It said 500 five times.',
    ...changes,
  }
}

describe('a node whose breaker is open', () => {
  const broken = (name: string, since: number, changes: Partial<BreakerLook> = {}) =>
    snapshot(name, 0, { breakers: new Map([['small', brokenSince(since, changes)]]) })
  const sound = (name: string) => snapshot(name, 0, { latencyMs: 90 })

  it('is left out with its reason while at least half are sound', () => {
    const { ranked, decision } = choose([broken('bad', 1), sound('good')])
    expect(ranked.map(({ node }) => node)).toEqual(['good'])
    expect(decision.candidates.at(-1)).toMatchObject({
      node: 'bad',
      verdict: 'rejected',
      reason: 'it failed too often and rests: It said 500 five times',
    })
  })

  it('comes after the sound ones when they are less than half, the longest ago first', () => {
    expect(order([broken('late', 900), broken('early', 100), sound('good')])).toEqual([
      'good',
      'early',
      'late',
    ])
    expect(reasonOf('late', [broken('late', 900), broken('early', 100), sound('good')])).toContain(
      'too few others are sound',
    )
  })

  it('is asked rather than nobody', () => {
    expect(choose([broken('only', 1)]).chosen).toMatchObject({ node: 'only', isFree: true })
    const dgx = { ...broken('dgx', 1), tier: 2 as const }
    expect(choose([sound('good'), dgx], { target: { tier: 'auto', node: 'dgx' } }).chosen?.node).toBe('dgx')
  })

  it('is out for its model only', () => {
    const node = snapshot('mac', 0, {
      models: ['small', 'large'],
      breakers: new Map([['small', brokenSince(1)]]),
    })
    const request = { target: { tier: 'auto' as const, model: 'large' } }
    expect(choose([node, sound('other')], request).chosen?.node).toBe('mac')
  })

  it('half open lets one through, and no second while that is under way', () => {
    const back = broken('back', 1, { state: 'half_open', retryAt: null })
    expect(choose([back, sound('good')]).ranked.map(({ node }) => node)).toContain('back')
    const trying = broken('back', 1, { state: 'half_open', retryAt: null, isTrying: true })
    expect(order([trying, sound('good')])).toEqual(['good'])
    expect(choose([trying]).chosen).toMatchObject({ node: 'back', isFree: false })
  })
})

describe('a node nobody knows', () => {
  const known = paced('known', { tokensPerSecond: 5000, ttftMs: 1 })
  const untried = (passedOver: number, changes: Partial<NodeSnapshot> = {}) =>
    snapshot('untried', 0, { passedOver, ...changes })

  it('is passed over for a while, then shown once what it can do', () => {
    expect(order([known, untried(19)])).toEqual(['known', 'untried'])
    expect(order([known, untried(20)])).toEqual(['untried', 'known'])
    expect(reasonOf('untried', [known, untried(20)])).toContain('its turn to show how fast it is')
  })

  it.each<[string, Partial<NodeSnapshot>, Partial<SelectionRequest>]>([
    ['while it is busy', { activeRequests: 1 }, {}],
    ['just after it came back', { slowStart: 0.5 }, {}],
    ['after a failure', { breakers: new Map([['small', brokenSince(1, { state: 'half_open' })]]) }, {}],
    ['in the middle of a tool loop', {}, { keepNode: 'known' }],
  ])('is not tried %s', (_name, changes, request) => {
    expect(choose([known, untried(500, changes)], request).chosen?.node).toBe('known')
  })

  it('is tried again long after it was slow, not while that is fresh', () => {
    const once = (isFresh: boolean, passedOver: number) =>
      choose([known, paced('slow', { tokensPerSecond: 5, isFresh }, { passedOver })]).chosen?.node
    expect([once(true, 900), once(false, 99), once(false, 100)]).toEqual(['known', 'known', 'slow'])
  })

  it('does not draw requests from another tier, nor goes before one that surely can', () => {
    expect(choose([known, { ...untried(500), tier: 1 }]).chosen?.node).toBe('known')
  })
})

describe('the decision for a node that was taken out of turn', () => {
  it('says that the wanted tier is busy, and ranks that node first', () => {
    const busy = { ...slow, activeRequests: 1 }
    const { considered } = choose([busy, { ...fast, tier: 1 }])
    const decision = decideFor(considered, 'fast')
    expect(decision.candidates.map(({ node, verdict, rank }) => [node, verdict, rank])).toEqual([
      ['fast', 'chosen', 0],
      ['slow', 'eligible', 1],
    ])
    expect(decision.reason).toMatch(/Tier 0 is busy, so tier 1 answers\.$/)
  })
})

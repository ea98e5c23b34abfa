import { describe, expect, it } from 'vitest'
import type { RequestFigures } from '../../../../shared/contract/activity'
import { nodeView } from '../../../../shared/entities/testing/views'
import { type ClusterFacts, questionsNeeded, type VerdictNode, verdict } from './verdict'

const figures = (changes: Partial<RequestFigures> = {}): RequestFigures => {
  const answers = changes.answers ?? 100
  return {
    requests: answers,
    answers,
    failures: 0,
    cancelled: 0,
    rejected: 0,
    failovers: 0,
    fallbacks: 0,
    ttftMs: { p50: 400, p95: 900 },
    durationMs: { p50: 2_000, p95: 9_000 },
    tokensPerSecond: { p50: 40, p95: 60 },
    queuedMs: { p50: 0, p95: 200 },
    promptTokens: 1,
    tokens: 1,
    spentTokens: 1,
    ...changes,
  }
}

const cluster = [nodeView('mini'), nodeView('pc', { tier: 1 }), nodeView('tower', { tier: 2 })]

const facts = (
  totals: Partial<RequestFigures> = {},
  {
    nodes = cluster,
    simple = { answers: 50, onTier0: 50, share: 1 },
  }: { nodes?: readonly VerdictNode[]; simple?: NonNullable<ClusterFacts['statistics']>['simple'] } = {},
): ClusterFacts => ({ nodes, statistics: { totals: figures(totals), simple, nodes: [] } })

const kinds = (list: readonly { kind: string }[]) => list.map(({ kind }) => kind)

describe('is my cluster working well?', () => {
  it('says yes with the facts it rests on, and nothing to do', () => {
    expect(verdict(facts())).toEqual({
      state: 'well',
      reasons: [
        { kind: 'success', share: 1, count: 100 },
        { kind: 'quickStart', ms: 400 },
        { kind: 'simpleKept', share: 1 },
      ],
      advice: [],
    })
  })

  it.each([0, questionsNeeded - 1])('never praises after %i questions', answers => {
    const given = verdict(facts({ answers }, { simple: { answers: 0, onTier0: 0, share: null } }))
    expect(given.state).toBe('too_little')
    expect(given.reasons).toEqual([{ kind: 'few', count: answers, needed: questionsNeeded }])
  })

  it('does not take stopped answers for data', () => {
    expect(verdict(facts({ answers: 3, cancelled: 400 })).state).toBe('too_little')
  })

  it('never praises where nobody keeps requests, but tells what is away', () => {
    const nodes = [nodeView('mini'), nodeView('pc', { status: 'offline' })]
    expect(verdict({ nodes, statistics: null })).toMatchObject({
      state: 'too_little',
      reasons: [{ kind: 'few' }, { kind: 'away', names: ['pc'] }],
      advice: [{ kind: 'check', node: 'pc' }],
    })
  })

  it.each([
    [98, 2, 'fair'],
    [91, 9, 'fair'],
    [90, 10, 'badly'],
    [99, 1, 'well'],
  ] as const)('with %i answers and %i failures says %s', (answers, failures, state) => {
    expect(verdict(facts({ answers, failures })).state).toBe(state)
  })

  it('does not call one lost question in eleven a rule', () => {
    expect(verdict(facts({ answers: 10, failures: 1 })).state).toBe('well')
  })

  it('says what failed before what went well, and praises nothing beside it', () => {
    const given = verdict(facts({ answers: 50, failures: 50 }))
    expect(given.reasons).toEqual([{ kind: 'failed', count: 50, total: 100, share: 0.5 }])
    expect(given.advice).toEqual([{ kind: 'readFailures' }])
  })

  it.each([
    ['away', { status: 'offline' }, 'check'],
    ['away', { status: 'offline', wakeMac: '00:11:22:33:44:55' }, 'wake'],
    ['missingModel', { status: 'model_missing' }, 'getModel'],
    [
      'tripped',
      { breakers: [{ model: 'm', state: 'open', since: 0, retryAt: null, reason: 'it failed' }] },
      'look',
    ],
  ] as const)('tells of a node that is %s, and that the rest is fine', (kind, changes, advice) => {
    const node = nodeView('pc', { tier: 1, ...changes } as Parameters<typeof nodeView>[1])
    const given = verdict(facts({}, { nodes: [...cluster.filter(({ name }) => name !== 'pc'), node] }))
    expect(given.state).toBe('fair')
    expect(kinds(given.reasons)).toEqual([kind, 'success', 'quickStart'])
    expect(given.advice).toEqual([{ kind: advice, node: 'pc' }])
  })

  it.each(['disabled', 'draining'] as const)('holds nothing against a node that is %s', status => {
    const nodes = [...cluster, nodeView('old', { status })]
    expect(verdict(facts({}, { nodes })).state).toBe('well')
  })

  it('says that all is down, whatever was answered before, and how to get them back', () => {
    const nodes = [
      nodeView('a', { status: 'offline', wakeMac: '0011' }),
      nodeView('b', { status: 'offline' }),
    ]
    expect(verdict(facts({}, { nodes }))).toEqual({
      state: 'down',
      reasons: [{ kind: 'noneOnline', count: 2 }],
      advice: [
        { kind: 'wake', node: 'a' },
        { kind: 'check', node: 'b' },
      ],
    })
  })

  it('does not cry before the first look at the nodes', () => {
    const nodes = [nodeView('a', { status: 'unknown' })]
    expect(verdict({ nodes, statistics: null }).state).toBe('too_little')
  })

  it('says to add a node where there is none', () => {
    expect(verdict({ nodes: [], statistics: null })).toEqual({
      state: 'empty',
      reasons: [],
      advice: [{ kind: 'addNode' }],
    })
  })

  it.each([
    [{ rejected: 5 }, 'fair', 'rejected', 'moreSlots'],
    [{ rejected: 50 }, 'badly', 'rejected', 'moreSlots'],
    [{ queuedMs: { p50: 0, p95: 20_000 } }, 'fair', 'queue', 'moreSlots'],
    [{ failovers: 20 }, 'fair', 'failovers', 'readFailures'],
    [{ failovers: 80 }, 'badly', 'failovers', 'readFailures'],
  ] as const)('with %j says %s because of %s', (totals, state, reason, advice) => {
    const given = verdict(facts(totals))
    expect([given.state, given.reasons[0]?.kind]).toEqual([state, reason])
    expect(kinds(given.advice)).toEqual([advice])
  })

  it('names the slowest node where answers begin late', () => {
    const slow = { ...figures({ ttftMs: { p50: 30_000, p95: 60_000 } }), node: 'tower' }
    const quick = { ...figures(), node: 'mini' }
    const given = verdict({
      nodes: cluster,
      statistics: {
        totals: figures({ ttftMs: { p50: 12_000, p95: 60_000 } }),
        simple: { answers: 0, onTier0: 0, share: null },
        nodes: [quick, slow],
      },
    })
    expect(given.reasons[0]).toEqual({ kind: 'slowStart', ms: 12_000 })
    expect(given.advice).toEqual([{ kind: 'smallerModel', node: 'tower' }])
  })

  it('says which tier is missing when others stand in for it', () => {
    const nodes = cluster.filter(({ tier }) => tier !== 2)
    const given = verdict(facts({ fallbacks: 30 }, { nodes }))
    expect(given.reasons[0]).toEqual({ kind: 'fallbacks', share: 0.3 })
    expect(given.advice).toEqual([{ kind: 'addTier', tier: 2 }])
  })

  it('wants nine of ten simple questions on tier 0, once there are ten', () => {
    const simple = { answers: 40, onTier0: 30, share: 0.75 }
    expect(verdict(facts({}, { simple })).reasons[0]).toEqual({ kind: 'simpleLost', share: 0.75 })
    expect(verdict(facts({}, { simple: { ...simple, answers: 4, onTier0: 3 } })).state).toBe('well')
    const large = cluster.filter(({ tier }) => tier !== 0)
    expect(verdict(facts({}, { simple, nodes: large })).advice).toEqual([{ kind: 'addTier', tier: 0 }])
  })

  it('puts the worst first and says each piece of advice once, three at most', () => {
    const nodes = [...cluster, ...['d', 'e', 'f', 'g'].map(name => nodeView(name, { status: 'offline' }))]
    const given = verdict(facts({ rejected: 3, failures: 60, queuedMs: { p50: 0, p95: 30_000 } }, { nodes }))
    expect(given.state).toBe('badly')
    expect(kinds(given.reasons)).toEqual(['failed', 'queue', 'away'])
    expect(kinds(given.advice)).toEqual(['readFailures', 'moreSlots', 'check'])
  })
})

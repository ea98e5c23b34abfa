import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { explainRouteInput } from '../../shared/contract/what-if'
import { type Classification, routeDecision, type Tier } from '../../shared/entities'
import type { ClassifierInput } from './classification/classifier'
import { neutralOperatingPoint } from './classification/classifier'
import { createTestCluster, question, specOf, whatIf } from './testing/cluster'
import { classified, clusters, policies, policy, servable, snapshot } from './testing/snapshots'
import { explainWhatIf, type WhatIf, type WhatIs } from './what-if'

/** Says of every text what its last word says: `0`, `1` or `2`. */
const classifier = (seen: ClassifierInput[] = []) => ({
  classify(input: ClassifierInput): Classification {
    seen.push(input)
    const tier = Number(input.messages.at(-1)?.content.at(-1) ?? 0)
    return classified(tier === 1 || tier === 2 ? tier : 0)
  },
})

const cluster = (nodes: WhatIs['nodes'], changes: Partial<WhatIs> = {}): WhatIs => ({
  nodes,
  policy: policy(),
  forbidden: new Map(),
  classifier: classifier(),
  operatingPoint: neutralOperatingPoint,
  waiting: 0,
  ...changes,
})

const three = [snapshot('mini', 0), snapshot('tower', 1), snapshot('dgx', 2)]
const chosenOf = ({ candidates }: ReturnType<typeof explainWhatIf>) =>
  candidates.find(({ verdict }) => verdict === 'chosen')?.node

describe('a what-if', () => {
  it('goes elsewhere when nodes are thought of as switched off, and says so of each', () => {
    const decision = explainWhatIf({ ...whatIf('tier 0'), without: ['mini', 'tower'] }, cluster(three))
    expect(chosenOf(decision)).toBe('dgx')
    expect(decision.candidates.filter(({ verdict }) => verdict === 'rejected')).toMatchObject([
      { node: 'mini', reason: 'switched off here', rank: null },
      { node: 'tower', reason: 'switched off here', rank: null },
    ])
    expect(routeDecision.parse(decision)).toEqual(decision)
  })

  it('tells the error when nobody is left', () => {
    const without = ['mini', 'tower', 'dgx']
    const { reason, candidates } = explainWhatIf({ ...whatIf('tier 0'), without }, cluster(three))
    expect(candidates.map(({ verdict }) => verdict)).toEqual(['rejected', 'rejected', 'rejected'])
    expect(reason).toContain('No node can answer: mini (switched off here)')
    expect(reason).toContain('Start one of these machines')
    expect(explainWhatIf(whatIf('tier 0'), cluster([])).reason).toContain('There is no node to answer.')
  })

  it('refuses to switch off a node that there is not, naming those there are', () => {
    expect(() => explainWhatIf({ ...whatIf('hi'), without: ['mini', 'max'] }, cluster(three))).toThrow(
      expect.objectContaining({ code: 'NOT_FOUND', hint: 'Known nodes: mini, tower, dgx.' }),
    )
  })

  it('refuses to ask a node that there is not, as a question to it would be', () => {
    const asked = whatIf('hi', { tier: 'auto', node: 'nobody' })
    for (const [nodes, hint] of [
      [three, 'Known nodes: mini, tower, dgx.'],
      [[], 'The cluster has no nodes yet.'],
    ] as const) {
      expect(() => explainWhatIf(asked, cluster(nodes))).toThrow(
        expect.objectContaining({ code: 'NOT_FOUND', message: 'There is no node named nobody.', hint }),
      )
    }
  })

  it('gives the classifier the conversation, the tools, the length and the preference', () => {
    const seen: ClassifierInput[] = []
    const shift: [number, number] = [0.2, 0]
    const asked: WhatIf = {
      messages: [
        { role: 'user', content: 'Plan it 2' },
        { role: 'assistant', content: 'Shall I?' },
        { role: 'user', content: 'yes 2' },
      ],
      tools: [{ name: 'search', parameters: {} }],
      target: { tier: 'auto' },
      preference: 'eco',
      contextTokens: 50_000,
    }
    const decision = explainWhatIf(
      asked,
      cluster(three, { classifier: classifier(seen), operatingPoint: { preference: 'quality', shift } }),
    )
    expect(seen).toMatchObject([{ contextTokens: 50_000, operatingPoint: { preference: 'eco', shift } }])
    expect(seen[0]?.messages).toEqual(asked.messages)
    expect(seen[0]?.tools).toEqual(asked.tools)
    expect(decision.requirements).toEqual([
      'Only models that call tools.',
      'Needs a window of about 50,000 tokens.',
    ])
  })

  it('keeps the setting where no preference is given, and never makes a conversation shorter', () => {
    const seen: ClassifierInput[] = []
    const text = 'word '.repeat(10_000)
    const operatingPoint = { preference: 'quality', shift: [0, 0] } satisfies WhatIs['operatingPoint']
    explainWhatIf(
      { ...whatIf(text), contextTokens: 5 },
      cluster(three, { classifier: classifier(seen), operatingPoint }),
    )
    expect(seen[0]?.operatingPoint).toEqual(operatingPoint)
    expect(seen[0]?.contextTokens).toBeGreaterThan(5_000)
  })

  it('has somebody else answer where a tier is busy for long, or says how long the wait would be', () => {
    const full = { activeRequests: 1, slots: 1 }
    const busyFor = (waitMs: number) =>
      explainWhatIf(whatIf('tier 0'), cluster([snapshot('mini', 0, { ...full, waitMs }), snapshot('dgx', 2)]))
    expect(chosenOf(busyFor(500_000))).toBe('dgx')
    expect(busyFor(500_000).reason).toContain('Tier 0 is busy, so tier 2 answers.')
    expect(chosenOf(busyFor(2_000))).toBe('mini')
    expect(busyFor(2_000).reason).toContain('All slots of mini are taken: it would wait about 2.0 s.')
  })

  it('counts those that wait before it', () => {
    const nodes = [snapshot('mini', 0, { activeRequests: 1, slots: 1, waitMs: 2_000 }), snapshot('dgx', 2)]
    const behind = (waiting: number) => explainWhatIf(whatIf('tier 0'), cluster(nodes, { waiting }))
    expect(behind(1).reason).toMatch(/taken, and one waits: it would wait about \d/)
    expect(behind(1).reason).not.toContain('about 2.0 s')
    expect(chosenOf(behind(1))).toBe('mini')
    expect(chosenOf(behind(50))).toBe('dgx')
  })

  it('says the same as if those nodes really were away, whatever the cluster', () =>
    fc.assert(
      fc.property(clusters, policies, fc.constantFrom(0, 1, 2), fc.nat(31), (nodes, rules, tier, mask) => {
        const without = nodes.filter((_, index) => (mask >> index) & 1).map(({ name }) => name)
        const away = nodes.map(node =>
          without.includes(node.name) && node.enabled ? { ...node, status: 'offline' as const } : node,
        )
        const places = (decision: ReturnType<typeof explainWhatIf>) =>
          decision.candidates.map(({ node, verdict, rank }) => ({ node, verdict, rank }))
        const asked = whatIf(`tier ${tier}`)
        const rest = { policy: rules }
        expect(places(explainWhatIf({ ...asked, without }, cluster(nodes, rest)))).toEqual(
          places(explainWhatIf(asked, cluster(away, rest))),
        )
      }),
      { numRuns: 500 },
    ))
})

describe('a long conversation with a small question', () => {
  const holding = (name: string, tier: Tier, contextLength: number) =>
    snapshot(name, tier, { modelsServed: [servable('small', {}, { contextLength })] })
  const long = (changes: Partial<WhatIf> = {}): WhatIf => ({
    ...whatIf('thanks, and in French? 0'),
    contextTokens: 20_000,
    ...changes,
  })

  it('goes to the smallest tier whose window fits, and says which are too small', () => {
    const nodes = [holding('mini', 0, 8192), holding('tower', 1, 32_768), holding('dgx', 2, 131_072)]
    const decision = explainWhatIf(long(), cluster(nodes))
    expect(decision.wantedTier).toBe(0)
    expect(chosenOf(decision)).toBe('tower')
    expect(decision.reason).toContain('No model of tier 0 holds about 20,000 tokens, so tier 1 answers.')
    expect(decision.candidates.find(({ node }) => node === 'mini')).toMatchObject({
      verdict: 'rejected',
      reason: 'small holds 8,192 tokens there, and this needs about 20,000',
    })
    expect(chosenOf(explainWhatIf(long(), cluster([...nodes, holding('nas', 0, 32_768)])))).toBe('nas')
  })

  it('goes to the smallest tier that fits, however the windows are spread', () =>
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom<Tier>(0, 1, 2), fc.constantFrom(4096, 8192, 32_768, 131_072)), {
          minLength: 1,
          maxLength: 6,
        }),
        fc.constantFrom(3_000, 6_000, 20_000, 100_000, 200_000),
        (windows, contextTokens) => {
          const nodes = windows.map(([tier, window], index) => holding(`node-${index}`, tier, window))
          const fitting = windows.filter(([, window]) => window >= contextTokens).map(([tier]) => tier)
          const decision = explainWhatIf(long({ contextTokens }), cluster(nodes))
          const chosen = decision.candidates.find(({ verdict }) => verdict === 'chosen')
          expect(chosen?.tier).toBe(fitting.length === 0 ? undefined : Math.min(...fitting))
          expect(decision.wantedTier).toBe(0)
        },
      ),
    ))

  it('never goes below a wanted tier 1 while a larger one holds it', () => {
    const nodes = [holding('mini', 0, 131_072), holding('tower', 1, 8192), holding('dgx', 2, 131_072)]
    expect(chosenOf(explainWhatIf(long({ target: { tier: 1 } }), cluster(nodes)))).toBe('dgx')
  })

  it('is told under strict routing that no node of its tier holds it', () => {
    const nodes = [holding('mini', 0, 8192), holding('dgx', 2, 131_072)]
    const strict = cluster(nodes, { policy: policy({ fallbackStrategy: 'strict' }) })
    const { reason } = explainWhatIf(long(), strict)
    expect(reason).toContain(
      'which no node of tier 0 holds: the largest window there holds 8,192 (small on mini)',
    )
    expect(reason).toContain('Routing is strict')
    expect(reason).toContain('fallback_strategy')
  })
})

describe('a what-if of a cluster with nothing to do', () => {
  it('names the node that answers when it is asked in earnest, whatever the cluster', async () => {
    const tiers = fc.constantFrom<Tier>(0, 1, 2)
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({ tier: tiers, latency: fc.integer({ min: 1, max: 80 }), enabled: fc.boolean() }),
          {
            minLength: 1,
            maxLength: 5,
          },
        ),
        fc.oneof(fc.constant('auto' as const), tiers),
        fc.constantFrom(
          'Hi!',
          'Prove that there are infinitely many primes, step by step, and compare two proofs.',
        ),
        fc.constantFrom('graceful' as const, 'strict' as const),
        fc.boolean(),
        async (scripts, tier, text, fallbackStrategy, loadBalance) => {
          const made = createTestCluster(1, {
            routing: { preferLocal: true, fallbackStrategy, loadBalance },
          })
          for (const [index, { latency }] of scripts.entries())
            made.machines.add(`node-${index}`, { latency })
          await made.setNodes(
            scripts.map(({ tier: own, enabled }, index) => specOf(`node-${index}`, { tier: own, enabled })),
          )
          const asked = whatIf(text, { tier })
          const decision = made.manager.explain(asked)
          const { end } = await made.ask(question({ messages: asked.messages, target: asked.target }))
          if (end.type === 'finished') {
            expect(chosenOf(decision)).toBe(end.answeredBy.node)
            expect(decision.reason).toBe(end.route.reason)
            expect(decision.classification).toEqual(end.route.classification)
          } else {
            expect(chosenOf(decision)).toBeUndefined()
            expect(decision.reason).toContain(end.error.message.slice(0, 100))
          }
          await made.manager.stop()
        },
      ),
      { numRuns: 60 },
    )
  })

  it('leaves no trace', async () => {
    const made = createTestCluster()
    await made.setMachines({ mini: {} })
    const before = made.manager.view()
    made.manager.explain(whatIf('Hi!'))
    expect(made.manager.view()).toEqual(before)
  })
})

describe('what may be asked', () => {
  it('is a text or messages, and not both', () => {
    expect(explainRouteInput.safeParse({ text: 'hi' }).success).toBe(true)
    expect(explainRouteInput.safeParse({ messages: [{ role: 'user', content: 'hi' }] }).success).toBe(true)
    expect(explainRouteInput.safeParse({}).success).toBe(false)
    expect(
      explainRouteInput.safeParse({ text: 'hi', messages: [{ role: 'user', content: 'hi' }] }).success,
    ).toBe(false)
  })

  it('has a bound, for one message and for all together', () => {
    const many = (count: number, length: number) => ({
      messages: Array.from({ length: count }, () => ({ role: 'user', content: 'x'.repeat(length) })),
    })
    expect(explainRouteInput.safeParse(many(2000, 1)).success).toBe(true)
    expect(explainRouteInput.safeParse(many(2001, 1)).success).toBe(false)
    expect(explainRouteInput.safeParse(many(1, 1_000_001)).success).toBe(false)
    expect(explainRouteInput.safeParse(many(3, 400_000)).success).toBe(false)
  })
})

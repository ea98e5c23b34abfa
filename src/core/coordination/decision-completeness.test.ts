import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ModelCapabilities, type RouteDecision, routeDecision } from '../../shared/entities'
import { gatesOf } from '../../shared/entities/gate-words'
import { createTestCluster, question, specOf, type TestCluster } from './testing/cluster'

const able: Partial<ModelCapabilities> = {
  vision: 'yes',
  tools: 'yes',
  completion: 'yes',
  embeddings: 'yes',
  prefill: 'yes',
}
let cluster: TestCluster
beforeEach(async () => {
  cluster = createTestCluster()
  for (const name of ['mini', 'tower', 'dgx'])
    cluster.machines.add(name, { models: ['small', 'extra'], abilities: { small: able } })
  await cluster.setNodes([
    specOf('mini'),
    specOf('tower', { tier: 1 }),
    specOf('dgx', { tier: 2, models: ['small', 'extra'] }),
  ])
})
afterEach(() => cluster.manager.stop())

const mini = () => cluster.machines.at('http://mini')

async function routeOf(changes: Parameters<typeof question>[0]): Promise<RouteDecision> {
  const { end } = await cluster.ask(question(changes))
  if (end.route === null) throw new Error('No route was made.')
  return end.route
}

const words = { role: 'user', content: 'Compare the two proofs and say which one holds.' } as const
const image = { mediaType: 'image/png', data: '' } as const
const tool = { name: 'search', parameters: { type: 'object' } }

/** What the badge, the window behind it, the headers and the terminal rely on. */
function expectComplete(route: RouteDecision, isJudged: boolean) {
  expect(routeDecision.parse(route)).toEqual(route)
  const { classification, candidates, reason } = route
  expect(classification.reasons.length).toBeGreaterThan(0)
  expect(classification.reasons.length).toBeLessThanOrEqual(3)
  expect(reason).toMatch(/^[\x20-\x7e]{10,400}\.$/)
  for (const gate of gatesOf(route)) expect(gate).toMatch(/^[A-Z][^\n]*\.$/)
  expect(candidates.map(({ node }) => node).toSorted()).toEqual(['dgx', 'mini', 'tower'])
  for (const candidate of candidates) expect(candidate.reason).not.toBe('')
  expect(candidates.filter(({ verdict }) => verdict === 'chosen')).toHaveLength(1)
  expect(classification.probabilities !== undefined).toBe(isJudged)
  if (isJudged) {
    const sum = classification.probabilities?.reduce((total, each) => total + each, 0)
    expect(sum).toBeCloseTo(1, 6)
    expect(classification.preference).toBe('balanced')
  }
}

describe('every decision is told whole', () => {
  it.each<[string, Parameters<typeof question>[0], Partial<RouteDecision>]>([
    ['a chat', { messages: [words] }, { forced: 'none' }],
    ['a program', { messages: [words], origin: 'api' }, { forced: 'none' }],
    ['another harombe', { origin: 'peer', target: { tier: 'auto', node: 'tower' } }, { forced: 'node' }],
    [
      'a tier by name',
      { target: { tier: 2 } },
      { forced: 'tier', reason: 'You asked for tier 2 (Powerful).' },
    ],
    ['a model by name', { target: { tier: 'auto', model: 'extra' } }, { forced: 'model' }],
    ['a raw text', { messages: [], prompt: { text: 'Once upon a time' } }, { forced: 'none' }],
    [
      'images',
      { messages: [{ ...words, images: [image] }] },
      { requirements: ['Only models that see images.'] },
    ],
    ['tools', { messages: [words], tools: [tool] }, { requirements: ['Only models that call tools.'] }],
    [
      'a long conversation',
      { messages: [{ role: 'user', content: 'word '.repeat(5_000) }, words] },
      { requirements: [expect.stringMatching(/^Needs a window of about \d,\d00 tokens\.$/)] },
    ],
    ['a step of a tool loop', { messages: [words], tools: [tool], keepNode: 'tower' }, { forced: 'none' }],
    [
      'a begun answer',
      { messages: [words, { role: 'assistant', content: 'The first' }] },
      { forced: 'none' },
    ],
  ])('for %s', async (_name, asked, expected) => {
    const route = await routeOf(asked)
    expectComplete(route, true)
    expect(route).toMatchObject(expected)
  })

  it('for embeddings, in which no text is judged', async () => {
    const { route } = await cluster.embed()
    expectComplete(route, false)
  })

  it('after a failure before the first word', async () => {
    mini().plan = () => [{ fail: 'NODE_ERROR' }]
    const route = await routeOf({ messages: [{ role: 'user', content: 'Hi!' }] })
    expectComplete(route, true)
    expect(route.reason).toMatch(/ No usable node of tier 0 after mini failed, so tier 1 answers\.$/)
    expect(route.candidates.find(({ node }) => node === 'mini')?.reason).toMatch(
      /^failed for this question: /,
    )
  })

  it('for an answer that another node goes on with: nobody asked for its model', async () => {
    mini().plan = () => [...Array.from({ length: 100 }, () => ({ say: 'word ' })), 'cut']
    const { end } = await cluster.ask(
      question({ messages: [{ role: 'user', content: 'Hi!' }], onStreamFailure: 'continue' }),
    )
    expect(end).toMatchObject({ type: 'finished', failovers: [{ mode: 'continue' }] })
    const { route } = end
    if (route === null) throw new Error('No route was made.')
    expectComplete(route, true)
    expect(route).toMatchObject({ forced: 'none', wantedTier: 0 })
    expect(route.reason).toMatch(/^small began this answer and goes on with it\. /)
  })
})

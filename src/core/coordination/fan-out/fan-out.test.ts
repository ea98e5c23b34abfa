import { describe, expect, it } from 'vitest'
import { systemClock } from '../../../shared/clock'
import { type NodeView, type Tier, unknownCapabilities } from '../../../shared/entities'
import { clusterView, nodeView } from '../../../shared/entities/testing/views'
import { HarombeError } from '../../../shared/errors'
import { tokenWeight } from '../../inference/estimate-tokens'
import { bareSummary } from '../../inference/model-library'
import { collectExecution } from '../collect-execution'
import { createVirtualClock } from '../testing/virtual-clock'
import type { ExecutionEvent, ExecutionRequest } from '../types'
import { createFanOut, type FanOutOptions } from './fan-out'
import type { FanOutRequest } from './types'

const machine = (name: string, tier: Tier, changes: Partial<NodeView> = {}) =>
  nodeView(name, { tier, model: `model-of-${name}`, slots: 2, ...changes })

const trio = [machine('small', 0), machine('middle', 1), machine('big', 2)]

type Answer = (request: ExecutionRequest, signal: AbortSignal) => string | Promise<string>

const isMerge = ({ messages }: ExecutionRequest) => /assistants/.test(messages[0]?.content ?? '')
const isCombine = ({ messages }: ExecutionRequest) =>
  /another part of one text/.test(messages[0]?.content ?? '')
const lastText = ({ messages }: ExecutionRequest) => messages.at(-1)?.content ?? ''

const collector = () => ({ collect: collectExecution, release: () => undefined })

/** A cluster whose nodes say what the test wants; without a node in the target the first of the tier answers. Who is away keeps waiting. */
function createLab(
  answer: Answer,
  { nodes = trio, window = 8192 as number | null, away = new Set<string>() } = {},
) {
  const asked: ExecutionRequest[] = []
  let running = 0
  let most = 0
  const view = clusterView(nodes)
  async function* answered(request: ExecutionRequest, signal: AbortSignal) {
    asked.push(request)
    running += 1
    most = Math.max(most, running)
    const { target } = request
    const by = nodes.find(
      ({ name, tier }) => (target.node ?? name) === name && (target.tier === 'auto' || tier === target.tier),
    )
    try {
      if (away.has(target.node ?? '')) {
        yield { type: 'stage', stage: 'waiting', node: null } as const
        await new Promise(() => undefined)
      }
      yield { type: 'text', text: await answer(request, signal) } as const
      yield {
        type: 'finished',
        answeredBy: { node: by?.name ?? '', tier: by?.tier ?? 0, model: by?.model ?? '', simulated: false },
        route: { reason: `because of ${by?.name}` },
        metrics: { tokens: 3 },
        failovers: [],
      } as unknown as ExecutionEvent
    } finally {
      running -= 1
    }
  }
  const cluster: FanOutOptions['cluster'] = {
    execute: answered,
    view: () => view,
    models: () =>
      nodes.map(({ name, model }) => ({
        model,
        nodes: [name],
        summary: bareSummary(model),
        capabilities: { ...unknownCapabilities },
        loaded: [],
        windows: [{ node: name, tokens: window }],
      })),
  }
  const execute = (changes: Partial<FanOutRequest>, signal = new AbortController().signal) =>
    createFanOut({ cluster, clock: systemClock, collector }).execute(
      { query: 'Why?', context: '', aggregate: 'first', target: { tier: 'auto' }, origin: 'api', ...changes },
      signal,
    )
  return { asked, execute, cluster, most: () => most }
}

const busy = () => new HarombeError('NODE_BUSY', 'Busy.')
const longText = Array.from({ length: 900 }, (_, index) => `Fact ${index} is known here. `).join('')

describe('all answers', () => {
  it('come from every node that can answer, the highest tier first, each with its name', async () => {
    const nodes = [
      ...trio,
      machine('away', 2, { status: 'offline' }),
      machine('old', 2, { status: 'draining' }),
    ]
    const { execute, asked } = createLab(({ target }) => `says ${target.node}`, { nodes })
    const result = await execute({ aggregate: 'all', context: 'About this.' })
    expect(result.parts.map(({ answeredBy, response }) => [answeredBy?.node, response])).toEqual([
      ['big', 'says big'],
      ['middle', 'says middle'],
      ['small', 'says small'],
    ])
    expect(result).toMatchObject({ strategy: 'all', answeredBy: { node: 'big' }, tokens: 9 })
    expect(result.response).toBe(
      '[big, model-of-big]\nsays big\n\n[middle, model-of-middle]\nsays middle\n\n[small, model-of-small]\nsays small',
    )
    expect(asked[0]?.messages).toEqual([
      { role: 'system', content: 'About this.' },
      { role: 'user', content: 'Why?' },
    ])
  })

  it('come from the wanted tier alone', async () => {
    const { execute, asked } = createLab(() => 'x', { nodes: [...trio, machine('twin', 1)] })
    await execute({ aggregate: 'all', target: { tier: 1 } })
    expect(asked.map(({ target }) => target.node)).toEqual(['middle', 'twin'])
  })

  it('count where others failed, and say so', async () => {
    const { execute } = createLab(({ target }) => (target.node === 'big' ? Promise.reject(busy()) : 'fine'))
    const result = await execute({ aggregate: 'all' })
    expect(result.parts.map(({ error }) => error?.code)).toEqual(['NODE_BUSY', undefined, undefined])
    expect(result.answeredBy.node).toBe('middle')
    // Not that the caller had asked for that node: it asked for all.
    expect(result.route.reason).toBe(
      'Every node that may answer was asked; middle is of the highest tier that answered, 1.',
    )
    expect(result.route.forced).toBe('none')
  })

  it('do not wait for a node that went away, and name it', async () => {
    const { execute } = createLab(() => 'fine', { away: new Set(['middle']) })
    const { parts } = await execute({ aggregate: 'all' })
    expect(parts.map(({ node, tier, error }) => [node, tier, error?.code])).toEqual([
      ['big', 2, undefined],
      ['middle', 1, 'NODE_UNREACHABLE'],
      ['small', 0, undefined],
    ])
  })

  it('are an error when there is none', async () => {
    const { execute } = createLab(() => Promise.reject(busy()))
    await expect(execute({ aggregate: 'all' })).rejects.toMatchObject({ code: 'NODE_BUSY' })
  })
})

describe('one answer made of all', () => {
  it('is written by the highest tier, which sees every answer; the parts stay', async () => {
    const { execute, asked } = createLab(request =>
      isMerge(request) ? 'merged' : `says ${request.target.node}`,
    )
    const result = await execute({ aggregate: 'merge' })
    expect(result).toMatchObject({ strategy: 'merge', response: 'merged', answeredBy: { node: 'big' } })
    expect(result.parts).toHaveLength(3)
    const seen = asked.find(isMerge)?.messages.at(-1)?.content
    for (const name of ['big', 'middle', 'small']) expect(seen).toContain(`says ${name}`)
  })

  it('is the only one where one answered, without another turn', async () => {
    const { execute, asked } = createLab(({ target }) =>
      target.node === 'small' ? 'mine' : Promise.reject(busy()),
    )
    expect(await execute({ aggregate: 'merge' })).toMatchObject({ response: 'mine' })
    expect(asked).toHaveLength(3)
  })

  it('is the best of them where nobody could merge, and says why', async () => {
    const { execute } = createLab(request =>
      isMerge(request) ? Promise.reject(busy()) : `says ${request.target.node}`,
    )
    expect(await execute({ aggregate: 'merge' })).toMatchObject({
      response: 'says big',
      mergeError: { code: 'NODE_BUSY' },
    })
  })

  it('is the best of them where the question leaves no room to merge', async () => {
    const { execute } = createLab(({ target }) => `says ${target.node}`, { window: 1024 })
    expect(await execute({ aggregate: 'merge', query: 'Why? '.repeat(400) })).toMatchObject({
      response: 'says big',
      parts: [{}, {}, {}],
      mergeError: { code: 'CONTEXT_TOO_LONG' },
    })
  })
})

describe('a context longer than any window', () => {
  it('is answered part by part and combined; no question is longer than a window, and every fact is seen', async () => {
    const { execute, asked, most } = createLab(
      request => (isCombine(request) ? 'whole' : 'note '.repeat(80)),
      {
        window: 2048,
      },
    )
    const result = await execute({ context: longText })
    expect(result).toMatchObject({ strategy: 'map_reduce', response: 'whole' })
    expect(result.route.reason).toMatch(/^The context was read in \d+ parts; \w+ put the answers together\.$/)
    expect(result.parts.length).toBeGreaterThan(3)
    expect(result.parts.every(({ answeredBy }) => answeredBy !== null)).toBe(true)
    const seen = asked
      .filter(request => !isCombine(request))
      .map(lastText)
      .join('')
    for (let index = 0; index < 900; index += 1) expect(seen).toContain(`Fact ${index} is known here.`)
    for (const { messages, maxTokens = 0 } of asked) {
      const tokens = messages.reduce((sum, { content }) => sum + tokenWeight(content), maxTokens)
      expect(tokens).toBeLessThanOrEqual(2048)
    }
    // Slots of the three nodes.
    expect(most()).toBeLessThanOrEqual(6)
    expect(asked[0]?.priority).toBe('background')
  })

  it('comes to an end also where every answer is as long as a model likes', async () => {
    const { execute } = createLab(
      request => (isCombine(request) ? 'combined '.repeat(3000) : 'note '.repeat(3000)),
      {
        window: 1024,
      },
    )
    const result = await execute({ context: longText.slice(0, 12_000) })
    expect(result.response).toMatch(/^combined/)
  })

  it('counts the parts that were read, and says how many were not', async () => {
    let turn = 0
    const { execute, asked } = createLab(
      request => {
        if (isCombine(request)) return 'whole'
        turn += 1
        return turn === 2 ? Promise.reject(busy()) : 'note'
      },
      { window: 2048 },
    )
    const result = await execute({ context: longText })
    expect(result.parts.filter(({ error }) => error !== undefined)).toMatchObject([
      { error: { code: 'NODE_BUSY' } },
    ])
    expect(asked.findLast(isCombine)?.messages[0]?.content).toContain('1 of the parts could not be read')
  })

  it('keeps what was read where nobody could combine it, and says why', async () => {
    const { execute } = createLab(request => (isCombine(request) ? Promise.reject(busy()) : 'note'), {
      window: 2048,
    })
    const { response, parts, mergeError } = await execute({ context: longText })
    expect(response).toBe(parts.map(() => 'note').join('\n\n'))
    expect(mergeError?.code).toBe('NODE_BUSY')
  })

  it('asks no further when every node is gone and one question has waited in vain', async () => {
    const nodes = trio.map(node => ({ ...node, slots: 1 }))
    const { execute, asked } = createLab(
      () => {
        for (const node of nodes) node.status = 'offline'
        return Promise.reject(busy())
      },
      { nodes, window: 1024 },
    )
    await expect(execute({ context: longText })).rejects.toMatchObject({ code: 'NODE_BUSY' })
    expect(asked).toHaveLength(3)
  })

  it('that nobody knew is found out by asking', async () => {
    const { execute } = createLab(
      request => {
        if (isCombine(request)) return 'whole'
        if (lastText(request) === 'Why?') throw new HarombeError('CONTEXT_TOO_LONG', 'Too long.')
        return 'note'
      },
      { window: null },
    )
    expect(await execute({ context: longText })).toMatchObject({ strategy: 'map_reduce', response: 'whole' })
  })

  it('is refused where it would take too many parts', async () => {
    const { execute, asked } = createLab(() => 'x', { window: 1024 })
    await expect(execute({ context: longText.repeat(6) })).rejects.toMatchObject({ code: 'CONTEXT_TOO_LONG' })
    expect(asked).toEqual([])
  })
})

describe('whoever leaves', () => {
  it('ends every question that was asked for it', async () => {
    const signals: AbortSignal[] = []
    const leaving = new AbortController()
    const { execute } = createLab(
      (_request, signal) =>
        new Promise((_resolve, reject) => {
          signals.push(signal)
          signal.addEventListener('abort', () => reject(new HarombeError('CANCELLED', 'Stopped.')))
        }),
    )
    const running = execute({ aggregate: 'all' }, leaving.signal)
    leaving.abort(new HarombeError('CANCELLED', 'The client left.'))
    await expect(running).rejects.toMatchObject({ code: 'CANCELLED' })
    expect(signals).toHaveLength(3)
    expect(signals.every(({ aborted }) => aborted)).toBe(true)
  })

  it('by its deadline as well', async () => {
    const clock = createVirtualClock()
    const { cluster } = createLab(
      (_request, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error))
        }),
    )
    const running = createFanOut({ cluster, clock, collector }).execute(
      {
        query: 'Why?',
        context: '',
        aggregate: 'all',
        target: { tier: 'auto' },
        origin: 'api',
        timeoutMs: 5_000,
      },
      new AbortController().signal,
    )
    const failed = expect(running).rejects.toMatchObject({ code: 'TIMEOUT' })
    await clock.advance(5_000)
    await failed
  })
})

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ErrorCode } from '../../shared/errors'
import {
  createTestCluster,
  earlyFailures,
  outcomeOf,
  question,
  specOf,
  type TestCluster,
} from './testing/cluster'
import type { Step } from './testing/scripted-machines'

let cluster: TestCluster

/** `count` equal nodes a, b, c … of tier 0 that are asked in this order; the first ones follow the plans given. */
function nodes(count: number, ...plans: (readonly Step[])[]) {
  const names = [...'abcdefgh'].slice(0, count)
  return cluster.setMachines(
    Object.fromEntries(
      names.map((name, index) => {
        const plan = plans[index]
        return [name, plan === undefined ? {} : { plan: () => plan }]
      }),
    ),
  )
}
const asked = (machines: Awaited<ReturnType<typeof nodes>>) => machines.map(({ requests }) => requests.length)
const load = () => cluster.manager.view().nodes.map(({ activeRequests }) => activeRequests)

beforeEach(() => {
  cluster = createTestCluster()
})
afterEach(async () => {
  expect(
    load().every(active => active === 0),
    'a slot was not given back',
  ).toBe(true)
  await cluster.manager.stop()
})

describe('an answer', () => {
  it('is told as it comes, with times from the question on', async () => {
    const usage = { promptTokens: 12, completionTokens: 5 }
    await nodes(1, [
      { wait: 200 },
      { frame: { type: 'reasoning', text: 'hm' } },
      { say: 'Paris' },
      { wait: 100 },
      { say: '.' },
      { frame: { type: 'usage', usage } },
      'done',
    ])
    const { events, end } = await cluster.ask()
    expect(events.map(event => (event.type === 'stage' ? event.stage : event.type))).toEqual([
      ...['routing', 'connecting', 'reading', 'routed', 'writing'],
      ...['reasoning', 'text', 'text', 'finished'],
    ])
    expect(end).toMatchObject({
      type: 'finished',
      reason: 'stop',
      usage,
      answeredBy: { node: 'a', tier: 0, model: 'small', simulated: false },
      metrics: {
        ttftMs: 200,
        durationMs: 300,
        promptTokens: 12,
        tokens: 5,
        tokenSource: 'reported',
        tokensPerSecond: 40,
      },
      failovers: [],
    })
    expect(cluster.manager.node('a').statistics).toMatchObject({
      requests: 1,
      failures: 0,
      tokens: 5,
      ttftMs: 200,
    })
  })

  it.each([
    ['comes in one burst', 5, 10, null],
    ['is two tokens long', 2, 100, null],
    ['is just long enough', 3, 20, 100],
  ])('has no speed worth telling unless it takes its time: one that %s', async (_name, tokens, ms, speed) => {
    const usage = { promptTokens: 1, completionTokens: tokens }
    await nodes(1, [{ say: 'a' }, { wait: ms }, { say: 'b' }, { frame: { type: 'usage', usage } }, 'done'])
    expect((await cluster.ask()).end).toMatchObject({ metrics: { tokensPerSecond: speed, tokens } })
    expect(cluster.manager.node('a').statistics.tokensPerSecond).toBe(speed)
  })

  it.each<[string, string[] | null, string]>([
    ['the model must be loaded first', ['other'], 'loading'],
    ['it is loaded', ['small'], 'reading'],
    ['it is loaded under its full name', ['small:latest'], 'reading'],
    ['the server does not tell', null, 'reading'],
  ])('says so when %s', async (_name, loadedModels, stage) => {
    cluster.machines.add('a', { loadedModels })
    await cluster.setNodes([specOf('a')])
    const { events } = await cluster.ask()
    expect(events[2]).toEqual({ type: 'stage', stage, node: 'a' })
  })

  it('tells how much of the wait was for loading, where the model was not in memory', async () => {
    const plan = (): readonly Step[] => [{ wait: 9000 }, { say: 'a' }, 'done']
    cluster.machines.add('a', { loadedModels: [], plan })
    await cluster.setNodes([specOf('a')])
    const metricsOf = async () => {
      const { end } = await cluster.ask()
      return end.type === 'finished' ? end.metrics : null
    }
    const cold = await metricsOf()
    expect(cold?.ttftMs).toBe(9000)
    // Reading is part of it too.
    expect(cold?.loadMs).toBeGreaterThan(8000)
    expect(cold?.loadMs).toBeLessThan(9000)
    // It is in memory now, so the same wait is none for loading.
    expect(await metricsOf()).not.toHaveProperty('loadMs')
  })

  it('says how long loading took the last time, from the second time on', async () => {
    const plan = (): readonly Step[] => [{ wait: 9000 }, { say: 'a' }, 'done']
    cluster.machines.add('a', { loadedModels: [], plan })
    await cluster.setNodes([specOf('a')])
    expect((await cluster.ask()).events[2]).toEqual({ type: 'stage', stage: 'loading', node: 'a' })
    // The next check finds that the server has put the model away again.
    await cluster.clock.advance(120_000)
    const again = (await cluster.ask()).events[2]
    expect(again).toMatchObject({ stage: 'loading', lastMs: expect.closeTo(9000, -3.5) })
  })

  it('carries every field of the request to the node, with the cluster’s one context length', async () => {
    const [a] = await nodes(1)
    const fields = { temperature: 0, topP: 0.5, maxTokens: 9, seed: 3, stop: ['x'], tools: [] }
    await cluster.ask(question(fields))
    expect(a?.requests[0]).toEqual({
      ...fields,
      model: 'small',
      messages: question().messages,
      contextLength: 8192,
    })
  })

  it('takes one slot of its node while it lasts', async () => {
    await nodes(2)
    const { done } = cluster.start()
    await cluster.clock.advance(5)
    expect(load()).toEqual([1, 0])
    await cluster.clock.finish(done)
    expect(load()).toEqual([0, 0])
  })

  it('goes to the idle one of two equal nodes also when two questions come in one moment', async () => {
    const machines = await nodes(2)
    const both = [cluster.start(), cluster.start()]
    await cluster.clock.finish(Promise.all(both.map(({ done }) => done)))
    expect(asked(machines)).toEqual([1, 1])
  })

  it('that its reader leaves in the middle ends the stream and gives the slot back', async () => {
    const [a] = await nodes(1, [{ say: 'a' }, { say: 'b' }, 'hang'])
    for (const type of ['stage', 'routed', 'text'] as const) {
      for await (const event of cluster.manager.execute(question(), new AbortController().signal)) {
        if (event.type === type) break
      }
      expect(a?.open).toBe(0)
      expect(load()).toEqual([0])
    }
    expect(cluster.manager.view().requests).toEqual([])
  })
})

describe('a node that fails before its first token', () => {
  it.each(earlyFailures)('with %s is replaced by the next, and the caller sees no text of it', async code => {
    const machines = await nodes(2, [{ fail: code }])
    const { end, text, events } = await cluster.ask()
    expect(end).toMatchObject({
      type: 'finished',
      answeredBy: { node: 'b' },
      failovers: [{ node: 'a', tier: 0, stage: 'before_first_token', error: { code } }],
    })
    expect(text).toBe('b answers')
    expect(events).toContainEqual(expect.objectContaining({ type: 'failedOver', next: 'b' }))
    expect(asked(machines)).toEqual([1, 1])
  })

  it.each<ErrorCode>(['BAD_REQUEST', 'CONTEXT_TOO_LONG', 'NODE_REFUSED'])(
    'because of the question itself (%s) is not replaced: the others would refuse too',
    async code => {
      const machines = await nodes(2, [{ fail: code }])
      const { end } = await cluster.ask()
      expect(end).toMatchObject({ type: 'failed', error: { code } })
      expect(asked(machines)).toEqual([1, 0])
    },
  )

  it.each<ErrorCode>(['BAD_REQUEST', 'CONTEXT_TOO_LONG', 'NODE_BUSY', 'NODE_LOADING', 'MODEL_MISSING'])(
    'is not blamed for %s: it did nothing wrong',
    async code => {
      await nodes(2, [{ fail: code }])
      await cluster.ask()
      expect(cluster.manager.node('a').statistics).toMatchObject({ requests: 1, failures: 0 })
    },
  )

  it.each<ErrorCode>(['BAD_REQUEST', 'CONTEXT_TOO_LONG'])(
    'because of the question (%s) shows no error and is not looked at because of it',
    async code => {
      const [a] = await nodes(1, [{ fail: code }])
      const before = a?.probes
      await cluster.ask()
      await cluster.clock.settle()
      expect(a?.probes).toBe(before)
      expect(cluster.manager.node('a').error).toBeNull()
    },
  )

  it('because nobody listens is not asked by the next question either', async () => {
    const machines = await nodes(2, [{ fail: 'NODE_UNREACHABLE' }])
    await cluster.ask()
    expect(cluster.manager.node('a').status).toBe('offline')
    await cluster.ask()
    expect(asked(machines)).toEqual([1, 2])
  })

  it('is not asked twice when it did some work, and every failure is named when all have failed', async () => {
    const machines = await nodes(
      3,
      [{ fail: 'MODEL_MISSING' }],
      [{ fail: 'TIMEOUT' }],
      [{ fail: 'NODE_ERROR' }],
    )
    const { end } = await cluster.ask()
    expect(end).toMatchObject({
      type: 'failed',
      error: {
        code: 'ALL_NODES_FAILED',
        data: { attempts: [{ code: 'MODEL_MISSING' }, { code: 'TIMEOUT' }, { code: 'NODE_ERROR' }] },
      },
    })
    expect(asked(machines)).toEqual([1, 1, 1])
  })

  it('costs an attempt only when it did some work', async () => {
    const free = [{ fail: 'NODE_UNREACHABLE' }] as const
    const late = [{ wait: 50 }, { fail: 'TIMEOUT' }] as const
    const machines = await nodes(8, free, free, late, late, free, late, late)
    const { end } = await cluster.ask()
    expect(end).toMatchObject({ type: 'failed', error: { code: 'ALL_NODES_FAILED' } })
    expect(asked(machines)).toEqual([1, 1, 1, 1, 1, 1, 1, 0])
  })
})

describe('a node that fails in the middle of its answer', () => {
  const broken: readonly Step[][] = [
    [{ say: 'half ' }, 'cut'],
    [{ say: 'half ' }, { fail: 'NODE_ERROR' }],
    [{ say: 'half ' }, { fail: 'TIMEOUT' }],
    [{ frame: { type: 'reasoning', text: 'hm' } }, { fail: 'STREAM_CUT_OFF' }],
  ]

  it.each(broken)('is replaced, and nothing of what it said remains (%j …)', async (...plan) => {
    await nodes(2, plan)
    const { end, text } = await cluster.ask()
    expect(text).toBe('b answers')
    expect(end).toMatchObject({ type: 'finished', failovers: [{ node: 'a', stage: 'mid_answer' }] })
  })

  it.each(broken)(
    'ends the answer of a caller who wants that, without another node (%j …)',
    async (...plan) => {
      const machines = await nodes(2, plan)
      const { end } = await cluster.ask(question({ onStreamFailure: 'terminate' }))
      expect(end).toMatchObject({ type: 'failed', answeredBy: { node: 'a' }, metrics: { ttftMs: 0 } })
      expect(end.failovers).toHaveLength(1)
      expect(asked(machines)).toEqual([1, 0])
    },
  )

  it('is replaced for such a caller as long as it has said nothing', async () => {
    await nodes(2, [{ wait: 100 }, { fail: 'TIMEOUT' }])
    const { end } = await cluster.ask(question({ onStreamFailure: 'terminate' }))
    expect(end).toMatchObject({ type: 'finished', answeredBy: { node: 'b' } })
  })

  it('and takes a second one with it is not followed by a third: the question may be what breaks them', async () => {
    const machines = await nodes(3, [{ say: 'x' }, 'cut'], [{ wait: 5 }, { fail: 'NODE_ERROR' }])
    const { end } = await cluster.ask()
    expect(end).toMatchObject({ type: 'failed', error: { code: 'ALL_NODES_FAILED' } })
    expect(end.type === 'failed' && end.error.message).toContain('2 nodes failed on this question')
    expect(asked(machines)).toEqual([1, 1, 0])
  })
})

describe('complete', () => {
  it('returns the answer of the node that finished, nothing of those that failed', async () => {
    await nodes(2, [{ say: 'half ' }, 'cut'])
    const signal = new AbortController().signal
    const result = await cluster.clock.finish(cluster.manager.complete(question(), signal))
    expect(result).toMatchObject({ content: 'b answers', reason: 'stop', answeredBy: { node: 'b' } })
  })

  it('throws what the execution failed with', async () => {
    await nodes(1, [{ fail: 'CONTEXT_TOO_LONG' }])
    const signal = new AbortController().signal
    await expect(cluster.clock.finish(cluster.manager.complete(question(), signal))).rejects.toMatchObject({
      code: 'CONTEXT_TOO_LONG',
    })
  })
})

it('an outcome is read strictly: no terminal event, or two, is an error of these tests’ subject', () => {
  expect(() => outcomeOf([{ type: 'text', text: 'x' }])).toThrow('Not exactly one terminal event')
})

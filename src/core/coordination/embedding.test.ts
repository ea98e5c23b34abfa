import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestCluster, earlyFailures, type TestCluster } from './testing/cluster'
import type { Machine } from './testing/scripted-machines'

let cluster: TestCluster

const embedder = (changes: Partial<Machine> = {}): Partial<Machine> => ({
  models: ['small', 'embed'],
  abilities: { small: { embeddings: 'no' }, embed: { embeddings: 'yes', chat: 'no' } },
  ...changes,
})
const asked = (machines: Machine[]) =>
  machines.map(({ embedRequests }) => embedRequests.map(({ model }) => model))

beforeEach(() => {
  cluster = createTestCluster()
})
afterEach(async () => {
  const { nodes: views, requests } = cluster.manager.view()
  expect(
    views.every(({ activeRequests }) => activeRequests === 0),
    'a slot was not given back',
  ).toBe(true)
  expect(requests, 'a request never left the view').toEqual([])
  await cluster.manager.stop()
  await cluster.clock.settle()
  expect(cluster.clock.pending(), 'timers left after stop').toBe(0)
})

describe('embeddings', () => {
  it('are made by a model that can, and the result says whose they are and why', async () => {
    const [mac] = await cluster.setMachines({ mac: embedder() })
    const result = await cluster.embed({ inputs: ['one', 'three'], dimensions: 1 })
    expect(result).toMatchObject({
      vectors: [[0.003], [0.005]],
      promptTokens: 2,
      model: 'embed',
      answeredBy: { node: 'mac', tier: 0, model: 'embed' },
      route: {
        forced: 'none',
        requirements: ['Only models that make embeddings.'],
        reason: "embed is the cluster's embedding model.",
        candidates: [{ node: 'mac', model: 'embed', verdict: 'chosen' }],
      },
    })
    expect(mac?.embedRequests).toEqual([
      { model: 'embed', inputs: ['one', 'three'], dimensions: 1, contextLength: 8192 },
    ])
  })

  it('are made by the same model for everybody who names none: the first by name, wherever it is', async () => {
    const machines = await cluster.setMachines({
      mac: embedder({ models: ['zz-embed'], abilities: { 'zz-embed': { embeddings: 'yes' } } }),
      dgx: embedder({ models: ['aa-embed'], abilities: { 'aa-embed': { embeddings: 'yes' } } }),
    })
    for (let call = 0; call < 3; call += 1) expect((await cluster.embed()).model).toBe('aa-embed')
    expect(asked(machines)).toEqual([[], ['aa-embed', 'aa-embed', 'aa-embed']])
  })

  it('are not made by another model while the one for everybody is away: vectors of two cannot be compared', async () => {
    const [mac, dgx] = await cluster.setMachines({
      mac: embedder({ models: ['zz-embed'], abilities: { 'zz-embed': { embeddings: 'yes' } } }),
      dgx: embedder({ models: ['aa-embed'], abilities: { 'aa-embed': { embeddings: 'yes' } } }),
    })
    dgx?.kill()
    await expect(cluster.embed()).rejects.toMatchObject({ code: 'NO_NODE_AVAILABLE' })
    expect(mac?.embedRequests).toHaveLength(0)
    dgx?.revive()
    expect((await cluster.embed()).model).toBe('aa-embed')
  })

  it('are made by the model that is named, on a node that has it', async () => {
    const machines = await cluster.setMachines({
      mac: embedder({ models: ['small'], abilities: {} }),
      dgx: embedder({ models: ['other:latest', 'embed'] }),
    })
    const result = await cluster.embed({ target: { tier: 'auto', model: 'other' } })
    expect(result).toMatchObject({
      model: 'other:latest',
      answeredBy: { node: 'dgx' },
      route: { forced: 'model' },
    })
    expect(asked(machines)).toEqual([[], ['other:latest']])
  })

  it('are made by the embedding model of the node that is named', async () => {
    await cluster.setMachines({
      mac: embedder({ models: ['aa-embed'], abilities: { 'aa-embed': { embeddings: 'yes' } } }),
      dgx: embedder(),
    })
    const result = await cluster.embed({ target: { tier: 'auto', node: 'dgx' } })
    expect(result).toMatchObject({ model: 'embed', answeredBy: { node: 'dgx' }, route: { forced: 'node' } })
    expect(result.route.reason).toBe('You asked for this node.')
  })

  it('go to the idle one of two nodes, which each has a slot to give', async () => {
    const machines = await cluster.setMachines({ mac: embedder(), dgx: embedder() })
    await Promise.all([cluster.embed(), cluster.embed()])
    expect(asked(machines)).toEqual([['embed'], ['embed']])
  })
})

describe('a node that fails to make them', () => {
  it.each(earlyFailures)(
    'with %s is replaced by another that has the same model, never by one with another',
    async code => {
      const machines = await cluster.setMachines({
        mac: embedder({ embedPlan: () => code }),
        nas: embedder({ models: ['zz-embed'], abilities: { 'zz-embed': { embeddings: 'yes' } } }),
        dgx: embedder(),
      })
      const result = await cluster.embed()
      expect(result).toMatchObject({ model: 'embed', answeredBy: { node: 'dgx' } })
      expect(asked(machines)).toEqual([['embed'], [], ['embed']])
      expect(cluster.manager.view().summary).toMatchObject({ answers: 1, failures: 0, failovers: 1 })
    },
  )

  it('and has no other with the model ends in what went wrong', async () => {
    await cluster.setMachines({
      mac: embedder({ embedPlan: () => 'NODE_ERROR' }),
      nas: embedder({ models: ['zz-embed'], abilities: { 'zz-embed': { embeddings: 'yes' } } }),
    })
    await expect(cluster.embed()).rejects.toMatchObject({
      code: 'ALL_NODES_FAILED',
      message: expect.stringContaining('nas (it does not serve embed)'),
    })
    expect(cluster.manager.view().summary).toMatchObject({ answers: 0, failures: 1 })
    expect(cluster.manager.node('mac').statistics).toMatchObject({ requests: 1, failures: 1 })
  })

  it('is not blamed, nor followed by another, when the request is at fault', async () => {
    const machines = await cluster.setMachines({
      mac: embedder({ embedPlan: () => 'BAD_REQUEST' }),
      dgx: embedder(),
    })
    await expect(cluster.embed()).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    expect(asked(machines)).toEqual([['embed'], []])
    expect(cluster.manager.node('mac').statistics).toMatchObject({ requests: 1, failures: 0 })
    expect(cluster.manager.view().summary).toMatchObject({ failures: 0 })
  })
})

describe('a model of which it is not known yet that it makes embeddings', () => {
  it('is used once that was found out, and the first caller waits for it', async () => {
    const [mac] = await cluster.setMachines({ mac: { models: ['embed'] } })
    cluster.machines.knowledge.learn = async () => {
      await new Promise<void>(resolve => cluster.clock.after(500, resolve))
      if (mac !== undefined) mac.abilities = { embed: { embeddings: 'yes' } }
    }
    expect((await cluster.embed()).model).toBe('embed')
  })

  it('is not waited for without end', async () => {
    await cluster.setMachines({ mac: { models: ['embed'] } })
    cluster.machines.knowledge.learn = signal =>
      new Promise(resolve => signal.addEventListener('abort', () => resolve(), { once: true }))
    const before = cluster.clock.monotonic()
    await expect(cluster.embed()).rejects.toMatchObject({ code: 'MODEL_MISSING' })
    expect(cluster.clock.monotonic() - before).toBeLessThan(11_000)
  })
})

describe('embeddings nobody can make', () => {
  it.each([
    ['no node', {}, 'NO_NODE_AVAILABLE'],
    ['no model known to make any', { mac: { models: ['small'] } }, 'MODEL_MISSING'],
    [
      'only models known not to',
      { mac: { models: ['small'], abilities: { small: { embeddings: 'no' } } } },
      'MODEL_MISSING',
    ],
  ] as const)('for there is %s, say so and what to do', async (_name, machines, code) => {
    await cluster.setMachines(machines as Record<string, Partial<Machine>>)
    await expect(cluster.embed()).rejects.toMatchObject({ code, hint: expect.stringMatching(/\S/) })
    expect(cluster.manager.view().summary).toMatchObject({ failures: 0 })
  })

  it('by a model that is named and known not to make them', async () => {
    await cluster.setMachines({ mac: embedder() })
    await expect(cluster.embed({ target: { tier: 'auto', model: 'small' } })).rejects.toMatchObject({
      code: 'NOT_SUPPORTED',
      message: expect.stringContaining('small cannot make embeddings'),
    })
  })

  it('of a text longer than any window are refused before anybody is asked', async () => {
    const [mac] = await cluster.setMachines({ mac: embedder({ contextLengths: { embed: 512 } }) })
    await expect(cluster.embed({ inputs: ['word '.repeat(2000)] })).rejects.toMatchObject({
      code: 'CONTEXT_TOO_LONG',
      data: { largestWindow: 512 },
    })
    expect(mac?.embedRequests).toHaveLength(0)
  })
})

describe('embeddings that are cancelled', () => {
  it('end at once, close the node’s connection and blame nobody', async () => {
    const [mac] = await cluster.setMachines({ mac: embedder({ embedPlan: () => 'hang' }), dgx: embedder() })
    const abort = new AbortController()
    const result = cluster.manager.embed(
      { inputs: ['x'], target: { tier: 'auto' }, origin: 'api' },
      abort.signal,
    )
    const settled = expect(result).rejects.toMatchObject({ code: 'CANCELLED' })
    await cluster.clock.advance(50)
    expect(cluster.manager.view()).toMatchObject({
      requests: [{ node: 'mac', origin: 'api' }],
      nodes: [{ activeRequests: 1 }, { activeRequests: 0 }],
    })
    abort.abort()
    await cluster.clock.settle()
    await settled
    expect(mac?.open).toBe(0)
    expect(cluster.manager.node('mac').statistics.failures).toBe(0)
    expect(cluster.manager.view().summary).toMatchObject({ failures: 0, answers: 0 })
  })

  it('before they began end without asking anybody', async () => {
    const [mac] = await cluster.setMachines({ mac: embedder() })
    await expect(cluster.embed({}, AbortSignal.abort())).rejects.toMatchObject({ code: 'CANCELLED' })
    expect(mac?.embedRequests).toHaveLength(0)
  })

  it('end after half an hour at the latest', async () => {
    await cluster.setMachines({ mac: embedder({ embedPlan: () => 'hang' }) })
    await expect(cluster.embed()).rejects.toMatchObject({ code: 'TIMEOUT' })
  })
})

it('a node removed while it makes embeddings finishes them, and its connection is closed then', async () => {
  const [mac] = await cluster.setMachines({ mac: embedder({ latency: 500 }) })
  const result = cluster.manager.embed(
    { inputs: ['x'], target: { tier: 'auto' }, origin: 'api' },
    new AbortController().signal,
  )
  await cluster.clock.advance(100)
  await cluster.setNodes([])
  expect(await cluster.clock.finish(result)).toMatchObject({ answeredBy: { node: 'mac' } })
  expect(mac?.clients).toMatchObject([{ closed: true, closedInUse: false }])
})

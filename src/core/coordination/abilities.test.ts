import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ErrorCode } from '../../shared/errors'
import { readDeclaredCapabilities } from './declared-capabilities'
import { createTestCluster, question, specOf, type TestCluster, whatIf } from './testing/cluster'
import type { Machine, Step } from './testing/scripted-machines'

let cluster: TestCluster

const image = { mediaType: 'image/png', data: 'AAAA' } as const
const picture = question({ messages: [{ role: 'user', content: 'What is this?', images: [image] }] })
const seeing = { small: { vision: 'yes' } } as const
const blind = { small: { vision: 'no' } } as const

const asked = (machines: Machine[]) => machines.map(({ requests }) => requests.length)

beforeEach(() => {
  cluster = createTestCluster()
})
afterEach(() => cluster.manager.stop())

const deaths: Record<string, readonly Step[]> = {
  'before its first word': [{ wait: 50 }, { fail: 'NODE_ERROR' }],
  'in the middle of its answer': [{ say: 'A c' }, { wait: 50 }, 'cut'],
  'by not being there any more': [{ fail: 'NODE_UNREACHABLE' }],
  'by being busy': [{ fail: 'NODE_BUSY' }],
}

describe.each(Object.entries(deaths))('a node that sees the image and fails %s', (_name, plan) => {
  it('is replaced by another that sees it, not by the blind one that is nearer', async () => {
    const machines = await cluster.setMachines({
      eye: { abilities: seeing, plan: () => plan },
      mole: { abilities: blind },
      hawk: { abilities: seeing },
    })
    const { end, text } = await cluster.ask(picture)
    expect(end).toMatchObject({
      type: 'finished',
      answeredBy: { node: 'hawk' },
      failovers: [{ node: 'eye' }],
    })
    expect(text).toBe('hawk answers')
    expect(asked(machines)).toEqual([1, 0, 1])
  })

  it('ends the question with a clear error when all others are blind', async () => {
    const machines = await cluster.setMachines({
      eye: { abilities: seeing, plan: () => plan },
      mole: { abilities: blind },
    })
    const { end } = await cluster.ask(picture)
    if (end.type !== 'failed') throw new Error('A blind node answered.')
    expect(['ALL_NODES_FAILED', 'NO_NODE_AVAILABLE', 'NODE_BUSY']).toContain(end.error.code)
    expect(end.error.message).toContain('mole (small cannot see images)')
    expect(asked(machines)[1], 'a blind node was asked').toBe(0)
  })
})

describe('a cluster of which nothing is known yet', () => {
  const learnsIn = (ms: number, found: () => void) => {
    cluster.machines.knowledge.learn = async () => {
      await new Promise<void>(resolve => cluster.clock.after(ms, resolve))
      found()
    }
  }

  it('asks the node that sees the image, not one that would drop it without a word', async () => {
    const machines = await cluster.setMachines({ mole: {}, eye: {} })
    learnsIn(300, () => {
      for (const [index, machine] of machines.entries()) machine.abilities = index === 0 ? blind : seeing
    })
    expect((await cluster.ask(picture)).end).toMatchObject({ type: 'finished', answeredBy: { node: 'eye' } })
    expect(asked(machines)).toEqual([0, 1])
  })

  it('answers a plain question without waiting for anything to be found out', async () => {
    await cluster.setMachines({ mac: {} })
    cluster.machines.knowledge.learn = () => Promise.reject(new Error('It waited.'))
    expect((await cluster.ask()).end.type).toBe('finished')
  })

  it('tries somebody when nothing is found out in a second', async () => {
    const [mac] = await cluster.setMachines({ mac: {} })
    cluster.machines.knowledge.learn = signal =>
      new Promise(resolve => signal.addEventListener('abort', () => resolve(), { once: true }))
    const before = cluster.clock.monotonic()
    expect((await cluster.ask(picture)).end.type).toBe('finished')
    expect(cluster.clock.monotonic() - before).toBeLessThan(1500)
    expect(mac?.requests).toHaveLength(1)
  })
})

describe('a node of which nobody knows whether it can', () => {
  const plans: [ErrorCode, string][] = [
    ['NODE_REFUSED', 'The model cannot see images.'],
    ['BAD_REQUEST', 'Images are not supported.'],
  ]

  it.each(plans)('and that refuses with %s is followed by the next', async code => {
    const machines = await cluster.setMachines({ maybe: { plan: () => [{ fail: code }] }, other: {} })
    const { end } = await cluster.ask(picture)
    expect(end).toMatchObject({
      type: 'finished',
      answeredBy: { node: 'other' },
      failovers: [{ node: 'maybe' }],
    })
    expect(asked(machines)).toEqual([1, 1])
  })

  it.each(plans)('and is the only one ends in its own words (%s)', async code => {
    await cluster.setMachines({ maybe: { plan: () => [{ fail: code }] } })
    const { end, events } = await cluster.ask(picture)
    expect(end).toMatchObject({ type: 'failed', error: { code } })
    expect(events.some(({ type }) => type === 'failedOver')).toBe(false)
  })

  it('is believed when it surely can: what it refuses, all would', async () => {
    const machines = await cluster.setMachines({
      eye: { abilities: seeing, plan: () => [{ fail: 'BAD_REQUEST' }] },
      hawk: { abilities: seeing },
    })
    expect((await cluster.ask(picture)).end).toMatchObject({ type: 'failed', error: { code: 'BAD_REQUEST' } })
    expect(asked(machines)).toEqual([1, 0])
  })

  it('does not hide that a later one failed otherwise', async () => {
    await cluster.setMachines({
      maybe: { plan: () => [{ fail: 'NODE_REFUSED' }] },
      other: { plan: () => [{ fail: 'TIMEOUT' }] },
    })
    expect((await cluster.ask(picture)).end).toMatchObject({
      type: 'failed',
      error: { code: 'ALL_NODES_FAILED' },
    })
  })
})

describe('a conversation that turns out too long for a node', () => {
  it('goes to one with a larger window, and not to one with the same', async () => {
    const tooLong = { plan: () => [{ fail: 'CONTEXT_TOO_LONG' }] as const }
    const machines = ['short', 'same', 'large'].map((name, index) =>
      cluster.machines.add(name, { latency: index + 1, ...tooLong }),
    )
    const [, , large] = machines
    if (large !== undefined) large.plan = () => [{ say: 'fits' }, 'done']
    await cluster.setNodes([specOf('short'), specOf('same'), specOf('large', { contextLength: 32_768 })])
    const { end } = await cluster.ask()
    expect(end).toMatchObject({ type: 'finished', answeredBy: { node: 'large' } })
    expect(asked(machines)).toEqual([1, 0, 1])
  })
})

describe('what routing knows', () => {
  it('is what the user declares before what was found', async () => {
    cluster.machines.add('mac', { abilities: blind })
    cluster.machines.add('dgx', { abilities: seeing, latency: 90 })
    await cluster.setNodes([
      specOf('mac', { declared: readDeclaredCapabilities(['vision']) }),
      specOf('dgx', { declared: readDeclaredCapabilities(['no-vision']) }),
    ])
    expect((await cluster.ask(picture)).end).toMatchObject({ type: 'finished', answeredBy: { node: 'mac' } })
  })

  it('chooses among the models of a node, and tells which', async () => {
    const mac = cluster.machines.add('mac', {
      models: ['small', 'llava', 'other'],
      abilities: { small: { vision: 'no' }, llava: { vision: 'yes' }, other: { vision: 'yes' } },
    })
    await cluster.setNodes([specOf('mac', { models: ['llava'] })])
    expect((await cluster.ask(picture)).end).toMatchObject({ answeredBy: { model: 'llava' } })
    expect((await cluster.ask()).end).toMatchObject({ answeredBy: { model: 'small' } })
    expect(mac.requests.map(({ model }) => model)).toEqual(['llava', 'small'])
    expect(cluster.manager.models().map(({ model }) => model)).toEqual(['small', 'llava'])
    expect(cluster.manager.node('mac')).toMatchObject({ model: 'small', models: ['small', 'llava', 'other'] })
  })

  it('lets a node whose own model is gone answer with another it may use', async () => {
    cluster.machines.add('mac', { models: ['spare'] })
    await cluster.setNodes([specOf('mac', { models: ['spare'] })])
    expect(cluster.manager.node('mac')).toMatchObject({ status: 'online', model: 'spare' })
    expect((await cluster.ask()).end).toMatchObject({ type: 'finished', answeredBy: { model: 'spare' } })
  })

  it('is told with the decision, and explains where a text would go', async () => {
    await cluster.setMachines({ mac: { abilities: seeing } })
    const { events } = await cluster.ask(picture)
    const routed = events.find(event => event.type === 'routed')
    expect(routed).toMatchObject({ route: { requirements: ['Only models that see images.'] } })
    const long = cluster.manager.explain(whatIf('word '.repeat(20_000)))
    expect(long.requirements).toEqual([expect.stringMatching(/^Needs a window of about 2\d,000 tokens\.$/)])
    expect(long.candidates).toMatchObject([{ verdict: 'rejected' }])
  })

  it('that nobody is able is not a failure of the cluster; that the able one is away is', async () => {
    const [, eye] = await cluster.setMachines({ mole: { abilities: blind }, eye: { abilities: blind } })
    await cluster.ask(picture)
    expect(cluster.manager.view().summary.failures).toBe(0)
    if (eye !== undefined) eye.abilities = seeing
    eye?.kill()
    await cluster.clock.advance(20_000)
    expect((await cluster.ask(picture)).end).toMatchObject({
      error: { code: 'NO_NODE_AVAILABLE', retryable: true },
    })
    expect(cluster.manager.view().summary.failures).toBe(1)
  })
})

describe('what is sent', () => {
  it('holds everything the caller asked for, and nothing of how it was routed', async () => {
    const [mac] = await cluster.setMachines({ mac: {} })
    const asking = {
      temperature: 0,
      topP: 0.5,
      topK: 40,
      minP: 0.1,
      presencePenalty: 1,
      frequencyPenalty: -1,
      seed: 3,
      maxTokens: 9,
      stop: ['x'],
      tools: [{ name: 'search', parameters: {} }],
      toolChoice: { name: 'search' },
      format: { type: 'schema', name: 'answer', schema: {} },
      reasoning: 'low',
    } as const
    await cluster.ask({ ...picture, ...asking, timeoutMs: 5000 })
    expect(mac?.requests).toEqual([
      { ...asking, model: 'small', messages: picture.messages, contextLength: 8192 },
    ])
  })

  it('is a raw text as it stands', async () => {
    const [mac] = await cluster.setMachines({ mac: {} })
    const prompt = { text: 'def f(', suffix: 'return 1' }
    await cluster.ask(question({ messages: [], prompt }))
    expect(mac?.requests).toEqual([{ model: 'small', messages: [], prompt, contextLength: 8192 }])
  })

  it('has the same window and keep-alive whatever it is, and the patience the file gives', async () => {
    cluster = createTestCluster(1, { warmTimeoutsMs: { ollama: 7000 } })
    const mac = cluster.machines.add('mac', {
      models: ['small', 'embed'],
      loadedModels: ['small'],
      contextLengths: { embed: 2048 },
      abilities: { embed: { embeddings: 'yes' } },
    })
    cluster.machines.add('dgx', { loadedModels: ['small'], latency: 90 })
    await cluster.setNodes([
      specOf('mac', { contextLength: 4096, keepAlive: 600 }),
      specOf('dgx', { warmTimeoutMs: 100 }),
    ])
    await cluster.ask(question({ maxTokens: 50_000, messages: [{ role: 'user', content: 'Hi' }] }))
    await cluster.embed()
    await cluster.ask(question({ target: { tier: 'auto', node: 'dgx' } }))
    expect(mac.requests[0]).toMatchObject({ contextLength: 4096, keepAlive: 600 })
    expect(mac.embedRequests[0]).toMatchObject({ contextLength: 2048, keepAlive: 600 })
    expect(cluster.manager.policyOf('mac', 'small')).toEqual({ contextLength: 4096, keepAlive: 600 })
    expect(cluster.manager.policyOf('dgx', 'small')).toEqual({ contextLength: 8192 })
    expect(() => cluster.manager.policyOf('ghost', 'small')).toThrow('no node named ghost')
    // The embedding model has to be loaded first.
    expect(mac.options.map(({ firstTokenMs }) => firstTokenMs)).toEqual([7000, 600_000])
    expect(cluster.machines.at('http://dgx').options[0]?.firstTokenMs).toBe(100)
  })
})

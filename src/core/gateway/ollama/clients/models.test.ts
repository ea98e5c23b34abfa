import { Ollama } from 'ollama'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { caught, collect } from '../../testing/outcomes'
import { type SimulatedCluster, startSimulatedCluster } from '../../testing/simulated-cluster'
import { adminToken, authToken } from '../../testing/start-gateway'
import { embedder, machines, shared } from '../testing/machines'

const question = [{ role: 'user', content: 'What is 2+2?' }]

describe("Ollama's own client", () => {
  let cluster: SimulatedCluster
  let client: Ollama
  beforeAll(async () => {
    cluster = await startSimulatedCluster(machines)
    client = new Ollama({ host: cluster.endpoint })
  })
  afterAll(() => cluster.stop())

  it('lists what it may ask for, and asks every name of it', async () => {
    const { models } = await client.list()
    const names = models.map(({ name }) => name)
    const virtual = ['auto', 'tier-0', 'tier-1', 'tier-2', 'node/mac', 'node/tower', 'node/station']
    expect(names.slice(0, 7)).toEqual(virtual)
    expect(names.slice(7).toSorted()).toEqual(['deepseek-r1:8b', embedder, shared])
    for (const model of models) {
      // Ollama's command line cuts these without looking.
      expect(model.digest.length).toBeGreaterThanOrEqual(12)
      expect(Number.isNaN(Date.parse(String(model.modified_at)))).toBe(false)
      expect(model.model).toBe(model.name)
    }
    expect(new Set(models.map(({ digest }) => digest)).size).toBe(models.length)
    expect(models.find(({ name }) => name === embedder)?.size).toBe(274e6)
    for (const name of virtual) {
      const { message } = await client.chat({ model: name, messages: question })
      expect(message.content).toContain('4')
    }
  })

  it('is shown what is known of a model, and of a name that is none', async () => {
    const model = await client.show({ model: embedder })
    expect(model.capabilities).toEqual(['embedding'])
    const auto = await client.show({ model: 'auto' })
    expect(auto.capabilities).toContain('completion')
    expect(auto.modelfile).toContain('no model')
    expect(auto.details.family).toBe('harombe')
    const node = await client.show({ model: 'node/tower' })
    expect(node.modelfile).toContain(shared)
    expect(await caught(client.show({ model: 'nope' }))).toMatchObject({ status_code: 404 })
    expect(await caught(client.show({ model: 'node/nowhere' }))).toMatchObject({ status_code: 404 })
  })

  it('learns what is in memory, and the version', async () => {
    await client.chat({ model: 'node/mac', messages: question })
    await cluster.manager.checkNow()
    const { models } = await client.ps()
    expect(models).toContainEqual(expect.objectContaining({ name: shared, node: 'mac' }))
    const { version } = await client.version()
    // Open WebUI and others split it at its dots and compare numbers.
    expect(version).toMatch(/^\d+\.\d+\.\d+$/)
    expect((await fetch(`${cluster.endpoint}/api/version`, { method: 'HEAD' })).status).toBe(200)
  })

  it('loads a model the way everybody finds it loaded, whatever it says of contexts', async () => {
    const server = cluster.server('mac')
    const name = 'deepseek-r1:8b'
    const contextOf = () => server.models.find(model => model.name === name)?.context
    await client.chat({ model: name, messages: question, options: { num_ctx: 512 }, keep_alive: 0 })
    const context = contextOf()
    expect(context).toBe(8192)
    const { loads } = server.stats
    const loaded = await client.generate({ model: name, prompt: '', options: { num_ctx: 1024 } })
    expect(loaded).toMatchObject({ done: true, done_reason: 'load', response: '' })
    expect(await client.chat({ model: 'auto', messages: [] })).toMatchObject({ done_reason: 'load' })
    await client.chat({ model: name, messages: question, options: { num_ctx: 2048 } })
    expect(contextOf()).toBe(context)
    expect(server.stats.loads).toBe(loads)
  })
})

describe("Ollama's own client changing models", () => {
  let cluster: SimulatedCluster
  const headers = { authorization: `Bearer ${adminToken}` }
  beforeAll(async () => {
    cluster = await startSimulatedCluster(
      {
        mac: { server: { model: shared, pullMs: 40, pullSteps: 4 } },
        tower: { server: { model: shared, pullMs: 40, pullSteps: 4 } },
        station: { server: { model: shared, protocol: 'openai', flavour: 'vllm' } },
      },
      { resolvedAuthToken: authToken },
    )
  })
  afterAll(() => cluster.stop())

  const namesOn = (node: string) => cluster.server(node).models.map(({ name }) => name)

  it('is refused without the right to', async () => {
    for (const [credential, status] of [
      [{}, 401],
      [{ authorization: `Bearer ${authToken}` }, 403],
    ] as const) {
      const client = new Ollama({ host: cluster.endpoint, headers: credential })
      expect(await caught(client.pull({ model: 'phi4' }))).toMatchObject({ status_code: status })
      expect(await caught(client.delete({ model: shared }))).toMatchObject({ status_code: status })
    }
    const client = new Ollama({ host: cluster.endpoint })
    const unload = client.generate({ model: shared, prompt: '', keep_alive: 0 })
    expect(await caught(unload)).toMatchObject({ status_code: 403 })
    expect(cluster.models.view().jobs).toEqual([])
    expect(namesOn('mac')).toEqual([shared])
  })

  it('pulls to this machine, or to the node that is named, and deletes there', async () => {
    const client = new Ollama({ host: cluster.endpoint, headers })
    const lines = await collect(await client.pull({ model: 'phi4:14b', stream: true }))
    expect(lines.at(-1)).toEqual({ status: 'success' })
    const bars = lines.filter(({ digest }) => digest !== undefined)
    expect(bars.at(-1)?.completed).toBeGreaterThan(0)
    // Ollama's command line cuts these letters out without looking.
    for (const { digest, total, completed } of bars) {
      expect(digest.length).toBeGreaterThanOrEqual(19)
      expect(completed).toBeLessThanOrEqual(total)
    }
    expect(namesOn('mac')).toContain('phi4:14b')

    expect(await client.pull({ model: 'node/tower/gemma3:4b' })).toEqual({ status: 'success' })
    expect(namesOn('tower')).toContain('gemma3:4b')
    const toTower = new Ollama({ host: cluster.endpoint, headers: { ...headers, 'x-harombe-node': 'tower' } })
    await toTower.pull({ model: 'smollm2:135m' })
    expect(namesOn('tower')).toContain('smollm2:135m')

    await client.delete({ model: 'phi4:14b' })
    await toTower.delete({ model: 'smollm2:135m' })
    expect(namesOn('mac')).toEqual([shared])
    expect(namesOn('tower')).toEqual([shared, 'gemma3:4b'])
  })

  it('is told why a node cannot', async () => {
    const client = new Ollama({ host: cluster.endpoint, headers })
    const fixed = await caught(client.pull({ model: 'node/station/phi4', stream: true }))
    expect(fixed).toMatchObject({ error: expect.stringContaining('station') })
    expect(await caught(client.delete({ model: 'nope' }))).toMatchObject({ status_code: 404 })
    expect(await caught(client.pull({ model: 'node/nowhere/phi4' }))).toMatchObject({ status_code: 404 })
    for (const model of ['auto', 'node/mac', '../../etc/passwd']) {
      expect(await caught(client.pull({ model }))).toMatchObject({ status_code: 400 })
    }
    cluster.server('mac').setBehaviour({ pullFailure: 'no space left on device' })
    const lines = client.pull({ model: 'phi4', stream: true }).then(collect)
    expect(await caught(lines)).toMatchObject({ message: expect.stringMatching(/space/) })
    expect(await caught(client.pull({ model: 'phi4' }))).toMatchObject({
      error: expect.stringMatching(/space/),
    })
    cluster.server('mac').setBehaviour({ pullFailure: null })
  })

  it('joins a pull under way; leaving it does not end it', async () => {
    cluster.server('mac').setBehaviour({ pullMs: 400, pullSteps: 8 })
    const leaving = new Ollama({ host: cluster.endpoint, headers })
    const staying = new Ollama({ host: cluster.endpoint, headers })
    const first = await leaving.pull({ model: 'phi4:mini', stream: true })
    const second = staying.pull({ model: 'phi4:mini' })
    for await (const _line of first) break
    first.abort()
    expect(await second).toEqual({ status: 'success' })
    expect(cluster.server('mac').stats).toMatchObject({ cancelledPulls: 0 })
    expect(cluster.models.view().jobs.filter(({ model }) => model === 'phi4:mini')).toHaveLength(1)
    expect(namesOn('mac')).toContain('phi4:mini')
  })

  it('drops a model from memory', async () => {
    const client = new Ollama({ host: cluster.endpoint, headers })
    await cluster.manager.checkNow()
    const answer = await client.chat({ model: 'node/mac', messages: [], keep_alive: '0s' })
    expect(answer).toMatchObject({ done_reason: 'unload' })
    expect(cluster.server('mac').models.find(({ name }) => name === shared)?.isLoaded).toBe(false)
    const auto = await caught(client.chat({ model: 'auto', messages: [], keep_alive: 0 }))
    expect(auto).toMatchObject({ status_code: 400 })
  })
})

import { afterEach, describe, expect, it } from 'vitest'
import { createOllamaClient } from '../../../inference/create-ollama-client'
import { createRemoteClient } from '../../../inference/create-remote-client'
import { type SimulatedCluster, startSimulatedCluster } from '../../testing/simulated-cluster'
import { adminToken } from '../../testing/start-gateway'

const shared = 'qwen2.5:7b'
const clusters: SimulatedCluster[] = []
afterEach(async () => {
  for (const cluster of clusters.splice(0)) await cluster.stop()
})

async function start(...[machines]: Parameters<typeof startSimulatedCluster>): Promise<SimulatedCluster> {
  const cluster = await startSimulatedCluster(machines)
  clusters.push(cluster)
  return cluster
}

/** Lists a running harombe in another one, as the Ollama it also is. */
async function list(inside: SimulatedCluster, other: SimulatedCluster, name: string): Promise<void> {
  const known = inside.manager.hosts().map(({ spec }) => spec)
  const spec = known[0]
  if (spec === undefined) throw new Error('There is no machine yet.')
  await inside.manager.setNodes([
    ...known,
    { ...spec, name, url: other.endpoint, backend: 'ollama', model: '', origin: 'config', tier: 2 },
  ])
}

describe('a harombe that is listed as an Ollama', () => {
  it('is known for what it is, and offers the models of its own machine', async () => {
    const other = await start({
      mac: { server: { model: shared } },
      tower: { server: { model: 'llama3.1:70b' } },
    })
    const client = createOllamaClient({ baseUrl: other.endpoint, backend: 'ollama' })
    const probe = await client.probe({ signal: AbortSignal.timeout(2000) })
    expect(probe).toMatchObject({ backend: 'harombe', version: '1.2.3', models: [{ name: shared }] })
    const details = await client.library.describe(shared, { signal: AbortSignal.timeout(2000) })
    expect(details.name).toBe(shared)
    const frames: string[] = []
    const question = { model: shared, messages: [{ role: 'user' as const, content: 'What is 2+2?' }] }
    for await (const frame of client.stream(question, { signal: AbortSignal.timeout(2000) })) {
      frames.push(frame.type)
    }
    expect(frames.at(-1)).toBe('done')
    expect(other.server('mac').stats.completed).toBe(1)
    await client.close()
  })

  it('is asked once when two list each other and neither has the answer', async () => {
    const [one, two] = [
      await start({ mac: { server: { model: shared }, spec: { origin: 'config' } } }),
      await start({ tower: { server: { model: shared }, spec: { origin: 'config' } } }),
    ]
    await list(one, two, 'two')
    await list(two, one, 'one')
    await Promise.all([one.manager.checkNow(), two.manager.checkNow()])
    for (const [cluster, name] of [
      [one, 'mac'],
      [two, 'tower'],
    ] as const) {
      await cluster.server(name).stop()
      await cluster.manager.checkNow(name)
    }
    const asked = await fetch(`${one.endpoint}/api/chat`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'auto', messages: [{ role: 'user', content: 'Hi' }] }),
    })
    expect(asked.status).toBeGreaterThanOrEqual(500)
    const described = await fetch(`${one.endpoint}/api/show`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: `node/two` }),
    })
    expect(described.ok).toBe(false)
    expect(two.manager.view().summary.failures + two.manager.view().summary.answers).toBeLessThanOrEqual(1)
  })
})

describe('the models of another harombe', () => {
  const options = { signal: AbortSignal.timeout(30_000) }

  async function peer(token?: string) {
    const cluster = await start({ mac: { server: { models: [{ name: shared }] } } })
    const client = createRemoteClient({ baseUrl: cluster.endpoint, backend: 'harombe', token })
    await client.probe(options)
    return { client, cluster, stats: () => cluster.server('mac').stats }
  }

  it('are loaded there for whoever may ask, as that one loads them itself', async () => {
    const { client, cluster, stats } = await peer()
    expect(client.library.abilities).toMatchObject({ load: true, unload: true })
    await client.library.load(shared, { contextLength: 2048, keepAlive: 1 }, options)
    expect(stats().loads).toBe(1)
    const question = { messages: [{ role: 'user' as const, content: 'What is 2+2?' }] }
    const execution = {
      target: { tier: 'auto' as const },
      origin: 'api' as const,
      onStreamFailure: 'restart' as const,
    }
    await cluster.manager.complete({ ...question, ...execution }, options.signal)
    expect(stats().loads).toBe(1)
    await client.close()
  })

  it('leave memory for the admin there and for nobody else', async () => {
    const stranger = await peer()
    await stranger.client.library.load(shared, {}, options)
    await expect(stranger.client.library.unload(shared, options)).rejects.toMatchObject({
      code: 'NODE_REFUSED',
      hint: expect.stringContaining('admin token'),
    })
    expect(stranger.stats().unloads).toBe(0)
    await stranger.client.close()

    const admin = await peer(adminToken)
    await admin.client.library.load(shared, {}, options)
    await admin.client.library.unload(shared, options)
    expect(admin.stats().unloads).toBe(1)
    await admin.client.close()
  })
})

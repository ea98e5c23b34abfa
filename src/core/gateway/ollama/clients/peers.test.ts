import { afterEach, describe, expect, it } from 'vitest'
import { createOllamaClient } from '../../../inference/create-ollama-client'
import { type SimulatedCluster, startSimulatedCluster } from '../../testing/simulated-cluster'

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

import { afterEach, describe, expect, it } from 'vitest'
import { createSimulatedServer } from '../simulation/create-simulated-server'
import type { SimulatedServer, SimulatedServerOptions } from '../simulation/types'
import { createOllamaClient } from './create-ollama-client'
import type { InferenceClient, InferenceFrame } from './protocol'

const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(cleanups.splice(0).map(cleanup => cleanup()))
})

async function simulate(
  options: Partial<SimulatedServerOptions> = {},
): Promise<{ server: SimulatedServer; client: InferenceClient }> {
  const server = createSimulatedServer({ model: 'tiny:1b', ttftMs: 1, tokensPerSecond: 5000, ...options })
  const { url } = await server.start()
  const client = createOllamaClient({ baseUrl: url, backend: 'ollama' })
  cleanups.push(() => client.close(), server.stop)
  return { server, client }
}

const question = { model: 'tiny:1b', messages: [{ role: 'user', content: 'What is 2+2?' }] } as const
const signal = new AbortController().signal

async function collect(frames: AsyncIterable<InferenceFrame>): Promise<InferenceFrame[]> {
  const all: InferenceFrame[] = []
  for await (const frame of frames) all.push(frame)
  return all
}

describe('the Ollama client against the simulated server', () => {
  it('streams text, then usage, then one done', async () => {
    const { client } = await simulate()
    const frames = await collect(client.stream(question, { signal }))
    const types = frames.map(frame => frame.type)
    expect(types.slice(-2)).toEqual(['usage', 'done'])
    expect(types.slice(0, -2).every(type => type === 'text')).toBe(true)
    expect(types.length).toBeGreaterThan(4)
    const text = frames.map(frame => (frame.type === 'text' ? frame.text : '')).join('')
    expect(text).toContain('2+2 = **4**')
  })

  it('probes models, loaded models, version and the simulated mark', async () => {
    const { client } = await simulate()
    expect(await client.probe({ signal })).toEqual({
      backend: 'ollama',
      models: ['tiny:1b'],
      loadedModels: ['tiny:1b'],
      version: expect.stringContaining('-simulated'),
      simulated: true,
    })
  })

  it('reuses connections after finished answers', async () => {
    const { server, client } = await simulate()
    for (let round = 0; round < 5; round++) await client.complete(question, { signal })
    expect(server.stats.completed).toBe(5)
    // Two, not one: the next question may go out before the last bytes of the previous answer are in.
    expect(server.stats.connectionsMade).toBeLessThanOrEqual(2)
  })

  it('runs several answers at once', async () => {
    const { server, client } = await simulate({ ttftMs: 50 })
    const answers = [1, 2, 3].map(() => client.complete(question, { signal }))
    await Promise.all(answers)
    expect(server.stats).toMatchObject({ completed: 3, rejected: 0 })
  })

  it('frees the slot when the loop is left early', async () => {
    const { server, client } = await simulate({ tokensPerSecond: 20 })
    for await (const frame of client.stream(question, { signal })) if (frame.type === 'text') break
    await expect
      .poll(() => server.stats, { timeout: 250, interval: 5 })
      .toMatchObject({ active: 0, cancelled: 1 })
  })
})

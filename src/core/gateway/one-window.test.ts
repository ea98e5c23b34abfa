import { Ollama } from 'ollama'
import OpenAI from 'openai'
import { afterEach, describe, expect, it } from 'vitest'
import { type Machine, type SimulatedCluster, startSimulatedCluster } from './testing/simulated-cluster'

const model = 'qwen2.5:7b'
const embedder = 'nomic-embed-text:latest'
const messages = [{ role: 'user' as const, content: 'What is 2+2?' }]

let cluster: SimulatedCluster
afterEach(() => cluster.stop())

/** One machine that has nothing in memory yet. */
async function start(spec: Machine['spec'] = {}, contextLength = 32_768) {
  const models = [
    { name: model, contextLength },
    { name: embedder, capabilities: ['embedding'] as const, contextLength: 2048 },
  ]
  cluster = await startSimulatedCluster({ mac: { server: { models }, spec: { model, ...spec } } })
  return {
    openai: new OpenAI({ baseURL: `${cluster.endpoint}/v1`, apiKey: 'unused', maxRetries: 0 }),
    ollama: new Ollama({ host: cluster.endpoint }),
    server: cluster.server('mac'),
    context: (name: string) => cluster.server('mac').models.find(each => each.name === name)?.context,
  }
}

describe('programs that each want a window of their own', () => {
  it.each([
    ['the cluster’s', {}, 8192],
    ['the node’s', { contextLength: 16_384, keepAlive: -1 }, 16_384],
  ])('share one, %s, and the model is loaded once', async (_name, spec, expected) => {
    const { openai, ollama, server, context } = await start(spec)
    await openai.chat.completions.create({ model: 'auto', messages, max_tokens: 4096 })
    await ollama.chat({ model, messages, options: { num_ctx: 2048 }, keep_alive: '1s' })
    await ollama.generate({ model, prompt: 'One, two,', raw: true, options: { num_ctx: 65_536 } })
    await openai.completions.create({ model, prompt: 'One, two,', max_tokens: 5 })
    await ollama.chat({ model, messages })
    const { id } = cluster.models.start('load', 'mac', model)
    const states = []
    for await (const { state } of cluster.models.follow(id, new AbortController().signal)) states.push(state)
    expect(states.at(-1)).toBe('done')
    await openai.chat.completions.create({ model: `node/mac`, messages, max_tokens: 64 })
    expect(server.stats).toMatchObject({ loads: 1, unloads: 0 })
    expect(context(model)).toBe(expected)
  })

  it('share one for embeddings too, no larger than the model has', async () => {
    const { openai, ollama, server, context } = await start()
    await openai.embeddings.create({ model: embedder, input: 'hello' })
    await ollama.embed({ model: embedder, input: ['hello', 'there'], options: { num_ctx: 512 } })
    await openai.embeddings.create({ model: embedder, input: ['again'] })
    expect(server.stats).toMatchObject({ loads: 1, unloads: 0 })
    expect(context(embedder)).toBe(2048)
  })

  it('all at once, before it is loaded', async () => {
    const { openai, ollama, server } = await start()
    cluster.server('mac').setBehaviour({ loadMs: 30 })
    await Promise.all(
      Array.from({ length: 10 }, (_, index) => [
        openai.chat.completions.create({ model, messages, max_tokens: 16 + index }),
        ollama.chat({ model, messages, options: { num_ctx: 1024 * (index + 1) } }),
      ]).flat(),
    )
    expect(server.stats).toMatchObject({ loads: 1, unloads: 0 })
  })
})

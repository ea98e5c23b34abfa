import { Ollama } from 'ollama'
import { afterEach, describe, expect, it } from 'vitest'
import { createSimulatedServer } from './create-simulated-server'
import type { SimulatedServer, SimulatedServerOptions } from './types'

const pixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

const servers: SimulatedServer[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map(server => server.stop()))
})

async function simulate(options: SimulatedServerOptions = {}) {
  const server = createSimulatedServer({
    ttftMs: 1,
    tokensPerSecond: 10_000,
    models: [
      { name: 'chat:7b', sizeBytes: 4e9, contextLength: 8192, servedContext: 4096, license: 'MIT' },
      { name: 'words', capabilities: ['embedding'], dimensions: 32 },
      { name: 'plain', capabilities: ['completion'] },
      { name: 'thinker', capabilities: ['completion', 'thinking'] },
    ],
    ...options,
  })
  servers.push(server)
  const { url } = await server.start()
  return { server, url, client: new Ollama({ host: url }) }
}

const messages = [{ role: 'user', content: 'What is 2+2?' }]
const tools = [{ type: 'function', function: { name: 'get_time', description: '', parameters: {} } }]

async function post(url: string, path: string, body: unknown, method = 'POST') {
  const response = await fetch(url + path, { method, body: JSON.stringify(body) })
  const text = await response.text()
  return { status: response.status, text, lines: text.split('\n').filter(line => line !== '') }
}

describe('models of a simulated Ollama', () => {
  it('describes them as /api/show does', async () => {
    const { client } = await simulate()
    const shown = await client.show({ model: 'chat:7b' })
    expect(shown).toMatchObject({
      license: 'MIT',
      details: { parameter_size: '7B' },
      model_info: {
        'general.architecture': 'simulated',
        'simulated.context_length': 8192,
        'simulated.block_count': 16,
      },
      capabilities: ['completion', 'tools', 'insert', 'vision'],
    })
  })

  it('has none in memory until one is asked, and reloads for another num_ctx', async () => {
    const { server, client } = await simulate({ loadMs: 30 })
    expect((await client.ps()).models).toEqual([])
    const first = await client.chat({ model: 'chat:7b', messages })
    expect(first.load_duration).toBeGreaterThan(25e6)
    expect((await client.chat({ model: 'chat:7b', messages })).load_duration).toBe(0)
    await client.chat({ model: 'chat:7b', messages, options: { num_ctx: 2048 } })
    expect(server.stats).toMatchObject({ loads: 2, unloads: 1 })
    const [running] = (await client.ps()).models
    // 4 GB of weights and 2048 × 16 layers × 8 heads × 128 values × 2 bytes.
    expect(running).toMatchObject({ name: 'chat:7b', size: 4e9 + 67_108_864, context_length: 2048 })
    expect(running?.size_vram).toBe(running?.size)
    const minutes = (Date.parse(String(running?.expires_at)) - Date.now()) / 60_000
    expect(minutes).toBeGreaterThan(4)
    expect(minutes).toBeLessThanOrEqual(5)
  })

  it('loads and unloads by an empty question and keep_alive', async () => {
    const { server, client } = await simulate()
    const loaded = await client.chat({ model: 'plain', messages: [], keep_alive: -1 })
    expect(loaded).toMatchObject({ done: true, done_reason: 'load' })
    expect((await client.ps()).models[0]?.expires_at).toMatch(/^2318/)
    const unloaded = await client.generate({ model: 'plain', prompt: '', keep_alive: 0 })
    expect(unloaded).toMatchObject({ done_reason: 'unload' })
    await client.generate({ model: 'plain', prompt: 'Hi', keep_alive: '0s' })
    expect((await client.ps()).models).toEqual([])
    expect(server.stats).toMatchObject({ loads: 2, unloads: 2 })
  })

  it('is silent while it loads, and answers then', async () => {
    const { server, client } = await simulate({ isLoading: true })
    let isAnswered = false
    const answer = client.chat({ model: 'plain', messages }).finally(() => {
      isAnswered = true
    })
    await expect.poll(() => server.stats.active).toBe(1)
    expect((await client.list()).models).toHaveLength(4)
    expect(isAnswered).toBe(false)
    server.setBehaviour({ isLoading: false })
    expect((await answer).done).toBe(true)
  })

  it('says why it cannot load', async () => {
    const { server, client } = await simulate({ loadFailure: 'model requires more system memory' })
    await expect(client.chat({ model: 'plain', messages })).rejects.toThrow(/more system memory/)
    server.setBehaviour({ loadFailure: null })
    expect((await client.chat({ model: 'plain', messages })).done).toBe(true)
  })

  it('pulls in steps and has the model then', async () => {
    const { server, client } = await simulate({ pullMs: 20, pullSteps: 4 })
    const seen: { status: string; completed?: number; total?: number }[] = []
    for await (const part of await client.pull({ model: 'new:1b', stream: true })) seen.push(part)
    const total = 64 * 1024 * 1024
    expect(seen.map(({ status }) => status.slice(0, 7))).toEqual([
      'pulling',
      ...new Array(5).fill('pulling'),
      'verifyi',
      'writing',
      'success',
    ])
    expect(seen.map(({ completed }) => completed)).toContain(total / 4)
    expect(seen.at(-4)).toMatchObject({ completed: total, total })
    expect((await client.list()).models.map(({ name }) => name)).toContain('new:1b')
    expect(server.stats).toMatchObject({ pulls: 1, cancelledPulls: 0 })
    expect(await client.pull({ model: 'new:1b', stream: false })).toEqual({ status: 'success' })
  })

  it('stops a pull when its client leaves, and goes on from there the next time', async () => {
    const { server, client, url } = await simulate({ pullMs: 10_000, pullSteps: 100 })
    const aborting = new AbortController()
    const response = await fetch(`${url}/api/pull`, {
      method: 'POST',
      body: JSON.stringify({ model: 'new:1b' }),
      signal: aborting.signal,
    })
    let text = ''
    const reading = (async () => {
      for await (const chunk of response.body ?? []) {
        text += Buffer.from(chunk).toString()
        if (text.includes('"completed"')) aborting.abort()
      }
    })()
    await expect(reading).rejects.toThrow()
    await expect.poll(() => server.stats.cancelledPulls).toBe(1)
    expect((await client.list()).models).toHaveLength(4)
    server.setBehaviour({ pullMs: 1, pullSteps: 2 })
    const again = await post(url, '/api/pull', { model: 'new:1b' })
    expect(JSON.parse(again.lines[1] ?? '')).toMatchObject({ completed: expect.any(Number) })
  })

  it('says which model there is none of, and how a pull failed', async () => {
    const { server, client, url } = await simulate({ registry: [{ name: 'big', sizeBytes: 100 }], pullMs: 1 })
    await expect(client.pull({ model: 'absent' })).rejects.toThrow('pull model manifest: file does not exist')
    server.setBehaviour({ pullFailure: 'no space left on device' })
    const { status, lines } = await post(url, '/api/pull', { model: 'big' })
    expect(status).toBe(200)
    expect(JSON.parse(lines.at(-1) ?? '')).toEqual({ error: 'no space left on device' })
    expect((await post(url, '/api/pull', { model: 'absent', stream: false })).status).toBe(500)
  })

  it('deletes', async () => {
    const { client, url } = await simulate()
    await client.delete({ model: 'plain' })
    expect((await client.list()).models).toHaveLength(3)
    expect(await post(url, '/api/delete', { model: 'plain' }, 'DELETE')).toMatchObject({
      status: 404,
      text: '{"error":"model \'plain\' not found"}',
    })
  })
})

describe('answers of a simulated Ollama', () => {
  it('sees images', async () => {
    const { client } = await simulate()
    const seen = await client.chat({
      model: 'chat:7b',
      messages: [{ role: 'user', content: 'What is this?', images: [pixel] }],
    })
    expect(seen.message.content).toMatch(/^Sees 1 image: image\/png, 70 bytes, \w+ in the corner\./)
    const generated = await client.generate({ model: 'chat:7b', prompt: 'And this?', images: [pixel] })
    expect(generated.response).toContain('image/png, 70 bytes')
  })

  it('writes JSON, and JSON that a schema wants', async () => {
    const { client } = await simulate()
    const json = await client.chat({ model: 'plain', messages, format: 'json' })
    expect(JSON.parse(json.message.content)).toMatchObject({ simulated: true })
    const schema = { type: 'object', properties: { sum: { type: 'integer' } }, required: ['sum'] }
    const fitting = await client.generate({ model: 'plain', prompt: 'Sum?', format: schema })
    expect(JSON.parse(fitting.response ?? '')).toEqual({ sum: 1 })
  })

  it('streams several calls, each whole and with an id', async () => {
    const { client, server } = await simulate({
      toolCalls: [
        { name: 'get_time', arguments: { zone: 'UTC' } },
        { name: 'get_time', arguments: { zone: 'CET' } },
      ],
    })
    const ask = async () => {
      const calls = []
      for await (const part of await client.chat({ model: 'chat:7b', messages, tools, stream: true })) {
        calls.push(...(part.message.tool_calls ?? []))
      }
      return calls
    }
    expect(await ask()).toMatchObject([
      { id: expect.any(String), function: { index: 0, arguments: { zone: 'UTC' } } },
      { id: expect.any(String), function: { index: 1, arguments: { zone: 'CET' } } },
    ])
    server.setBehaviour({ toolArguments: 'cut' })
    expect(await ask()).toHaveLength(1)
  })

  it('thinks when the model can, and not when told not to', async () => {
    const { client } = await simulate()
    const thought = await client.chat({ model: 'thinker', messages })
    expect(thought.message.thinking).toContain('Simulated thinking')
    expect(thought.message.content).toContain('2+2 = **4**')
    const plain = await client.chat({ model: 'thinker', messages, think: false })
    expect(plain.message.thinking).toBeUndefined()
    const generated = await client.generate({ model: 'thinker', prompt: 'What is 2+2?', think: 'low' })
    expect(generated.thinking).toContain('Simulated thinking')
  })

  it('goes on with a text, before a suffix, and with an answer that was begun', async () => {
    const { client } = await simulate()
    const raw = await client.generate({ model: 'plain', prompt: 'Once upon a time', raw: true })
    expect(raw.response).toContain('goes on from “Once upon a time”')
    const filled = await client.generate({ model: 'chat:7b', prompt: 'def f():', suffix: 'return 1' })
    expect(filled.response).toContain('up to “return 1”')
    const begun = [...messages, { role: 'assistant', content: '2+2 = **4' }]
    const rest = await client.chat({ model: 'plain', messages: begun })
    expect(rest.message.content).toMatch(/^\*\*\. \(Calculated by the simulated plain/)
  })

  it('embeds one text or several, shortens, and cuts what is too long', async () => {
    const { client, url } = await simulate()
    const { embeddings } = await client.embed({ model: 'words', input: ['red apple', 'red apples', 'tax'] })
    expect(embeddings.map(vector => vector.length)).toEqual([32, 32, 32])
    const [apple = [], apples = [], tax = []] = embeddings
    const likeness = (a: number[], b: number[]) => a.reduce((sum, x, index) => sum + x * (b[index] ?? 0), 0)
    expect(likeness(apple, apples)).toBeGreaterThan(likeness(apple, tax))
    const short = await client.embed({ model: 'words', input: 'red apple', dimensions: 8 })
    expect(short.embeddings[0]).toHaveLength(8)
    expect(Math.hypot(...(short.embeddings[0] ?? []))).toBeCloseTo(1)
    expect((await client.embeddings({ model: 'words', prompt: 'red apple' })).embedding).toEqual(apple)
    const long = 'x'.repeat(32_768 * 4 + 4)
    expect((await client.embed({ model: 'words', input: long })).embeddings).toHaveLength(1)
    expect((await post(url, '/api/embed', { model: 'words', input: long, truncate: false })).text).toContain(
      'context',
    )
  })

  it('forgets the oldest messages, and refuses one that is too long by itself', async () => {
    const { client, url } = await simulate()
    const many = Array.from({ length: 20 }, () => ({ role: 'user', content: 'x'.repeat(2000) }))
    const kept = await client.chat({ model: 'chat:7b', messages: [...many, ...messages] })
    expect(kept.prompt_eval_count).toBeLessThan(4096)
    const whole = { model: 'chat:7b', messages: [...many, ...messages], truncate: false }
    expect((await post(url, '/api/chat', whole)).status).toBe(400)
    const one = [{ role: 'user', content: 'x'.repeat(20_000) }]
    const refused = await post(url, '/api/chat', { model: 'chat:7b', messages: one })
    expect(refused.status).toBe(400)
    expect(JSON.parse(JSON.parse(refused.text).error)).toMatchObject({
      error: { type: 'exceed_context_size_error', n_ctx: 4096 },
    })
  })

  it.each([
    ['plain', '/api/chat', { messages, tools }, 400, /plain does not support tools/],
    ['plain', '/api/chat', { messages, think: true }, 400, /\\"plain\\" does not support thinking/],
    ['plain', '/api/generate', { prompt: 'a', suffix: 'b' }, 400, /does not support insert/],
    ['plain', '/api/chat', { messages: [{ role: 'user', images: [pixel] }] }, 500, /image input is not/],
    ['plain', '/api/embed', { input: 'x' }, 501, /does not support embeddings/],
    ['words', '/api/chat', { messages }, 400, /\\"words\\" does not support chat/],
    ['words', '/api/generate', { prompt: 'a', raw: true }, 400, /does not support generate/],
    ['plain', '/api/chat', { messages: [{ role: 'user', images: ['?'] }] }, 400, /illegal base64/],
    ['absent', '/api/embed', { input: 'x' }, 404, /model 'absent' not found/],
  ])('%s %s %j → %i', async (model, path, body, status, words) => {
    const { url } = await simulate()
    const refused = await post(url, path, { model, ...body })
    expect(refused.status).toBe(status)
    expect(refused.text).toMatch(words)
  })

  it('breaks an embedding as told, and speaks nonsense when told to', async () => {
    const { server, client, url } = await simulate({ failAfterTokens: 0, failure: 'reset' })
    await expect(client.embed({ model: 'words', input: 'x' })).rejects.toThrow()
    server.setBehaviour({ failAfterTokens: 1, failure: 'garbage' })
    expect((await post(url, '/api/chat', { model: 'plain', messages })).text).toMatch(/\n<html>.*\n$/)
  })
})

import { type ChatResponse, Ollama } from 'ollama'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { collect, png } from '../../testing/outcomes'
import { type SimulatedCluster, startSimulatedCluster } from '../../testing/simulated-cluster'
import { embedder, machines, shared } from '../testing/machines'

const question = [{ role: 'user', content: 'What is 2+2?' }]
const tools = [
  {
    type: 'function',
    function: {
      name: 'weather',
      description: 'The weather of a city',
      parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
    },
  },
]
const calls = [
  { name: 'weather', arguments: { city: 'Peru' } },
  { name: 'weather', arguments: { city: 'Köln' } },
]

const textOf = (parts: readonly ChatResponse[]) => parts.map(({ message }) => message.content).join('')

describe("Ollama's own client", () => {
  let cluster: SimulatedCluster
  let client: Ollama
  beforeAll(async () => {
    cluster = await startSimulatedCluster(machines)
    client = new Ollama({ host: cluster.endpoint })
  })
  afterAll(() => cluster.stop())

  it('gets an answer, its figures, and learns who gave it', async () => {
    let headers = new Headers()
    const watching = new Ollama({
      host: cluster.endpoint,
      async fetch(url, init) {
        const response = await fetch(url, init)
        headers = response.headers
        return response
      },
    })
    const answer = await watching.chat({ model: 'node/tower', messages: question })
    expect(answer).toMatchObject({ model: shared, done: true, done_reason: 'stop' })
    expect(answer.message.content).toContain('4')
    expect(answer.eval_count).toBeGreaterThan(0)
    expect(answer.prompt_eval_count).toBeGreaterThan(0)
    expect(answer.total_duration).toBeGreaterThan(answer.eval_duration)
    expect(answer.eval_duration).toBeGreaterThan(1e6)
    // Nobody measured it, so nobody says it.
    expect(answer.load_duration).toBeUndefined()
    expect(headers.get('x-harombe-node')).toBe('tower')
    expect(headers.get('x-harombe-tier')).toBe('1')
  })

  it('streams the same text, and a length that was asked for', async () => {
    const whole = await client.chat({ model: 'node/tower', messages: question })
    const parts = await collect(await client.chat({ model: 'node/tower', messages: question, stream: true }))
    expect(textOf(parts)).toBe(whole.message.content)
    expect(parts.filter(({ done }) => done)).toHaveLength(1)
    expect(parts.at(-1)).toMatchObject({ done_reason: 'stop', eval_count: whole.eval_count })

    const short = await client.chat({
      model: 'auto',
      messages: question,
      stream: true,
      options: { num_predict: 3 },
    })
    expect((await collect(short)).at(-1)).toMatchObject({ done_reason: 'length', eval_count: 3 })
  })

  it('answers a prompt, raw or not, and fills a gap', async () => {
    const answer = await client.generate({ model: 'node/mac', system: 'Be short.', prompt: 'What is 2+2?' })
    expect(answer.response).toContain('4')
    const parts = await collect(
      await client.generate({ model: shared, prompt: 'def add(a, b):', suffix: 'return c', stream: true }),
    )
    expect(parts.map(({ response }) => response).join('')).not.toBe('')
    expect(parts.at(-1)?.done).toBe(true)
    const raw = await client.generate({ model: shared, prompt: 'Once upon a time', raw: true })
    expect(raw.response).not.toBe('')
    expect(raw.context).toBeUndefined()
  })

  it.each(['node/mac', 'node/station'])('gets the calls of several tools from %s', async model => {
    const server = cluster.server(model.slice('node/'.length))
    server.setBehaviour({ toolCalls: calls })
    try {
      const whole = await client.chat({ model, messages: question, tools })
      expect(whole.message.tool_calls?.map(call => call.function)).toMatchObject(calls)
      const streamed = await collect(await client.chat({ model, messages: question, tools, stream: true }))
      const got = streamed.flatMap(({ message }) => message.tool_calls ?? [])
      expect(got.map(call => call.function)).toMatchObject(calls)

      // What its client sends back has no ids; a server that insists on them gets them all the same.
      const results = calls.map(({ name, arguments: { city } }) => ({
        role: 'tool',
        tool_name: name,
        content: `Sunny in ${city}`,
      }))
      const last = await client.chat({
        model,
        messages: [...question, whole.message, ...results],
        tools,
      })
      expect(last.message.tool_calls).toBeUndefined()
      expect(last.message.content).not.toBe('')
    } finally {
      server.setBehaviour({ toolCalls: [] })
    }
  })

  it('shows images, as bytes or base64', async () => {
    for (const images of [[png], [Buffer.from(png, 'base64')]]) {
      const messages = [{ role: 'user', content: 'What is this?', images }]
      const answer = await client.chat({ model: 'node/mac', messages: messages as never })
      expect(answer.message.content).toMatch(/^Sees 1 image: image\/png, \d+ bytes/)
    }
    const answer = await client.generate({ model: 'node/mac', prompt: 'What is this?', images: [png, png] })
    expect(answer.response).toMatch(/^Sees 2 images/)
  })

  it('gets JSON, free or by a schema', async () => {
    const free = await client.chat({ model: 'node/mac', messages: question, format: 'json' })
    expect(JSON.parse(free.message.content)).toMatchObject({ simulated: true })
    const format = {
      type: 'object',
      properties: { sum: { type: 'integer' }, ok: { type: 'boolean' } },
      required: ['sum', 'ok'],
    }
    for (const model of ['node/mac', 'node/station']) {
      const answer = await client.generate({ model, prompt: 'What is 2+2?', format })
      expect(JSON.parse(answer.response ?? '')).toEqual({ sum: expect.any(Number), ok: true })
    }
  })

  it('gets the vectors of texts', async () => {
    const { embeddings, model } = await client.embed({ model: embedder, input: ['one', 'two'] })
    expect(model).toBe(embedder)
    expect(embeddings.map(({ length }) => length)).toEqual([8, 8])
    expect(embeddings[0]).not.toEqual(embeddings[1])
    const single = await client.embed({ model: 'nomic-embed-text', input: 'one', dimensions: 4 })
    expect(single.embeddings.map(({ length }) => length)).toEqual([4])
    const old = await client.embeddings({ model: embedder, prompt: 'one' })
    expect([old.embedding]).toEqual(embeddings.slice(0, 1))
    expect((await client.embed({ model: embedder, input: [] })).embeddings).toEqual([])
  })

  it('gets thoughts apart from the answer', async () => {
    const asked = { model: 'deepseek-r1:8b', messages: question, think: true }
    const whole = await client.chat(asked)
    expect(whole.message.thinking).toBeTruthy()
    const parts = await collect(await client.chat({ ...asked, stream: true }))
    expect(parts.map(({ message }) => message.thinking ?? '').join('')).toBe(whole.message.thinking)
    expect(textOf(parts)).toBe(whole.message.content)
  })

  it('closes the connection to the node at once when it aborts', async () => {
    const server = cluster.server('tower')
    server.setBehaviour({ tokensPerSecond: 5 })
    const { cancelled } = server.stats
    const stream = await client.chat({ model: 'node/tower', messages: question, stream: true })
    for await (const _part of stream) break
    stream.abort()
    await vi.waitFor(() => expect(server.stats.cancelled).toBe(cancelled + 1), { timeout: 250, interval: 5 })
    server.setBehaviour({ tokensPerSecond: 2000 })
    expect(server.stats.active).toBe(0)
  })
})

describe('three nodes of one tier', () => {
  it('share 20 questions of one moment', async () => {
    const machine = { server: { model: shared, tokensPerSecond: 200 }, spec: { tier: 0 as const } }
    const cluster = await startSimulatedCluster({ mac: machine, tower: machine, station: machine })
    const client = new Ollama({ host: cluster.endpoint })
    try {
      const answers = await Promise.all(
        Array.from({ length: 20 }, async (_, n) => {
          const messages = [{ role: 'user', content: `What is ${n}+${n}?` }]
          if (n % 2 === 0) return (await client.chat({ model: shared, messages })).message.content
          return textOf(await collect(await client.chat({ model: shared, messages, stream: true })))
        }),
      )
      for (const [n, answer] of answers.entries()) expect(answer).toContain(String(n + n))
      const shares = ['mac', 'tower', 'station'].map(name => cluster.server(name).stats.completed)
      expect(shares.reduce((sum, share) => sum + share, 0)).toBe(20)
      expect(Math.min(...shares)).toBeGreaterThan(4)
    } finally {
      await cluster.stop()
    }
  })
})

import { Ollama } from 'ollama'
import OpenAI from 'openai'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createSimulatedServer } from './create-simulated-server'
import type { SimulatedServer, SimulatedServerOptions } from './types'

const servers: SimulatedServer[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map(server => server.stop()))
})

async function simulate(
  options: Partial<SimulatedServerOptions> = {},
): Promise<{ server: SimulatedServer; url: string; port: number }> {
  const server = createSimulatedServer({ model: 'tiny:1b', ttftMs: 1, tokensPerSecond: 5000, ...options })
  servers.push(server)
  return { server, ...(await server.start()) }
}

const question = { model: 'tiny:1b', messages: [{ role: 'user', content: 'What is 2+2?' }] }

async function post(url: string, body: unknown): Promise<Response> {
  return await fetch(url, { method: 'POST', body: JSON.stringify(body) })
}

async function postFails(url: string): Promise<string> {
  try {
    const response = await post(`${url}/api/chat`, question)
    return `${response.status} ${await response.text()}`
  } catch (error) {
    return error instanceof Error ? error.name : 'unknown'
  }
}

describe('the simulated server', () => {
  it('says on every answer that it is simulated', async () => {
    const { url } = await simulate()
    for (const path of ['/', '/api/version', '/api/tags', '/nowhere']) {
      const response = await fetch(url + path)
      expect(response.headers.get('x-harombe-simulated')).toBe('1')
      await response.text()
    }
  })

  it('can be found to take nothing new before what it answers is broken off', async () => {
    const { server, url } = await simulate({ ttftMs: 60_000 })
    const running = postFails(url)
    await vi.waitFor(() => expect(server.stats.connections).toBe(1))
    const seen = await Promise.race([
      new Promise<string>(resolve => {
        void server.stop(async () => resolve(await postFails(url)))
      }),
      running.then(() => 'broken off first'),
    ])
    expect(seen).toBe('TypeError')
    expect(await running).toBe('TypeError')
  })

  it('answers HEAD / as Ollama does', async () => {
    const { url } = await simulate()
    expect((await fetch(url, { method: 'HEAD' })).status).toBe(200)
    expect(await (await fetch(url)).text()).toBe('Ollama is running')
  })

  it('honours num_predict and says so', async () => {
    const { url } = await simulate()
    const response = await post(`${url}/api/chat`, {
      ...question,
      stream: false,
      options: { num_predict: 2 },
    })
    expect(await response.json()).toMatchObject({ done: true, done_reason: 'length', eval_count: 2 })
  })

  it('stops before a stop string', async () => {
    const { url } = await simulate()
    const body = { ...question, stream: false, options: { stop: ['= '] } }
    const answer = await (await post(`${url}/api/chat`, body)).json()
    expect(answer).toMatchObject({ message: { content: '2+2 ' }, done_reason: 'stop' })
  })

  it('knows one model, with or without :latest', async () => {
    const { url } = await simulate({ model: 'small' })
    expect((await post(`${url}/api/show`, { model: 'small:latest' })).status).toBe(200)
    const missing = await post(`${url}/api/chat`, question)
    expect(missing.status).toBe(404)
    expect(await missing.json()).toEqual({ error: "model 'tiny:1b' not found" })
  })

  it('reports a question without messages as loading, as Ollama does', async () => {
    const { url } = await simulate()
    const answer = await (await post(`${url}/api/chat`, { model: 'tiny:1b' })).json()
    expect(answer).toMatchObject({ done: true, done_reason: 'load' })
  })

  it.each(['{', '[]', '{"model":3}'])('refuses %s with 400', async body => {
    const { url } = await simulate()
    const response = await fetch(`${url}/api/chat`, { method: 'POST', body })
    expect(response.status).toBe(400)
  })

  it('refuses what exceeds its slots, and frees a slot when a client leaves', async () => {
    const { server, url } = await simulate({ slots: 1, tokensPerSecond: 5 })
    const controller = new AbortController()
    const first = await fetch(`${url}/api/chat`, {
      method: 'POST',
      body: JSON.stringify(question),
      signal: controller.signal,
    })
    const second = await post(`${url}/api/chat`, question)
    expect(second.status).toBe(503)
    expect(second.headers.get('retry-after')).toBe('1')
    expect(await second.json()).toEqual({ error: expect.stringMatching(/^server busy/) })
    controller.abort()
    await expect(first.text()).rejects.toThrow()
    await expect.poll(() => server.stats).toMatchObject({ active: 0, cancelled: 1, rejected: 1 })
  })

  it.each([
    ['destroy', /TypeError/],
    ['reset', /TypeError/],
    ['end', /^200 (\{.*"done":false\}\n){2}$/],
    ['error', /^200 (\{.*"done":false\}\n){2}\{"error":".+"\}\n$/],
  ] as const)('breaks after two tokens by %s', async (failure, outcome) => {
    const { server, url } = await simulate({ failAfterTokens: 2, failure })
    expect(await postFails(url)).toMatch(outcome)
    expect(server.stats).toMatchObject({ failed: 1, completed: 0, tokens: 2 })
  })

  it('hangs until it is stopped', async () => {
    const { server, url } = await simulate({ failAfterTokens: 0, failure: 'hang' })
    const answer = postFails(url)
    await expect.poll(() => server.stats.active).toBe(1)
    await server.stop()
    expect(await answer).toBe('TypeError')
    await expect.poll(() => server.stats).toMatchObject({ active: 0, failed: 1 })
  })

  it('answers with a status or with nothing when told so, and recovers', async () => {
    const { server, url } = await simulate()
    server.setBehaviour({ status: 500 })
    expect(await postFails(url)).toMatch(/^500 \{"error"/)
    server.setBehaviour({ status: null, isEmpty: true })
    expect(await postFails(url)).toMatch(/^200 \{.*"content":""\},"done":true.*\}\n$/)
    server.setBehaviour({ isEmpty: false })
    expect(await postFails(url)).toMatch(/"done":false/)
  })

  it('calls the tool it was given once, and then speaks of its result', async () => {
    const { url } = await simulate({ toolCall: { name: 'search', arguments: { q: 'x' } } })
    const offering = {
      ...question,
      stream: false,
      tools: [{ type: 'function', function: { name: 'search' } }],
    }
    const first = await (await post(`${url}/api/chat`, offering)).json()
    expect(first).toMatchObject({ message: { tool_calls: [{ function: { name: 'search' } }] } })
    const messages = [...question.messages, { role: 'tool', content: 'found it' }]
    const second = await (await post(`${url}/api/chat`, { ...offering, messages })).json()
    expect(second).toMatchObject({ message: { content: expect.stringContaining('found it') } })
  })

  it('destroys connections when stopped and comes back on the same port', async () => {
    const { server, url, port } = await simulate({ tokensPerSecond: 5 })
    const response = await post(`${url}/api/chat`, question)
    await server.stop()
    await expect(response.text()).rejects.toThrow()
    await expect(fetch(url)).rejects.toThrow()
    expect(await server.start()).toEqual({ port, url })
    expect((await fetch(url)).status).toBe(200)
  })

  it('says which port is taken', async () => {
    const { port } = await simulate()
    const other = createSimulatedServer({ model: 'm', port })
    await expect(other.start()).rejects.toMatchObject({ code: 'CONFLICT', message: `Port ${port} is taken.` })
  })

  it('waits before every answer when told so', async () => {
    const { url } = await simulate({ latencyMs: 60 })
    const start = performance.now()
    await (await fetch(`${url}/api/tags`)).text()
    expect(performance.now() - start).toBeGreaterThanOrEqual(59)
  })

  it('keeps to its rate while twenty answers run', async () => {
    const { url } = await simulate({ slots: 20, tokensPerSecond: 100, ttftMs: 50 })
    const start = performance.now()
    const answers = await Promise.all(
      Array.from({ length: 20 }, async () => await (await post(`${url}/api/chat`, question)).text()),
    )
    const elapsed = performance.now() - start
    const tokens = (answers[0]?.match(/"done":false/g) ?? []).length
    const expected = 50 + (tokens - 1) * 10
    expect(elapsed).toBeGreaterThanOrEqual(expected - 1)
    expect(elapsed).toBeLessThan(expected + 1000)
  })
})

describe("Ollama's own client", () => {
  it('lists, shows, chats and generates', async () => {
    const { url } = await simulate()
    const client = new Ollama({ host: url })
    expect((await client.list()).models.map(({ name }) => name)).toEqual(['tiny:1b'])
    expect((await client.ps()).models.map(({ name }) => name)).toEqual(['tiny:1b'])
    expect((await client.show({ model: 'tiny:1b' })).capabilities).toContain('tools')
    expect((await client.version()).version).toMatch(/-simulated$/)
    const whole = await client.chat({ ...question, stream: false })
    expect(whole.message.content).toContain('2+2 = **4**')
    let streamed = ''
    for await (const part of await client.generate({
      model: 'tiny:1b',
      prompt: 'What is 2+2?',
      stream: true,
    })) {
      streamed += part.response
    }
    expect(streamed).toBe(whole.message.content)
  })

  it('aborts a stream', async () => {
    const { server, url } = await simulate({ tokensPerSecond: 10 })
    const client = new Ollama({ host: url })
    const stream = await client.chat({ ...question, stream: true })
    const read = async (): Promise<void> => {
      for await (const _part of stream) client.abort()
    }
    await expect(read()).rejects.toMatchObject({ name: 'AbortError' })
    await expect.poll(() => server.stats).toMatchObject({ active: 0, cancelled: 1 })
  })

  it('throws the error line of a broken stream', async () => {
    const { url } = await simulate({ failAfterTokens: 1, failure: 'error' })
    const stream = await new Ollama({ host: url }).chat({ ...question, stream: true })
    const read = async (): Promise<void> => {
      for await (const _part of stream);
    }
    await expect(read()).rejects.toThrow(/simulated failure/)
  })
})

describe("OpenAI's own client", () => {
  const messages = [{ role: 'user' as const, content: 'What is 2+2?' }]
  const clientOf = (url: string): OpenAI =>
    new OpenAI({ baseURL: `${url}/v1`, apiKey: 'none', maxRetries: 0 })

  it('lists, completes and streams with usage', async () => {
    const { url } = await simulate({ protocol: 'openai' })
    const client = clientOf(url)
    expect((await client.models.list()).data.map(({ id }) => id)).toEqual(['tiny:1b'])
    const whole = await client.chat.completions.create({ model: 'tiny:1b', messages })
    expect(whole.choices[0]?.message.content).toContain('2+2 = **4**')
    const stream = await client.chat.completions.create({
      model: 'tiny:1b',
      messages,
      stream: true,
      stream_options: { include_usage: true },
    })
    let text = ''
    let completionTokens = 0
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? ''
      completionTokens = chunk.usage?.completion_tokens ?? completionTokens
    }
    expect(text).toBe(whole.choices[0]?.message.content)
    expect(completionTokens).toBe(whole.usage?.completion_tokens)
  })

  it('puts a streamed tool call together', async () => {
    const { url } = await simulate({
      protocol: 'openai',
      toolCall: { name: 'add', arguments: { a: 2, b: 'zwei' } },
    })
    const runner = clientOf(url).chat.completions.stream({
      model: 'tiny:1b',
      messages,
      tools: [{ type: 'function', function: { name: 'add', parameters: {} } }],
    })
    const { choices } = await runner.finalChatCompletion()
    expect(choices[0]).toMatchObject({
      finish_reason: 'tool_calls',
      message: { tool_calls: [{ function: { name: 'add', arguments: '{"a":2,"b":"zwei"}' } }] },
    })
  })

  it('aborts a stream', async () => {
    const { server, url } = await simulate({ protocol: 'openai', tokensPerSecond: 10 })
    const stream = await clientOf(url).chat.completions.create({ model: 'tiny:1b', messages, stream: true })
    for await (const _chunk of stream) break
    await expect.poll(() => server.stats).toMatchObject({ active: 0, cancelled: 1 })
  })

  it('reads refusals and errors', async () => {
    const { server, url } = await simulate({ protocol: 'openai' })
    const client = clientOf(url)
    await expect(client.chat.completions.create({ model: 'other', messages })).rejects.toMatchObject({
      status: 404,
    })
    server.setBehaviour({ slots: 0 })
    await expect(client.chat.completions.create({ model: 'tiny:1b', messages })).rejects.toMatchObject({
      status: 503,
    })
    server.setBehaviour({ slots: 4, failAfterTokens: 1, failure: 'error' })
    const stream = await client.chat.completions.create({ model: 'tiny:1b', messages, stream: true })
    const read = async (): Promise<void> => {
      for await (const _chunk of stream);
    }
    await expect(read()).rejects.toThrow(/simulated failure/)
  })
})

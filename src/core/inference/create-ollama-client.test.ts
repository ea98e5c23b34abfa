import { afterEach, describe, expect, it } from 'vitest'
import { createSimulatedServer } from '../simulation/create-simulated-server'
import type { SimulatedServer, SimulatedServerOptions } from '../simulation/types'
import { createOllamaClient } from './create-ollama-client'
import { bareSummary } from './model-library'
import type { InferenceClient, InferenceRequest } from './protocol'
import { collectFrames, never, owned, serveHttp, summarize } from './testing/scripted-server'

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
const signal = never

describe('the Ollama client against the simulated server', () => {
  it('streams text, then usage, then one done', async () => {
    const { client } = await simulate()
    const frames = await collectFrames(client.stream(question, { signal }))
    const types = frames.map(frame => frame.type)
    expect(types.slice(-2)).toEqual(['usage', 'done'])
    expect(types.slice(0, -2).every(type => type === 'text')).toBe(true)
    expect(types.length).toBeGreaterThan(4)
    const text = frames.map(frame => (frame.type === 'text' ? frame.text : '')).join('')
    expect(text).toContain('2+2 = **4**')
  })

  it('probes models, loaded models, version and the simulated mark', async () => {
    const { client } = await simulate()
    expect(await client.probe({ signal })).toMatchObject({
      backend: 'ollama',
      models: [{ name: 'tiny:1b' }],
      loaded: [{ name: 'tiny:1b' }],
      memory: null,
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

const okay = '{"message":{"content":"ok"},"done":true,"done_reason":"stop"}\n'

async function scripted(body: string, status = 200): Promise<{ client: InferenceClient; seen: unknown[] }> {
  const { url, seen } = await serveHttp((_request, response) => {
    response.writeHead(status, { 'content-type': 'application/x-ndjson' }).end(body)
  })
  return {
    client: owned(createOllamaClient({ baseUrl: `${url}/api`, backend: 'ollama', token: 'key' })),
    seen,
  }
}

describe('the Ollama client on the wire', () => {
  it('asks in the words of the native API and leaves keep_alive to the owner of the machine', async () => {
    const { client, seen } = await scripted(okay)
    const request: InferenceRequest = {
      model: 'm',
      messages: [
        { role: 'user', content: 'Weather?' },
        {
          role: 'assistant',
          content: '',
          toolCalls: [{ id: 'a', name: 'look', arguments: { city: 'Köln' } }],
        },
        { role: 'tool', content: '21', toolCallId: 'a', name: 'look' },
      ],
      tools: [{ name: 'look', description: 'Looks.', parameters: { type: 'object' } }],
      temperature: 0,
      topP: 0.9,
      maxTokens: 64,
      seed: 0,
      stop: ['END'],
      contextLength: 4096,
    }
    await client.complete(request, { signal })
    const tool = { name: 'look', description: 'Looks.', parameters: { type: 'object' } }
    expect(seen).toMatchObject([
      {
        method: 'POST',
        path: '/api/chat',
        headers: { authorization: 'Bearer key', 'content-type': 'application/json' },
      },
    ])
    expect(seen[0]).toHaveProperty('body', {
      model: 'm',
      stream: true,
      truncate: false,
      messages: [
        { role: 'user', content: 'Weather?' },
        {
          role: 'assistant',
          content: '',
          tool_calls: [{ id: 'a', function: { name: 'look', arguments: { city: 'Köln' } } }],
        },
        { role: 'tool', content: '21', tool_call_id: 'a', tool_name: 'look' },
      ],
      tools: [{ type: 'function', function: tool }],
      options: { temperature: 0, top_p: 0.9, num_predict: 64, seed: 0, stop: ['END'], num_ctx: 4096 },
    })
  })

  it('sends no options when there are none', async () => {
    const { client, seen } = await scripted(okay)
    await client.complete(question, { signal })
    expect(seen[0]).toHaveProperty('body', {
      model: 'tiny:1b',
      stream: true,
      truncate: false,
      messages: question.messages,
    })
  })

  it.each(['load', 'unload'])('does not take done_reason %s for an answer', async reason => {
    const control = `{"message":{"content":""},"done":true,"done_reason":"${reason}"}\n`
    const answered = await scripted(control + okay)
    expect((await answered.client.complete(question, { signal })).content).toBe('ok')
    const silent = await scripted(control)
    await expect(silent.client.complete(question, { signal })).rejects.toMatchObject({
      code: 'STREAM_CUT_OFF',
    })
  })

  it.each([
    ['-1', '1e18'],
    ['"3"', '2.5'],
    ['null', '9007199254740993'],
  ])('ignores token counts that cannot be: %s, %s', async (prompt, completion) => {
    const counted = okay.replace(
      '"done":true',
      `"done":true,"prompt_eval_count":${prompt},"eval_count":${completion}`,
    )
    const { client } = await scripted(counted)
    const { usage } = await client.complete(question, { signal })
    expect(usage).toEqual({ promptTokens: null, completionTokens: null })
  })

  it('names the missing model', async () => {
    const { client } = await scripted('{"error":"model not found, try pulling it first"}', 404)
    const frames = await collectFrames(client.stream(question, { signal }))
    expect(summarize(frames)).toEqual([{ type: 'error', code: 'MODEL_MISSING' }])
    expect(frames).toMatchObject([{ error: { message: expect.stringContaining('"tiny:1b"') } }])
  })

  it('passes on how long a busy server asks to wait', async () => {
    const { url } = await serveHttp((_request, response) => {
      response.writeHead(503, { 'retry-after': '7' }).end('{"error":"server busy"}')
    })
    const client = owned(createOllamaClient({ baseUrl: url, backend: 'ollama' }))
    await expect(client.complete(question, { signal })).rejects.toMatchObject({
      code: 'NODE_BUSY',
      data: { status: 503, retryAfterMs: 7000 },
    })
  })

  it('counts a server that has only the model list as up', async () => {
    const { url } = await serveHttp(({ path }, response) => {
      if (path !== '/api/tags') response.writeHead(404).end('404 page not found')
      else response.end('{"models":[{"name":"a"},{"model":"b"},{"name":"bad\\nname"},{"name":"a"}]}')
    })
    const client = owned(createOllamaClient({ baseUrl: url, backend: 'ollama' }))
    expect(await client.probe({ signal })).toEqual({
      backend: 'ollama',
      models: [bareSummary('a'), bareSummary('b')],
      loaded: null,
      memory: null,
      version: null,
      simulated: false,
    })
  })
})

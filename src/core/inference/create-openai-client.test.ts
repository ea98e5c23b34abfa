import { describe, expect, it } from 'vitest'
import { createSimulatedServer } from '../simulation/create-simulated-server'
import { createOpenAiClient, type OpenAiKind } from './create-openai-client'
import type { InferenceRequest } from './protocol'
import { collectFrames, never, owned, serveHttp, summarize } from './testing/scripted-server'

const request: InferenceRequest = {
  model: 'm',
  messages: [
    { role: 'user', content: 'Weather?' },
    { role: 'assistant', content: '', toolCalls: [{ id: 'a', name: 'look', arguments: { city: 'Köln' } }] },
    { role: 'tool', content: '21', toolCallId: 'a', name: 'look' },
  ],
  tools: [{ name: 'look', description: 'Looks.', parameters: { type: 'object' } }],
  temperature: 0.2,
  topP: 0.9,
  maxTokens: 64,
  seed: 7,
  stop: ['END'],
  contextLength: 4096,
}
const okay = 'data: {"choices":[{"delta":{"content":"ok"},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n'

const client = (baseUrl: string, backend: OpenAiKind = 'openai') =>
  owned(createOpenAiClient({ baseUrl, backend, token: 'key' }))

describe('the OpenAI client', () => {
  it('asks in the words of the API, with the token, under a base URL with or without /v1', async () => {
    const { url, seen } = await serveHttp((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).end(okay)
    })
    for (const base of [url, `${url}/v1`, `${url}/v1/`]) {
      await client(base).complete(request, { signal: never })
    }
    await client(`${url}/proxy/v1`).complete(request, { signal: never })
    const first = '/v1/chat/completions'
    expect(seen.map(({ path }) => path)).toEqual([first, first, first, `/proxy${first}`])
    expect(seen[0]?.headers.authorization).toBe('Bearer key')
    expect(seen[0]?.body).toEqual({
      model: 'm',
      stream: true,
      stream_options: { include_usage: true },
      messages: [
        { role: 'user', content: 'Weather?' },
        {
          role: 'assistant',
          content: '',
          tool_calls: [
            { id: 'a', type: 'function', function: { name: 'look', arguments: '{"city":"Köln"}' } },
          ],
        },
        { role: 'tool', content: '21', tool_call_id: 'a' },
      ],
      tools: [
        {
          type: 'function',
          function: { name: 'look', description: 'Looks.', parameters: { type: 'object' } },
        },
      ],
      temperature: 0.2,
      top_p: 0.9,
      max_tokens: 64,
      seed: 7,
      stop: ['END'],
    })
  })

  it('answers and calls tools against the simulated server', async () => {
    const server = createSimulatedServer({ model: 'm', protocol: 'openai', ttftMs: 1, tokensPerSecond: 5000 })
    const { url } = await server.start()
    const subject = client(url)
    const plain = await subject.complete(
      { model: 'm', messages: [{ role: 'user', content: '1+1' }] },
      { signal: never },
    )
    expect(plain).toMatchObject({ content: expect.stringContaining('**2**'), reason: 'stop' })
    expect(plain.usage.completionTokens).toBeGreaterThan(0)
    server.setBehaviour({ toolCall: { name: 'look', arguments: { city: 'Bonn' } } })
    const messages = [{ role: 'user' as const, content: 'Weather?' }]
    const calling = await subject.complete({ ...request, messages }, { signal: never })
    expect(calling).toMatchObject({
      content: '',
      reason: 'tool_calls',
      toolCalls: [{ name: 'look', arguments: { city: 'Bonn' } }],
    })
    expect(await subject.probe({ signal: never })).toMatchObject({ models: [{ name: 'm' }], simulated: true })
    await subject.close()
    await server.stop()
  })

  it('takes a whole JSON answer to a streaming request', async () => {
    const { url } = await serveHttp((_request, response) => {
      const message = {
        content: 'Hi',
        reasoning_content: 'Hm',
        tool_calls: [
          { id: 'a', function: { name: 'one', arguments: '{}' } },
          { id: 'b', function: { name: 'two', arguments: { x: 1 } } },
        ],
      }
      const body = { choices: [{ message, finish_reason: 'tool_calls' }], usage: { prompt_tokens: 1 } }
      response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body))
    })
    expect(await client(url).complete(request, { signal: never })).toEqual({
      content: 'Hi',
      reasoning: 'Hm',
      toolCalls: [
        { id: 'a', name: 'one', arguments: {} },
        { id: 'b', name: 'two', arguments: { x: 1 } },
      ],
      usage: { promptTokens: 1, completionTokens: null },
      reason: 'tool_calls',
    })
  })

  it('tells parallel calls without an index apart by their ids', async () => {
    const part = (id: string | null, name: string | null, args: string): string =>
      `data: ${JSON.stringify({ choices: [{ delta: { tool_calls: [{ id, function: { name, arguments: args } }] } }] })}\n\n`
    const body = [
      part('a', 'one', '{"x":'),
      part(null, null, '1}'),
      part('b', 'two', '{}'),
      'data: {"choices":[{"delta":{},"finish_reason":"tool_calls"}]}\n\ndata: [DONE]\n\n',
    ].join('')
    const { url } = await serveHttp((_request, response) => void response.end(body))
    const { toolCalls } = await client(url).complete(request, { signal: never })
    expect(toolCalls).toEqual([
      { id: 'a', name: 'one', arguments: { x: 1 } },
      { id: 'b', name: 'two', arguments: {} },
    ])
  })

  it.each([
    [
      '[DONE] without a finish_reason',
      'data: {"choices":[{"delta":{"content":"a"}}]}\n\ndata: [DONE]\n\n',
      'STREAM_CUT_OFF',
    ],
    ['a finish_reason without [DONE]', okay.slice(0, okay.indexOf('data: [DONE]')), 'STREAM_CUT_OFF'],
    ['an abort by the server', okay.replace('"stop"', '"abort"'), 'NODE_ERROR'],
    ["llama.cpp's error field", 'error: {"code":500,"message":"boom"}\n\n', 'NODE_ERROR'],
    ['an error event in plain words', 'event: error\ndata: engine died\n\n', 'NODE_ERROR'],
    [
      'an error naming a status',
      'data: {"error":{"code":503,"message":"Loading model"}}\n\n',
      'NODE_LOADING',
    ],
    [
      "vLLM's error object",
      'data: {"object":"error","message":"too many tokens","code":400}\n\n',
      'CONTEXT_TOO_LONG',
    ],
  ])('does not take %s for success', async (_name, body, code) => {
    const { url } = await serveHttp((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).end(body)
    })
    const frames = await collectFrames(client(url).stream(request, { signal: never }))
    expect(summarize(frames).at(-1)).toEqual({ type: 'error', code })
  })

  it('knows vLLM, SGLang and llama.cpp by how they sign their models', async () => {
    for (const owner of ['vllm', 'sglang', 'llamacpp'] as const) {
      const { url } = await serveHttp((_request, response) => {
        response.setHeader('content-type', 'application/json')
        response.end(JSON.stringify({ object: 'list', data: [{ id: '/models/a.gguf', owned_by: owner }] }))
      })
      expect(await client(url).probe({ signal: never })).toMatchObject({
        backend: owner,
        models: [{ name: '/models/a.gguf' }],
      })
    }
  })

  it('knows another harombe, whatever it was listed as', async () => {
    const { url } = await serveHttp((_request, response) => {
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ object: 'list', data: [{ id: 'auto', owned_by: 'harombe' }] }))
    })
    expect(await client(url, 'vllm').probe({ signal: never })).toMatchObject({ backend: 'harombe' })
  })

  it('knows another harombe that has no model for us', async () => {
    const { url } = await serveHttp((_request, response) => {
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ harombe: '1.2.3', object: 'list', data: [] }))
    })
    expect(await client(url, 'openai').probe({ signal: never })).toMatchObject({ backend: 'harombe' })
  })

  it('sees that llama.cpp is still loading although it lists its model', async () => {
    const { url } = await serveHttp(({ path }, response) => {
      response.setHeader('content-type', 'application/json')
      if (path === '/v1/models') response.end('{"data":[{"id":"a","owned_by":"llamacpp"}]}')
      else
        response
          .writeHead(503)
          .end('{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}')
    })
    await expect(client(url, 'llamacpp').probe({ signal: never })).rejects.toMatchObject({
      code: 'NODE_LOADING',
    })
  })
})

import { describe, expect, it } from 'vitest'
import { HarombeError } from '../../shared/errors'
import { createRemoteClient } from './create-remote-client'
import { bareSummary } from './model-library'
import {
  encodePeerFrame,
  fromPeerRequest,
  peerAnswer,
  peerKeepAlive,
  peerRequest,
  peerStreamType,
  toPeerAnswer,
} from './peer-wire'
import type { InferenceFrame, InferenceRequest } from './protocol'
import { collectFrames, never, owned, serveHttp, summarize } from './testing/scripted-server'

const request: InferenceRequest = {
  model: 'm',
  messages: [
    { role: 'system', content: 'Be brief.' },
    { role: 'assistant', content: '', toolCalls: [{ id: 'a', name: 'look', arguments: { x: 1 } }] },
    { role: 'tool', content: '21', toolCallId: 'a', name: 'look' },
  ],
  tools: [{ name: 'look', parameters: { type: 'object' } }],
  temperature: 0.2,
  maxTokens: 64,
}

const remote = (baseUrl: string, stall?: number) =>
  owned(createRemoteClient({ baseUrl, backend: 'harombe', timeouts: stall === undefined ? {} : { stall } }))

describe('the peer wire', () => {
  it('carries a request there unchanged', async () => {
    const { url, seen } = await serveHttp((_request, response) => {
      response.setHeader('content-type', 'application/json')
      response.end('{"content":"ok"}')
    })
    await remote(url).complete(request, { signal: never })
    const [one] = seen
    expect(one).toMatchObject({ method: 'POST', path: '/api/complete' })
    expect(one?.headers.accept).toContain(peerStreamType)
    expect(fromPeerRequest(peerRequest.parse(one?.body))).toMatchObject({
      ...request,
      messages: [{ ...request.messages[0] }, { ...request.messages[1] }, { ...request.messages[2] }],
      tools: [{ name: 'look', parameters: { type: 'object', properties: {} } }],
      stream: true,
    })
  })

  it('sends the Python node only keys its dataclasses know, and what it reads without asking', async () => {
    const { url, seen } = await serveHttp((_request, response) => {
      response.setHeader('content-type', 'application/json')
      response.end('{"content":"ok","tool_calls":null}')
    })
    await remote(url).complete(request, { signal: never })
    const body = peerRequest.parse(seen[0]?.body)
    const known = ['role', 'content', 'tool_calls', 'tool_call_id', 'name']
    for (const message of body.messages) {
      expect(known).toEqual(expect.arrayContaining(Object.keys(message)))
    }
    expect(body.tools?.[0]?.function).toEqual({
      name: 'look',
      description: '',
      parameters: { type: 'object', properties: {} },
    })
  })

  it('carries all that only our nodes understand, and nothing of it unused', async () => {
    const { url, seen } = await serveHttp((_request, response) => {
      response.setHeader('content-type', 'application/json')
      response.end('{"content":"ok"}')
    })
    const images = [{ mediaType: 'image/webp', data: 'aGk=' }] as const
    const full: InferenceRequest = {
      model: 'm',
      messages: [{ role: 'user', content: 'Look', images }],
      tools: [{ name: 'look', parameters: { type: 'object', properties: {} } }],
      toolChoice: { name: 'look' },
      format: { type: 'schema', name: 'x', schema: { type: 'object' } },
      reasoning: 'high',
      topK: 40,
      minP: 0.1,
      presencePenalty: -1,
      frequencyPenalty: 1,
      contextLength: 4096,
      keepAlive: 60,
    }
    await remote(url).complete(full, { signal: never })
    const { contextLength, keepAlive, ...carried } = full
    expect(fromPeerRequest(peerRequest.parse(seen[0]?.body))).toMatchObject(carried)
    expect(Object.keys(seen[0]?.body ?? {})).not.toEqual(expect.arrayContaining(['keep_alive']))
    await remote(url).complete(request, { signal: never })
    expect(Object.keys(seen[1]?.body ?? {}).sort()).toEqual([
      'max_tokens',
      'messages',
      'model',
      'stream',
      'temperature',
      'tools',
    ])
  })

  it('has a peer go on with a raw text through its OpenAI address', async () => {
    const { url, seen } = await serveHttp((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.end('data: {"choices":[{"text":"upon","finish_reason":"stop"}]}\n\ndata: [DONE]\n\n')
    })
    const prompt = { text: 'Once', suffix: 'a time' }
    const answer = await remote(url).complete(
      { model: 'm', messages: [], prompt, topK: 5 },
      { signal: never },
    )
    expect(answer.content).toBe('upon')
    expect(seen).toMatchObject([
      {
        path: '/v1/completions',
        body: { model: 'm', prompt: 'Once', suffix: 'a time', top_k: 5, stream: true },
      },
    ])
  })

  it('has a peer make embeddings', async () => {
    const { url, seen } = await serveHttp((_request, response) => {
      response.setHeader('content-type', 'application/json')
      response.end('{"data":[{"index":0,"embedding":[1]}],"usage":{"prompt_tokens":1}}')
    })
    expect(await remote(url).embed({ model: 'm', inputs: ['a'] }, { signal: never })).toEqual({
      vectors: [[1]],
      promptTokens: 1,
    })
    expect(seen).toMatchObject([{ path: '/v1/embeddings' }])
  })

  it("takes the Python client's request with its nulls", () => {
    const message = { role: 'user', content: 'Hi', tool_calls: null, tool_call_id: null, name: null }
    const body = peerRequest.parse({ messages: [message], tools: null, temperature: 0.7 })
    expect(fromPeerRequest(body)).toEqual({
      model: null,
      stream: false,
      messages: [{ role: 'user', content: 'Hi' }],
      temperature: 0.7,
    })
  })

  it.each([
    { messages: [] },
    { messages: [{ role: 'root', content: 'x' }] },
    { messages: [{ role: 'user', content: 'x' }], temperature: 'hot' },
    { messages: [{ role: 'user', content: 'x' }], format: { type: 'xml' } },
    { messages: [{ role: 'user', content: 'x' }], reasoning: 'enormous' },
    { messages: [{ role: 'user', content: 'x', images: [{ media_type: 'image/svg+xml', data: 'aGk=' }] }] },
    { messages: [{ role: 'user', content: 'x', images: [{ media_type: 'image/png', data: 'http://x/' }] }] },
    {
      messages: [
        { role: 'assistant', content: '', tool_calls: [{ id: 'a', name: 'b', arguments: '{"x":' }] },
      ],
    },
    { messages: [{ role: 'assistant', content: '', tool_calls: [{ id: 'a', name: 'b', arguments: [1] }] }] },
  ])('refuses %j', body => {
    expect(peerRequest.safeParse(body).success).toBe(false)
  })

  it('writes an answer that the Python client and ours can read', () => {
    const toolCalls = [{ id: 'a', name: 'look', arguments: { x: 1 } }]
    const usage = { promptTokens: null, completionTokens: null }
    const answer = toPeerAnswer({ content: '', reasoning: '', toolCalls, usage, reason: 'tool_calls' })
    expect(answer).toEqual({ content: '', tool_calls: toolCalls, finish_reason: 'tool_calls' })
    expect(peerAnswer.parse(JSON.parse(JSON.stringify(answer)))).toEqual(answer)
  })
})

describe('the remote client', () => {
  it('reads every frame that the encoder writes, keep-alives between them', async () => {
    const frames: InferenceFrame[] = [
      { type: 'reasoning', text: 'Hm\n' },
      { type: 'text', text: 'Grüße\u2028😀' },
      { type: 'tool_call', call: { id: 'a', name: 'look', arguments: { x: [1, null] } } },
      { type: 'usage', usage: { promptTokens: 3, completionTokens: null } },
      { type: 'done', reason: 'tool_calls' },
    ]
    const { url } = await serveHttp((_request, response) => {
      response.writeHead(200, { 'content-type': peerStreamType })
      response.end(frames.map(frame => peerKeepAlive + encodePeerFrame(frame)).join(''))
    })
    expect(await collectFrames(remote(url).stream(request, { signal: never }))).toEqual(frames)
  })

  it('takes keep-alives as signs of life', async () => {
    const { url } = await serveHttp((_request, response) => {
      response.writeHead(200, { 'content-type': peerStreamType })
      response.write(encodePeerFrame({ type: 'text', text: 'a' }))
      let beats = 0
      const heart = setInterval(() => {
        response.write(peerKeepAlive)
        if (++beats < 8) return
        clearInterval(heart)
        response.end(encodePeerFrame({ type: 'done', reason: 'stop' }))
      }, 40)
    })
    const frames = await collectFrames(remote(url, 150).stream(request, { signal: never }))
    expect(frames.at(-1)).toEqual({ type: 'done', reason: 'stop' })
  })

  it.each([
    ['CANCELLED', 'NODE_ERROR'],
    ['INTERNAL', 'NODE_ERROR'],
    ['NO_NODE_AVAILABLE', 'NODE_ERROR'],
    ['NOT_SUPPORTED', 'NODE_REFUSED'],
    ['UNAUTHENTICATED', 'NODE_REFUSED'],
    ['MODEL_MISSING', 'MODEL_MISSING'],
    ['RATE_LIMITED', 'NODE_BUSY'],
  ] as const)("translates a peer's %s to %s, in a stream and as a status", async (code, expected) => {
    const error = new HarombeError(code, 'No.', { data: { retryAfterMs: 500, secret: 'x' } })
    let isStream = true
    const { url } = await serveHttp((_request, response) => {
      if (isStream) {
        response
          .writeHead(200, { 'content-type': peerStreamType })
          .end(encodePeerFrame({ type: 'error', error }))
      } else {
        response.writeHead(500, { 'content-type': 'application/json' })
        response.end(JSON.stringify({ error: { code, message: 'No.' } }))
      }
    })
    const client = remote(url)
    const streamed = await collectFrames(client.stream(request, { signal: never }))
    expect(summarize(streamed)).toEqual([{ type: 'error', code: expected }])
    expect(streamed).toMatchObject([{ error: { data: { retryAfterMs: 500 } } }])
    expect(JSON.stringify(streamed)).not.toContain('secret')
    isStream = false
    expect(summarize(await collectFrames(client.stream(request, { signal: never })))).toEqual(
      summarize(streamed),
    )
  })

  it('reads the Python answer with arguments as an object or as text', async () => {
    const calls = [
      { id: 'a', name: 'one', arguments: { x: 1 } },
      { id: 'b', name: 'two', arguments: '{"y":2}' },
      { id: 'c', name: 'three', arguments: null },
    ]
    const { url } = await serveHttp((_request, response) => {
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ content: null, tool_calls: calls, finish_reason: null }))
    })
    expect(await remote(url).complete(request, { signal: never })).toMatchObject({
      content: '',
      reason: 'tool_calls',
      toolCalls: [{ arguments: { x: 1 } }, { arguments: { y: 2 } }, { arguments: {} }],
    })
  })

  it('takes the failure of a FastAPI node for what it is', async () => {
    const { url } = await serveHttp((_request, response) => {
      response.writeHead(500, { 'content-type': 'application/json' }).end('{"detail":"ollama is down"}')
    })
    await expect(remote(url).complete(request, { signal: never })).rejects.toMatchObject({
      code: 'NODE_ERROR',
      message: expect.stringContaining('ollama is down'),
    })
  })

  it('probes /health and insists on what it says', async () => {
    let body = '{"status":"healthy","model":"qwen3:8b","version":"0.1.0"}'
    const { url } = await serveHttp((_request, response) => {
      response.setHeader('content-type', 'application/json')
      response.end(body)
    })
    const client = remote(url)
    expect(await client.probe({ signal: never })).toEqual({
      backend: 'harombe',
      models: [bareSummary('qwen3:8b')],
      loaded: null,
      memory: null,
      version: '0.1.0',
      simulated: false,
      slots: null,
    })
    body = '{"status":"ok"}'
    await expect(client.probe({ signal: never })).rejects.toMatchObject({ code: 'MALFORMED_RESPONSE' })
  })
})

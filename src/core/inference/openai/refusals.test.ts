import { describe, expect, it } from 'vitest'
import { createOpenAiClient, type OpenAiKind } from '../create-openai-client'
import type { InferenceRequest } from '../protocol'
import { collectFrames, never, owned, serveHttp, summarize } from '../testing/scripted-server'

const request: InferenceRequest = { model: 'm', messages: [{ role: 'user', content: 'Hello' }] }
const okay = 'data: {"choices":[{"delta":{"content":"ok"},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n'
const clientOf = (baseUrl: string, backend: OpenAiKind = 'openai') =>
  owned(createOpenAiClient({ baseUrl, backend }))

/** Refuses a question with the first text whose key is in it. */
async function picky(complaints: Record<string, string>, status = 400) {
  return await serveHttp(({ body }, response) => {
    const error = Object.entries(complaints).find(([key]) => JSON.stringify(body).includes(key))?.[1]
    if (error === undefined) response.writeHead(200, { 'content-type': 'text/event-stream' }).end(okay)
    else response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ error }))
  })
}

describe('a server that refuses a part of the question', () => {
  it('is asked without it, once, and never again with it', async () => {
    const { url, seen } = await picky(
      { stream_options: "Extra inputs are not permitted: 'stream_options'" },
      422,
    )
    const client = clientOf(url)
    for (let round = 0; round < 3; round++) await client.complete(request, { signal: never })
    expect(seen.map(({ body }) => JSON.stringify(body).includes('stream_options'))).toEqual([
      true,
      false,
      false,
      false,
    ])
  })

  it('may refuse several, one after the other', async () => {
    const { url, seen } = await picky({
      stream_options: 'stream_options?',
      reasoning_effort: 'reasoning_effort?',
      max_tokens: "Use 'max_completion_tokens' instead",
    })
    await clientOf(url).complete({ ...request, reasoning: 'low', maxTokens: 9 }, { signal: never })
    expect(seen).toHaveLength(4)
  })

  it('that refuses whatever it is asked is not asked for ever', async () => {
    const { url, seen } = await picky({
      model: 'stream_options max_completion_tokens response_format tool_choice reasoning_effort',
    })
    const everything: InferenceRequest = {
      ...request,
      maxTokens: 9,
      reasoning: 'low',
      format: { type: 'json' },
      tools: [{ name: 'a', parameters: {} }],
      toolChoice: { name: 'a' },
    }
    const frames = await collectFrames(clientOf(url).stream(everything, { signal: never }))
    expect(summarize(frames)).toEqual([{ type: 'error', code: 'NODE_REFUSED' }])
    expect(seen).toHaveLength(4)
  })

  it('tells each client for itself: another server knows nothing of it', async () => {
    const refusing = await picky({ stream_options: 'stream_options?' })
    const willing = await picky({})
    await clientOf(refusing.url).complete(request, { signal: never })
    await clientOf(willing.url).complete(request, { signal: never })
    expect(willing.seen[0]?.body).toHaveProperty('stream_options')
  })
})

describe('what a kind of server cannot do', () => {
  it('is refused before anything is sent', async () => {
    const { url, seen } = await picky({})
    const begun = [...request.messages, { role: 'assistant', content: 'Well,' } as const]
    const frames = await collectFrames(
      clientOf(url).stream({ ...request, messages: begun }, { signal: never }),
    )
    expect(frames).toMatchObject([{ error: { code: 'NODE_REFUSED', retryable: false } }])
    expect(seen).toEqual([])
  })
})

describe('embeddings of an OpenAI server', () => {
  it('are put in order by their index', async () => {
    const { url, seen } = await serveHttp((_request, response) => {
      const data = [1, 0].map(index => ({ index, embedding: [index, 0.5] }))
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ data, usage: { prompt_tokens: 4, total_tokens: 4 } }))
    })
    const made = await clientOf(url).embed(
      { model: 'm', inputs: ['a', 'b'], dimensions: 2 },
      { signal: never },
    )
    expect(made).toEqual({
      vectors: [
        [0, 0.5],
        [1, 0.5],
      ],
      promptTokens: 4,
    })
    expect(seen).toMatchObject([
      {
        path: '/v1/embeddings',
        body: { model: 'm', input: ['a', 'b'], encoding_format: 'float', dimensions: 2 },
      },
    ])
  })

  it.each<[string, number, string, string]>([
    ['has no such address', 404, '{"detail":"Not Found"}', 'NODE_REFUSED'],
    [
      'was not started for it',
      501,
      '{"error":{"code":501,"message":"This server does not support embeddings. Start it with `--embeddings`","type":"not_supported_error"}}',
      'NODE_REFUSED',
    ],
    [
      'lacks the model',
      404,
      '{"error":{"message":"The model `m` does not exist.","code":404}}',
      'MODEL_MISSING',
    ],
    ['is busy', 503, '', 'NODE_BUSY'],
    ['answers with text', 200, '{"data":[{"index":0,"embedding":"AAAA"}]}', 'MALFORMED_RESPONSE'],
  ])('fail clearly when the server %s', async (_what, status, body, code) => {
    const { url } = await serveHttp((_request, response) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(body)
    })
    await expect(clientOf(url).embed({ model: 'm', inputs: ['a'] }, { signal: never })).rejects.toMatchObject(
      { code },
    )
  })
})

describe('a gap filled by llama.cpp', () => {
  const filling = async (body: string) => {
    const { url, seen } = await serveHttp((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).end(body)
    })
    const question = { model: 'm', messages: [], prompt: { text: 'a(', suffix: ')' } }
    const frames = await collectFrames(clientOf(url, 'llamacpp').stream(question, { signal: never }))
    return { frames: summarize(frames), path: seen[0]?.path }
  }
  const part = 'data: {"content":"x","stop":false}\n\n'

  it('ends with a part that says so', async () => {
    const end =
      'data: {"content":"","stop":true,"stop_type":"limit","tokens_evaluated":3,"tokens_predicted":1}\n\n'
    expect(await filling(part + end)).toEqual({
      path: '/infill',
      frames: [
        { type: 'text', text: 'x' },
        { type: 'usage', usage: { promptTokens: 3, completionTokens: 1 } },
        { type: 'done', reason: 'length' },
      ],
    })
  })

  it.each([
    ['without it', part, 'STREAM_CUT_OFF'],
    ['with [DONE] alone', `${part}data: [DONE]\n\n`, 'STREAM_CUT_OFF'],
    ['with an error', `${part}data: {"error":{"code":500,"message":"boom"}}\n\n`, 'NODE_ERROR'],
    ['with the old error field', `${part}error: {"code":500,"message":"boom"}\n\n`, 'NODE_ERROR'],
  ])('%s is a failure', async (_what, body, code) => {
    expect((await filling(body)).frames.at(-1)).toEqual({ type: 'error', code })
  })
})

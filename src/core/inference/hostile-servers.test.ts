import type { ServerResponse } from 'node:http'
import { describe, expect, it } from 'vitest'
import { createInferenceClient } from './create-inference-client'
import type { ClientTimeouts, InferenceClient, InferenceFrame, InferenceRequest } from './protocol'
import { collectFrames, never, owned, serveHttp, serveTcp, summarize } from './testing/scripted-server'

type Spoken = 'ollama' | 'openai' | 'harombe'
const request: InferenceRequest = { model: 'm', messages: [{ role: 'user', content: 'Hello' }] }
const tools = [{ name: 'run', parameters: { type: 'object' } }]

function clientOf(
  baseUrl: string,
  backend: Spoken = 'ollama',
  timeouts?: Partial<ClientTimeouts>,
): InferenceClient {
  return owned(createInferenceClient({ baseUrl, backend, timeouts }))
}

/** How each protocol says one word, one piece of reasoning, that it is done, and that it failed. */
const dialects: Record<
  Spoken,
  { type: string; text: string; reasoning: string; usage: string; done: string; error: string }
> = {
  ollama: {
    type: 'application/x-ndjson',
    text: '{"message":{"content":"Hi"},"done":false}\n',
    reasoning: '{"message":{"content":"","thinking":"Hm"},"done":false}\n',
    usage:
      '{"message":{"content":""},"done":true,"done_reason":"stop","prompt_eval_count":N,"eval_count":N}\n',
    done: '{"message":{"content":""},"done":true,"done_reason":"stop"}\n',
    error: '{"error":"llama runner process has terminated"}\n',
  },
  openai: {
    type: 'text/event-stream',
    text: 'data: {"choices":[{"index":0,"delta":{"content":"Hi"}}]}\n\n',
    reasoning: 'data: {"choices":[{"index":0,"delta":{"reasoning_content":"Hm"}}]}\n\n',
    usage: 'data: {"choices":[],"usage":{"prompt_tokens":N,"completion_tokens":N}}\n\n',
    done: 'data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n',
    error: 'data: {"error":{"message":"engine died","type":"server_error","code":500}}\n\n',
  },
  harombe: {
    type: 'application/x-ndjson',
    text: '{"type":"text","text":"Hi"}\n',
    reasoning: '{"type":"reasoning","text":"Hm"}\n',
    usage: '{"type":"usage","usage":{"promptTokens":N,"completionTokens":N}}\n',
    done: '{"type":"done","reason":"stop"}\n',
    error: '{"type":"error","error":{"code":"NODE_ERROR","message":"engine died","retryable":true}}\n',
  },
}
const hi = { type: 'text', text: 'Hi' }
const failed = (code: string): unknown => ({ type: 'error', code })

async function answers(
  backend: Spoken,
  script: (response: ServerResponse, parts: (typeof dialects)[Spoken]) => void,
  timeouts?: Partial<ClientTimeouts>,
): Promise<InferenceFrame[]> {
  const parts = dialects[backend]
  const { url } = await serveHttp((_request, response) => {
    response.writeHead(200, { 'content-type': parts.type })
    script(response, parts)
  })
  return await collectFrames(
    clientOf(url, backend, timeouts).stream({ ...request, tools }, { signal: never }),
  )
}

describe.each<Spoken>(['ollama', 'openai', 'harombe'])('a hostile %s server', backend => {
  it('that reports an error inside a 200 stream ends with that error', async () => {
    const frames = await answers(backend, (response, { text, error, done }) =>
      response.end(text + error + done),
    )
    expect(summarize(frames)).toEqual([hi, failed('NODE_ERROR')])
  })

  it('that ends properly without its terminal marker was cut off', async () => {
    const frames = await answers(backend, (response, { text }) => response.end(text))
    expect(summarize(frames)).toEqual([hi, failed('STREAM_CUT_OFF')])
  })

  it('that drops the connection in the middle was cut off', async () => {
    const frames = await answers(backend, (response, { text }) => {
      response.write(text, () => response.destroy())
    })
    expect(summarize(frames)).toEqual([hi, failed('STREAM_CUT_OFF')])
  })

  it('that resets the connection in the middle was cut off', async () => {
    const frames = await answers(backend, (response, { text }) => {
      response.write(text, () => setImmediate(() => response.socket?.resetAndDestroy()))
    })
    expect(summarize(frames).at(-1)).toEqual(failed('STREAM_CUT_OFF'))
  })

  it('that is done without having said anything has failed', async () => {
    const frames = await answers(backend, (response, { done }) => response.end(done))
    expect(summarize(frames)).toEqual([failed('NODE_ERROR')])
  })

  it('that only reasons and is done has failed', async () => {
    const frames = await answers(backend, (response, { reasoning, done }) => response.end(reasoning + done))
    expect(summarize(frames)).toEqual([{ type: 'reasoning', text: 'Hm' }, failed('NODE_ERROR')])
  })

  it('that goes on after it was done is not listened to', async () => {
    const frames = await answers(backend, (response, { text, done, error }) =>
      response.end(text + done + text + error + done),
    )
    expect(summarize(frames)).toEqual([hi, { type: 'done', reason: 'stop' }])
  })

  it('that falls silent after headers runs into the first-token deadline', async () => {
    const frames = await answers(backend, response => response.flushHeaders(), {
      firstToken: 60,
      stall: 5000,
    })
    expect(summarize(frames)).toEqual([failed('TIMEOUT')])
  })

  it('that falls silent in the middle runs into the stall deadline', async () => {
    const frames = await answers(backend, (response, { text }) => response.write(text), { stall: 60 })
    expect(summarize(frames)).toEqual([hi, failed('TIMEOUT')])
    expect(frames.at(-1)).toMatchObject({ error: { data: { phase: 'stall' } } })
  })

  it('may be silent four times longer while it has only reasoned', async () => {
    const frames = await answers(
      backend,
      (response, { reasoning, text, done }) => {
        response.write(reasoning)
        setTimeout(() => response.end(text + done), 150)
      },
      { stall: 75 },
    )
    expect(summarize(frames).slice(1)).toEqual([hi, { type: 'done', reason: 'stop' }])
  })

  it('that sends a line without end is stopped at 1 MiB', async () => {
    const frames = await answers(backend, response => {
      const flood = Buffer.alloc(256 * 1024, 0x61)
      const pour = (): void => {
        while (!response.destroyed && response.write(flood));
        if (!response.destroyed) response.once('drain', pour)
      }
      pour()
    })
    expect(summarize(frames)).toEqual([failed('MALFORMED_RESPONSE')])
  })

  it('that answers with a web page is none', async () => {
    const { url } = await serveHttp((_request, response) => {
      response
        .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
        .end('<!doctype html><title>Hi</title>')
    })
    const client = clientOf(url, backend)
    const frames = await collectFrames(client.stream(request, { signal: never }))
    expect(summarize(frames)).toEqual([failed('MALFORMED_RESPONSE')])
    await expect(client.probe({ signal: never })).rejects.toMatchObject({ code: 'MALFORMED_RESPONSE' })
  })

  it('that redirects does not get the token to another origin', async () => {
    const elsewhere = await serveHttp((_request, response) => void response.end('{}'))
    const { url } = await serveHttp((_request, response) => {
      response.writeHead(302, { location: `${elsewhere.url}/api/chat` }).end()
    })
    const client = owned(createInferenceClient({ baseUrl: url, backend, token: 'secret-token' }))
    const frames = await collectFrames(client.stream(request, { signal: never }))
    expect(summarize(frames)).toEqual([failed('NODE_REFUSED')])
    expect(elsewhere.seen).toEqual([])
  })

  it('that speaks past the token limit is stopped and the answer is marked as cut', async () => {
    const { type, text } = dialects[backend]
    const { url } = await serveHttp((_request, response) => {
      response.writeHead(200, { 'content-type': type })
      const pour = (): void => {
        while (!response.destroyed && response.write(text.repeat(100)));
        if (!response.destroyed) response.once('drain', pour)
      }
      pour()
    })
    const stream = clientOf(url, backend).stream({ ...request, maxTokens: 300 }, { signal: never })
    const frames = await collectFrames(stream)
    expect(frames.at(-1)).toEqual({ type: 'done', reason: 'length' })
    const said = frames.reduce((sum, frame) => sum + (frame.type === 'text' ? frame.text.length : 0), 0)
    expect(said).toBeGreaterThan(300 * 16)
    expect(said).toBeLessThan(300 * 16 + 10)
  })

  it('that counts what cannot be counted is not believed', async () => {
    for (const count of ['1e18', '-1', '2.5', '"9"']) {
      const frames = await answers(backend, (response, { text, usage, done }) =>
        response.end(text + usage.replaceAll('N', count) + done),
      )
      expect(summarize(frames)).toEqual([hi, { type: 'done', reason: 'stop' }])
    }
  })

  it('that has no token to say is waited for as long as the request says', async () => {
    const { url } = await serveHttp((_request, response) => void response.flushHeaders())
    const client = clientOf(url, backend, { firstToken: 60_000 })
    const frames = await collectFrames(client.stream(request, { signal: never, firstTokenMs: 60 }))
    expect(frames).toMatchObject([{ error: { code: 'TIMEOUT', data: { phase: 'firstToken' } } }])
    const embedding = client.embed({ model: 'm', inputs: ['a'] }, { signal: never, firstTokenMs: 60 })
    await expect(embedding).rejects.toMatchObject({ code: 'TIMEOUT' })
  })

  it('that sends unknown types is read without them', async () => {
    const strange =
      backend === 'openai' ? 'event: execute\ndata: {"run":"x"}\n\n' : '{"type":"execute","run":"x"}\n'
    const frames = await answers(backend, (response, { text, done }) =>
      response.end(strange + text + strange + done),
    )
    expect(summarize(frames)).toEqual([hi, { type: 'done', reason: 'stop' }])
  })
})

describe('tool calls from a hostile server', () => {
  const call = (name: string, args: string): string =>
    `data: ${JSON.stringify({ choices: [{ delta: { tool_calls: [{ index: 0, id: 'a', function: { name, arguments: args } }] } }] })}\n\n`
  const end = (reason: string): string =>
    `data: {"choices":[{"delta":{},"finish_reason":"${reason}"}]}\n\ndata: [DONE]\n\n`

  it.each([
    ['truncated arguments', call('run', '{"command":"rm -rf /tm') + end('tool_calls')],
    ['arguments that are no object', call('run', '[1]') + end('tool_calls')],
    ['the name __proto__', call('__proto__', '{}') + end('tool_calls')],
    ['a name with a line break', call('a\nb', '{}') + end('tool_calls')],
    ['no name', call('', '{}') + end('tool_calls')],
  ])('never become a call: %s', async (_name, body) => {
    const frames = await answers('openai', response => response.end(body))
    expect(summarize(frames)).toEqual([failed('MALFORMED_RESPONSE')])
  })

  it('are dropped when a length limit cut them', async () => {
    const frames = await answers('openai', response =>
      response.end(call('run', '{"command":"rm') + end('length')),
    )
    expect(frames).toEqual([{ type: 'done', reason: 'length' }])
  })

  it('carry ten thousand arguments and no prototype', async () => {
    const many = Object.fromEntries(Array.from({ length: 10_000 }, (_unused, index) => [`k${index}`, index]))
    const text = `${JSON.stringify(many).slice(0, -1)},"__proto__":{"admin":true}}`
    const frames = await answers('openai', response => response.end(call('run', text) + end('tool_calls')))
    const [first] = frames
    const input = first?.type === 'tool_call' ? first.call.arguments : {}
    expect(Object.keys(input)).toHaveLength(10_000)
    expect(Object.hasOwn(input, '__proto__')).toBe(false)
  })

  it('get ids of their own when the server gives the same one twice', async () => {
    const line = (name: string): string =>
      `${JSON.stringify({ message: { tool_calls: [{ id: 'same', function: { name, arguments: {} } }] } })}\n`
    const frames = await answers('ollama', (response, { done }) => response.end(line('a') + line('b') + done))
    const ids = frames.flatMap(frame => (frame.type === 'tool_call' ? [frame.call.id] : []))
    expect(new Set(ids).size).toBe(2)
    expect(ids[0]).toBe('same')
  })

  it('end the answer when there is no end of them', async () => {
    const line = '{"message":{"tool_calls":[{"function":{"name":"run","arguments":{}}}]}}\n'
    const frames = await answers('ollama', (response, { done }) => response.end(line.repeat(1000) + done))
    expect(summarize(frames).at(-1)).toEqual(failed('MALFORMED_RESPONSE'))
    expect(frames.length).toBeLessThan(200)
  })

  it('are not passed on to who offered no tools', async () => {
    const line = '{"message":{"tool_calls":[{"function":{"name":"shell","arguments":{}}}]}}\n'
    const { url } = await serveHttp((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/x-ndjson' })
      response.write(line)
      if (said) response.write(dialects.ollama.text)
      response.end(dialects.ollama.done)
    })
    let said = false
    const ask = () => collectFrames(clientOf(url).stream(request, { signal: never }))
    expect(summarize(await ask())).toEqual([failed('NODE_ERROR')])
    said = true
    expect(await ask()).toEqual([hi, { type: 'done', reason: 'stop' }])
  })
})

describe('a server below HTTP', () => {
  it('that refuses the connection is unreachable, with the cause for the breaker', async () => {
    const client = clientOf('http://127.0.0.1:1')
    const frames = await collectFrames(client.stream(request, { signal: never }))
    expect(frames).toMatchObject([
      { type: 'error', error: { code: 'NODE_UNREACHABLE', data: { cause: 'ECONNREFUSED' } } },
    ])
    await expect(client.probe({ signal: never })).rejects.toMatchObject({ code: 'NODE_UNREACHABLE' })
  })

  it('that hangs up before headers cut an answer off: it may have had the request in hand', async () => {
    const url = await serveTcp(socket => socket.resetAndDestroy())
    const frames = await collectFrames(clientOf(url).stream(request, { signal: never }))
    expect(summarize(frames)).toEqual([failed('STREAM_CUT_OFF')])
  })

  it('that speaks something else is malformed', async () => {
    const url = await serveTcp(socket => socket.end('SSH-2.0-OpenSSH_9.2\r\n'))
    const frames = await collectFrames(clientOf(url).stream(request, { signal: never }))
    expect(summarize(frames)).toEqual([failed('MALFORMED_RESPONSE')])
  })

  it('that does not speak TLS is told apart from one that is down', async () => {
    const url = await serveTcp(socket => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    const frames = await collectFrames(
      clientOf(url.replace('http:', 'https:')).stream(request, { signal: never }),
    )
    expect(frames).toMatchObject([
      { error: { code: 'NODE_UNREACHABLE', hint: 'Use http instead of https.' } },
    ])
  })

  it('that sends headers drop by drop runs into the first-token deadline', async () => {
    const url = await serveTcp(socket => {
      socket.write('HTTP/1.1 200 OK\r\n')
      const drip = setInterval(() => socket.write('x-a: b\r\n'), 10)
      socket.once('close', () => clearInterval(drip))
    })
    const frames = await collectFrames(
      clientOf(url, 'ollama', { firstToken: 80 }).stream(request, { signal: never }),
    )
    expect(summarize(frames)).toEqual([failed('TIMEOUT')])
  })

  it('that sends headers without end is malformed', async () => {
    const url = await serveTcp(socket => {
      socket.write('HTTP/1.1 200 OK\r\n')
      const pour = (): void => {
        while (!socket.destroyed && socket.write(`x: ${'a'.repeat(8000)}\r\n`));
        if (!socket.destroyed) socket.once('drain', pour)
      }
      pour()
    })
    const frames = await collectFrames(clientOf(url).stream(request, { signal: never }))
    expect(summarize(frames)).toEqual([failed('MALFORMED_RESPONSE')])
  })

  it('whose body is shorter than announced was cut off', async () => {
    const { text, done } = dialects.ollama
    const url = await serveTcp(socket => {
      socket.end(`HTTP/1.1 200 OK\r\ncontent-length: ${text.length + done.length}\r\n\r\n${text}`)
    })
    const frames = await collectFrames(clientOf(url).stream(request, { signal: never }))
    expect(summarize(frames)).toEqual([hi, failed('STREAM_CUT_OFF')])
  })
})

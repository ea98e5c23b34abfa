import { createHash } from 'node:crypto'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { HarombeError } from '../../shared/errors'
import type { ExecutionEvent } from '../coordination/types'
import { createOpenAiClient } from '../inference/create-openai-client'
import { createRemoteClient } from '../inference/create-remote-client'
import {
  aborted,
  createFakeCluster,
  failed,
  finished,
  nodeView,
  routed,
  says,
  text,
  toolCall,
} from './testing/fake-cluster'
import { openSocket } from './testing/raw-http'
import { type StartedGateway, startGateway } from './testing/start-gateway'

let gateway: StartedGateway
afterEach(() => gateway?.stop())

const post = (path: string, body: object, headers: Record<string, string> = {}) =>
  fetch(`${gateway.endpoint}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })

const request = (path: string, body: string) =>
  `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${gateway.port}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`

/** Waits for a gate instead of a time. */
function createGate() {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { opened: promise, open: resolve }
}

describe('POST /chat', () => {
  it('answers with who answered', async () => {
    gateway = await startGateway()
    const response = await post('/chat', { message: 'Hi', tier: 2, node: 'gaming-pc', stream: false })
    expect(await response.json()).toEqual({
      response: 'Hello',
      node: 'mac-mini',
      tier: 0,
      model: 'qwen2.5:7b',
      reason: 'A simple question: short → mac-mini',
    })
    expect(gateway.fake.requests[0]).toMatchObject({
      messages: [{ role: 'user', content: 'Hi' }],
      target: { tier: 2, node: 'gaming-pc' },
    })
  })

  it('lets headers win over the body', async () => {
    gateway = await startGateway()
    await post(
      '/chat',
      { message: 'Hi', tier: 2, node: 'a' },
      { 'x-harombe-tier': '0', 'x-harombe-node': 'b' },
    )
    expect(gateway.fake.requests[0]?.target).toMatchObject({ tier: 0, node: 'b' })
  })

  it('refuses what it does not know, such as an approval', async () => {
    gateway = await startGateway()
    const response = await post('/chat', { message: 'Hi', approved: true, sandbox: false })
    expect(response.status).toBe(400)
    expect(gateway.fake.requests).toEqual([])
  })

  it('streams text as it is and says how it ended', async () => {
    gateway = await startGateway()
    gateway.fake.play(says(routed, text(' one\ntwo'), text('three\r\n'), finished()))
    const body = await (await post('/chat/stream', { message: 'Hi' })).text()
    const [first, second, done, rest] = body.split('\n\n')
    expect(first).toBe('event: message\ndata:  one\ndata: two')
    expect(second).toBe('event: message\ndata: three\ndata: ')
    expect(done).toMatch(/^event: done\ndata: {"node":"mac-mini","tier":0/)
    expect(rest).toBe('')
  })

  it('ends a failed stream with an error event in place of done', async () => {
    gateway = await startGateway()
    gateway.fake.play(says(routed, text('a'), failed(new HarombeError('STREAM_CUT_OFF', 'It broke\noff.'))))
    const body = await (await post('/chat/stream', { message: 'Hi' })).text()
    expect(body).toContain('event: error\ndata: {"code":"STREAM_CUT_OFF","message":"It broke\\noff."')
    expect(body).not.toContain('event: done')
  })
})

describe('POST /cluster/execute', () => {
  it('sends context, tier and deadline along', async () => {
    gateway = await startGateway()
    const response = await post('/cluster/execute', {
      query: 'Sum up.',
      context: [
        { role: 'user', content: 'A' },
        { role: 'assistant', content: 'B' },
      ],
      prefer_tier: 2,
      timeout: 1.5,
      aggregate: 'first',
    })
    expect(await response.json()).toMatchObject({
      response: 'Hello',
      node: 'mac-mini',
      tokens: 3,
      failovers: [],
    })
    expect(gateway.fake.requests[0]).toMatchObject({
      messages: [
        { role: 'user', content: 'A' },
        { role: 'assistant', content: 'B' },
        { role: 'user', content: 'Sum up.' },
      ],
      target: { tier: 2 },
      timeoutMs: 1500,
    })
    await post('/cluster/execute', { query: 'Q', context: 'Background.' })
    expect(gateway.fake.requests[1]?.messages[0]).toEqual({ role: 'system', content: 'Background.' })
  })

  it('says which aggregation there is', async () => {
    gateway = await startGateway()
    const response = await post('/cluster/execute', { query: 'Q', aggregate: 'vote' })
    expect(response.status).toBe(400)
    expect(await response.text()).toContain('\\"first\\"')
  })
})

describe('POST /api/complete', () => {
  const python = {
    messages: [
      { role: 'system', content: 'Be brief.', tool_calls: null, tool_call_id: null, name: null },
      {
        role: 'assistant',
        content: '',
        tool_calls: [{ id: 'c', name: 'f', arguments: { a: 1 } }],
        tool_call_id: null,
        name: null,
      },
      { role: 'tool', content: '42', tool_calls: null, tool_call_id: 'c', name: 'f' },
    ],
    tools: null,
    temperature: 0.7,
  }

  it("answers the Python harombe's client, nulls and all", async () => {
    gateway = await startGateway()
    gateway.fake.play(
      says(routed, toolCall({ id: 'x', name: 'f', arguments: { b: 2 } }), finished('tool_calls')),
    )
    const response = await post('/api/complete', python)
    expect(await response.json()).toEqual({
      content: '',
      tool_calls: [{ id: 'x', name: 'f', arguments: { b: 2 } }],
      finish_reason: 'tool_calls',
    })
    expect(gateway.fake.requests[0]).toMatchObject({
      origin: 'peer',
      temperature: 0.7,
      target: { tier: 'auto' },
    })
    expect(gateway.fake.requests[0]?.messages[1]?.toolCalls).toEqual([
      { id: 'c', name: 'f', arguments: { a: 1 } },
    ])
  })

  it('takes a harombe that speaks OpenAI for what it is, so that two listing each other cannot go in circles', async () => {
    const itself = nodeView({ name: 'me', backend: 'harombe' })
    gateway = await startGateway({ fake: createFakeCluster([itself, nodeView()]) })
    const client = createOpenAiClient({ baseUrl: gateway.endpoint, backend: 'openai' })
    const { signal } = new AbortController()
    const messages = [{ role: 'user' as const, content: 'Hi' }]
    await client.complete({ model: 'auto', messages }, { signal })
    expect(gateway.fake.requests).toMatchObject([{ origin: 'peer', target: { node: 'mac-mini' } }])
    await client.close()
    await gateway.stop()

    gateway = await startGateway({ fake: createFakeCluster([itself]) })
    const alone = createOpenAiClient({ baseUrl: gateway.endpoint, backend: 'openai' })
    await expect(alone.complete({ model: 'auto', messages }, { signal })).rejects.toThrow(
      'no node of its own',
    )
    expect(gateway.fake.requests).toEqual([])
    await alone.close()
  })

  it('serves our own client: probe, stream, failure', async () => {
    gateway = await startGateway()
    const client = createRemoteClient({ baseUrl: gateway.endpoint, backend: 'harombe' })
    const { signal } = new AbortController()
    const ask = async () => {
      const frames: unknown[] = []
      const question = { model: 'qwen2.5:7b', messages: [{ role: 'user' as const, content: 'Hi' }] }
      for await (const frame of client.stream(question, { signal })) frames.push(frame)
      return frames
    }
    try {
      expect(await client.probe({ signal })).toMatchObject({
        backend: 'harombe',
        models: ['qwen2.5:7b'],
        version: '1.2.3',
      })
      expect(await ask()).toEqual([
        { type: 'text', text: 'Hel' },
        { type: 'text', text: 'lo' },
        { type: 'usage', usage: { promptTokens: 5, completionTokens: 2 } },
        { type: 'done', reason: 'stop' },
      ])
      gateway.fake.play(says(routed, text('a'), failed(new HarombeError('STREAM_CUT_OFF', 'It broke off.'))))
      expect((await ask()).at(-1)).toMatchObject({ type: 'error', error: { code: 'STREAM_CUT_OFF' } })
      gateway.fake.play(says(failed(new HarombeError('NODE_BUSY', 'Busy.'))))
      expect(await ask()).toMatchObject([{ type: 'error', error: { code: 'NODE_BUSY' } }])
    } finally {
      await client.close()
    }
  })

  it("asks this machine's own node", async () => {
    const fake = createFakeCluster([
      nodeView(),
      nodeView({ name: 'local', origin: 'local', simulated: true }),
    ])
    gateway = await startGateway({ fake })
    await post('/api/complete', python)
    expect(fake.requests[0]?.target.node).toBe('local')
    expect(await (await fetch(`${gateway.endpoint}/health`)).json()).toMatchObject({ simulated: true })
  })
})

describe('a client that leaves', () => {
  it.each(['/chat', '/chat/stream', '/v1/chat/completions'])(
    'cancels upstream within 250 ms: %s',
    async path => {
      gateway = await startGateway()
      const asked = createGate()
      gateway.fake.play(async function* (_request, signal) {
        asked.open()
        await aborted(signal)
        yield failed(new HarombeError('CANCELLED', 'Cancelled.'))
      })
      const body = path.startsWith('/v1')
        ? { messages: [{ role: 'user', content: 'Hi' }], stream: true }
        : { message: 'Hi' }
      const waits: number[] = []
      for (const leave of ['destroy', 'resetAndDestroy', 'destroy'] as const) {
        const socket = await openSocket(gateway.port)
        socket.on('error', () => undefined)
        socket.write(request(path, JSON.stringify(body)))
        await asked.opened
        await vi.waitFor(() => expect(gateway.fake.signals.length).toBeGreaterThan(0))
        const left = performance.now()
        socket[leave]()
        await aborted(gateway.fake.signals.at(-1) ?? AbortSignal.abort())
        waits.push(performance.now() - left)
        gateway.fake.signals.length = 0
      }
      // The best of three: the machine that runs the tests may be busy with something else.
      expect(Math.min(...waits)).toBeLessThan(250)
    },
  )

  it('does not cancel an answer that was delivered', async () => {
    gateway = await startGateway()
    await (await post('/chat/stream', { message: 'Hi' })).text()
    await (await post('/chat', { message: 'Hi' })).text()
    await gateway.stop()
    expect(gateway.fake.signals.map(signal => signal.aborted)).toEqual([false, false])
  })
})

describe('a slow client', () => {
  const line = 'x'.repeat(1000)

  it('stops the source instead of filling memory, and is given up when it reads nothing', async () => {
    gateway = await startGateway({ limits: { stalledReader: 300 } })
    let produced = 0
    const ended = createGate()
    gateway.fake.play(async function* (_request, signal): AsyncGenerator<ExecutionEvent> {
      yield routed
      while (!signal.aborted) {
        produced += 1
        yield text(line)
      }
      ended.open()
      yield failed(new HarombeError('CANCELLED', 'Cancelled.'))
    })
    const socket = await openSocket(gateway.port)
    socket.pause()
    socket.on('error', () => undefined)
    socket.write(request('/chat/stream', JSON.stringify({ message: 'Hi' })))
    await ended.opened
    // Kernel buffers of both ends take some megabytes; without backpressure this runs into the hundreds within 300 ms.
    expect(produced * line.length).toBeLessThan(16 * 1024 * 1024)
    socket.destroy()
  })

  it('is given up when it does not read an answer in one piece', async () => {
    gateway = await startGateway({ limits: { stalledReader: 300 } })
    gateway.fake.play(says(routed, text('x'.repeat(32 * 1024 * 1024)), finished()))
    const socket = await openSocket(gateway.port)
    socket.pause()
    const closed = new Promise(resolve => socket.once('close', resolve))
    socket.on('error', () => undefined)
    socket.write(request('/chat', JSON.stringify({ message: 'Hi' })))
    await vi.waitFor(() => expect(gateway.fake.signals[0]?.aborted).toBe(true), { timeout: 5000 })
    socket.resume()
    await closed
  })

  it('gets every byte in order when the answer outgrows the buffers', async () => {
    gateway = await startGateway()
    const parts = Array.from({ length: 3000 }, (_, index) => `${index} ${line}`)
    gateway.fake.play(says(routed, ...parts.map(text), finished()))
    const response = await post('/chat/stream', { message: 'Hi' })
    const received = createHash('sha256')
    for await (const chunk of response.body ?? []) {
      received.update(chunk)
    }
    const expected = createHash('sha256')
    for (const part of parts) expected.update(`event: message\ndata: ${part}\n\n`)
    const done = {
      node: 'mac-mini',
      tier: 0,
      model: 'qwen2.5:7b',
      reason: 'A simple question: short → mac-mini',
    }
    expected.update(`event: done\ndata: ${JSON.stringify(done)}\n\n`)
    expect(received.digest('hex')).toBe(expected.digest('hex'))
  })
})

describe('a stream that waits', () => {
  it('says that it is alive, and fails in its own format from then on', async () => {
    gateway = await startGateway({ limits: { streamPing: 20 } })
    const gate = createGate()
    gateway.fake.play(async function* () {
      await gate.opened
      yield failed(new HarombeError('TIMEOUT', 'Too late.'))
    })
    const response = await post('/chat/stream', { message: 'Hi' })
    expect(response.status).toBe(200)
    gate.open()
    const body = await response.text()
    expect(body).toMatch(/^(: ping\n\n)+event: error\ndata: {"code":"TIMEOUT"/)
  })

  it('has a status of its own as long as nothing was sent', async () => {
    gateway = await startGateway()
    gateway.fake.play(says(failed(new HarombeError('TIER_UNAVAILABLE', 'No.', { hint: 'Add one.' }))))
    const response = await post('/chat/stream', { message: 'Hi' })
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toBe('1')
    expect(await response.json()).toEqual({
      error: { code: 'TIER_UNAVAILABLE', message: 'No.', retryable: true, hint: 'Add one.' },
    })
  })

  it('holds everything back when asked to, and lets another node begin again', async () => {
    gateway = await startGateway()
    const response = await post(
      '/chat/stream',
      { message: 'Hi' },
      { 'x-harombe-on-stream-failure': 'buffer' },
    )
    expect(await response.text()).toMatch(/^event: message\ndata: Hello\n\nevent: done/)
    expect(gateway.fake.requests[0]?.onStreamFailure).toBe('restart')
    const refused = await post(
      '/chat/stream',
      { message: 'Hi' },
      { 'x-harombe-on-stream-failure': 'continue' },
    )
    expect(refused.status).toBe(400)
  })

  it('is refused when too many are under way', async () => {
    // Without a ping: the head must come with the route, not with the first sign of life.
    gateway = await startGateway({ limits: { concurrentAnswers: 1, streamPing: 60_000 } })
    gateway.fake.play(async function* (_request, signal) {
      yield routed
      await aborted(signal)
      yield failed(new HarombeError('CANCELLED', 'Cancelled.'))
    })
    const first = await post('/chat/stream', { message: 'Hi' })
    expect((await post('/chat', { message: 'Hi' })).status).toBe(503)
    await first.body?.cancel()
    await vi.waitFor(() => expect(gateway.fake.signals[0]?.aborted).toBe(true))
  })
})

it('hides what broke inside and names a reference', async () => {
  gateway = await startGateway()
  gateway.fake.play(() => {
    throw new TypeError('secret detail')
  })
  const whole = await post('/chat', { message: 'Hi' })
  expect(whole.status).toBe(500)
  expect(await whole.text()).not.toContain('secret')
})

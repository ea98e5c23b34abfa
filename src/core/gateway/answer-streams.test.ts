import { createHash } from 'node:crypto'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { HarombeError } from '../../shared/errors'
import type { ExecutionEvent } from '../coordination/types'
import { createAsker, createGate } from './testing/ask-gateway'
import { aborted, failed, failedOver, finished, routed, says, text } from './testing/fake-cluster'
import { openSocket } from './testing/raw-http'
import { type StartedGateway, startGateway } from './testing/start-gateway'

let gateway: StartedGateway
afterEach(() => gateway?.stop())

const { post, raw: request } = createAsker(() => gateway)

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
    gateway = await startGateway({ limits: { stalledReader: 1000 } })
    let produced = 0
    let producedAt = 0
    const ended = createGate()
    gateway.fake.play(async function* (_request, signal): AsyncGenerator<ExecutionEvent> {
      yield routed
      while (!signal.aborted) {
        produced += 1
        producedAt = performance.now()
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
    // Left to itself, Node gives a reader that took part of the last bytes twice the time.
    expect(performance.now() - producedAt).toBeLessThan(1900)
    // Kernel buffers of both ends take some megabytes; without backpressure this runs into the hundreds within a second.
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
      route: { class: 'simple', wanted_tier: 0, forced: 'none', reasons: ['short'], gates: [] },
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

  it('blames no node for being busy, whether the stream has begun or not', async () => {
    const attempts = [{ node: 'mac-mini', code: 'NODE_BUSY', message: 'Busy.' }]
    const error = new HarombeError('ALL_NODES_FAILED', 'mac-mini: Busy.', { data: { attempts } })
    gateway = await startGateway({ limits: { streamPing: 20 } })
    gateway.fake.play(says(failed(error)))
    expect((await post('/chat/stream', { message: 'Hi' })).status).toBe(503)
    const gate = createGate()
    gateway.fake.play(async function* () {
      await gate.opened
      yield failed(error)
    })
    const waiting = await post('/chat/stream', { message: 'Hi' })
    gate.open()
    expect(await waiting.text()).toContain('"code":"NODE_BUSY"')
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
    const refused = await post('/chat/stream', { message: 'Hi' }, { 'x-harombe-on-stream-failure': 'retry' })
    expect(refused.status).toBe(400)
  })

  it('lets another node go on where one stopped when asked to, without a second beginning', async () => {
    gateway = await startGateway()
    gateway.fake.play(says(routed, text('Hel'), failedOver('continue'), routed, text('lo'), finished()))
    const response = await post(
      '/v1/chat/completions',
      { messages: [{ role: 'user', content: 'Hi' }], stream: true },
      { 'x-harombe-on-stream-failure': 'continue' },
    )
    const frames = await response.text()
    expect(frames.match(/"role":"assistant"/g)).toHaveLength(1)
    expect([...frames.matchAll(/"delta":{"content":"(\w+)"}/g)].map(([, part]) => part)).toEqual([
      'Hel',
      'lo',
    ])
    expect(frames).toMatch(/data: \[DONE\]\n\n$/)
    expect(gateway.fake.requests[0]).toMatchObject({ onStreamFailure: 'continue' })
    expect(gateway.fake.requests[0]?.mayRestart).toBeUndefined()
  })

  it('ends as cut off where an answer begins again that nobody can take back', async () => {
    gateway = await startGateway()
    gateway.fake.play(says(routed, text('Hel'), failedOver('restart'), routed, text('Hello'), finished()))
    const body = await (await post('/chat/stream', { message: 'Hi' })).text()
    expect(body).toMatch(/^event: message\ndata: Hel\n\nevent: error\ndata: {"code":"STREAM_CUT_OFF"/)
    expect(body).not.toContain('event: done')
  })

  it('refuses to hold back more than there is room for, and gives the room back', async () => {
    gateway = await startGateway({ limits: { heldAnswer: 100 } })
    const buffer = { 'x-harombe-on-stream-failure': 'buffer' }
    gateway.fake.play(says(routed, text('x'.repeat(60)), finished()))
    expect((await post('/chat/stream', { message: 'Hi' }, buffer)).status).toBe(413)
    expect((await post('/chat', { message: 'Hi' })).status).toBe(413)
    gateway.fake.play(
      says(routed, text('x'.repeat(40)), failedOver('restart'), text('y'.repeat(40)), finished()),
    )
    for (let turn = 0; turn < 3; turn += 1) {
      const answer = await (await post('/chat/stream', { message: 'Hi' }, buffer)).text()
      expect(answer).toContain(`data: ${'y'.repeat(40)}\n`)
      expect(answer).not.toContain('x')
    }
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

import { afterEach, describe, expect, it, vi } from 'vitest'
import { HarombeError } from '../../../shared/errors'
import { createAsker, createGate } from '../testing/ask-gateway'
import { aborted, failed, finished, routed, says, text } from '../testing/fake-cluster'
import { openSocket } from '../testing/raw-http'
import { authToken, type StartedGateway, type StartOptions, startGateway } from '../testing/start-gateway'
import type { AnswerArchive, KeptAnswer } from './answer-book'

let gateway: StartedGateway
afterEach(() => gateway?.stop())
const { post, raw } = createAsker(() => gateway)

function createArchive() {
  const kept = new Map<string, KeptAnswer>()
  const archive: AnswerArchive = {
    find: scope => kept.get(scope) ?? null,
    keep: (scope, answer) => void kept.set(scope, answer),
  }
  return { kept, archive }
}

const start = async (options: StartOptions = {}) => {
  const { kept, archive } = createArchive()
  gateway = await startGateway({ answerArchive: archive, ...options })
  return kept
}

const key = (value = 'key-1') => ({ 'idempotency-key': value })
const user = [{ role: 'user', content: 'Hi' }]

/** Every route a model answers on, with the mark of a whole answer. */
const questions = [
  ['/v1/chat/completions', { messages: user, stream: true }, 'data: [DONE]'],
  ['/v1/chat/completions', { messages: user }, '"finish_reason":"stop"'],
  ['/v1/completions', { prompt: 'Hi', stream: true }, 'data: [DONE]'],
  ['/v1/responses', { input: 'Hi', stream: true }, 'response.completed'],
  ['/v1/embeddings', { input: 'Hi', model: 'auto' }, '"object":"list"'],
  ['/v1/messages', { messages: user, max_tokens: 5, model: 'auto', stream: true }, 'message_stop'],
  ['/v1/messages', { messages: user, max_tokens: 5, model: 'auto' }, '"stop_reason":"end_turn"'],
  ['/api/chat', { model: 'auto', messages: user }, '"done":true'],
  ['/api/generate', { model: 'auto', prompt: 'Hi' }, '"done":true'],
  ['/api/embed', { model: 'auto', input: 'Hi' }, '"embeddings"'],
  ['/api/complete', { messages: user, stream: true }, '"type":"done"'],
  ['/chat', { message: 'Hi' }, '"response":"Hello"'],
  ['/chat/stream', { message: 'Hi' }, 'event: done'],
  ['/cluster/execute', { query: 'Hi' }, '"response":"Hello"'],
] as const

const executions = () => gateway.fake.requests.length + gateway.fake.embeddings.length

describe('asking again under the same key', () => {
  it.each(questions)('gives the same bytes and asks no node again: %s %j', async (path, body, mark) => {
    await start()
    const first = await post(path, body, key())
    const bytes = await first.text()
    expect([first.status, first.headers.get('idempotent-replayed')]).toEqual([200, null])
    expect(bytes).toContain(mark)
    const again = await post(path, body, key())
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([200, 'true'])
    expect(await again.text()).toBe(bytes)
    for (const name of ['content-type', 'x-harombe-node', 'x-harombe-reason', 'request-id']) {
      expect(again.headers.get(name), name).toBe(first.headers.get(name))
    }
    expect(executions()).toBe(1)
  })

  it('attaches to the answer under way, from its first byte on and then live', async () => {
    await start()
    const middle = createGate()
    gateway.fake.play(async function* () {
      yield routed
      yield text('Hel')
      await middle.opened
      yield text('lo')
      yield finished()
    })
    const first = await post('/chat/stream', { message: 'Hi' }, key())
    const second = await post('/chat/stream', { message: 'Hi' }, key())
    const reader = second.body?.getReader()
    const begun = await reader?.read()
    expect(Buffer.from(begun?.value ?? []).toString()).toBe('event: message\ndata: Hel\n\n')
    middle.open()
    const rest = await reader?.read()
    expect(Buffer.from(rest?.value ?? []).toString()).toContain('data: lo')
    expect(await first.text()).toMatch(
      /^event: message\ndata: Hel\n\nevent: message\ndata: lo\n\nevent: done/,
    )
    expect(executions()).toBe(1)
  })

  it('is one execution for 100 at once, and all get the same', async () => {
    await start()
    const gate = createGate()
    gateway.fake.play(async function* () {
      await gate.opened
      yield routed
      yield text('Hello')
      yield finished()
    })
    const body = { messages: user, stream: true }
    const asking = Array.from({ length: 100 }, () => post('/v1/chat/completions', body, key()))
    await vi.waitFor(() => expect(executions()).toBe(1))
    gate.open()
    const answers = await Promise.all((await Promise.all(asking)).map(response => response.text()))
    expect(new Set(answers).size).toBe(1)
    expect(answers[0]).toContain('[DONE]')
    expect(executions()).toBe(1)
  })

  it.each([
    ['/v1/chat/completions', { messages: [{ role: 'user', content: 'Other' }] }, 'invalid_request_error'],
    ['/v1/messages', { messages: user, max_tokens: 6, model: 'auto' }, 'invalid_request_error'],
    ['/api/chat', { model: 'auto', messages: [{ role: 'user', content: 'Other' }] }, 'Idempotency-Key'],
    ['/chat', { message: 'Other' }, 'KEY_REUSED'],
  ])('for something else is refused in the words of %s', async (path, other, mark) => {
    await start()
    const [, body] = questions.find(([known]) => known === path) ?? []
    await (await post(path, body ?? {}, key())).text()
    const refused = await post(path, other, key())
    expect(refused.status).toBe(422)
    expect(await refused.text()).toContain(mark)
    const elsewhere = await post(path, body ?? {}, { ...key(), 'x-harombe-tier': '2' })
    expect(elsewhere.status).toBe(422)
    expect(executions()).toBe(1)
  })

  it.each(['', 'x'.repeat(256), 'a b', 'ä'])('takes no key such as %j', async value => {
    await start()
    const body = JSON.stringify({ message: 'Hi' })
    const socket = await openSocket(gateway.port)
    const request = raw('/chat', body).replace(
      '\r\n',
      `\r\nIdempotency-Key: ${value}\r\nConnection: close\r\n`,
    )
    socket.write(request)
    const chunks: Buffer[] = []
    for await (const chunk of socket) chunks.push(chunk)
    expect(Buffer.concat(chunks).toString()).toMatch(/^HTTP\/1.1 400 /)
    expect(executions()).toBe(0)
  })

  it('tells callers apart', async () => {
    await start({ server: { require_token: false }, resolvedAuthToken: authToken })
    await (await post('/chat', { message: 'Hi' }, key())).text()
    const other = await post(
      '/chat',
      { message: 'Other' },
      { ...key(), authorization: `Bearer ${authToken}` },
    )
    expect(other.status).toBe(200)
    expect(executions()).toBe(2)
  })
})

describe('a failure under a key', () => {
  it('that may pass is not kept, before the first word or after it', async () => {
    const kept = await start()
    for (const events of [[], [routed, text('Hel')]]) {
      gateway.fake.play(says(...events, failed(new HarombeError('NODE_BUSY', 'Busy.'))))
      const answer = await post('/chat/stream', { message: 'Hi' }, key())
      expect(answer.status).toBe(events.length === 0 ? 503 : 200)
      expect(await answer.text()).toContain('NODE_BUSY')
      expect(kept.size).toBe(0)
    }
    gateway.fake.play(says(routed, text('Hello'), finished()))
    expect(await (await post('/chat/stream', { message: 'Hi' }, key())).text()).toContain('event: done')
    expect(executions()).toBe(3)
  })

  it('of the request itself is kept', async () => {
    await start()
    gateway.fake.play(says(failed(new HarombeError('CONTEXT_TOO_LONG', 'Too long.'))))
    const ask = async () => {
      const response = await post('/v1/chat/completions', { messages: user, stream: true }, key())
      return [response.status, await response.text(), response.headers.get('x-should-retry')]
    }
    const first = await ask()
    expect(first).toMatchObject([400, expect.stringContaining('context_length_exceeded'), 'false'])
    expect(await ask()).toEqual(first)
    expect(executions()).toBe(1)
  })
})

describe('clients that leave', () => {
  async function leaveEarly(options: StartOptions) {
    const kept = await start(options)
    const gate = createGate()
    gateway.fake.play(async function* (_request, signal) {
      yield routed
      yield text('Hel')
      await Promise.race([gate.opened, aborted(signal)])
      if (signal.aborted) yield failed(new HarombeError('CANCELLED', 'Cancelled.'))
      else yield* [text('lo'), finished()]
    })
    const first = await post('/chat/stream', { message: 'Hi' }, key())
    return { kept, gate, first }
  }

  it('do not end an answer that another follows', async () => {
    const { gate, first } = await leaveEarly({ limits: { keyGrace: 1 } })
    const second = await post('/chat/stream', { message: 'Hi' }, key())
    await first.body?.cancel()
    await new Promise(resolve => setImmediate(resolve))
    gate.open()
    expect(await second.text()).toMatch(
      /^event: message\ndata: Hel\n\nevent: message\ndata: lo\n\nevent: done/,
    )
    expect(executions()).toBe(1)
  })

  it('find it again within the grace time', async () => {
    const { gate, first } = await leaveEarly({})
    await first.body?.cancel()
    const again = await post('/chat/stream', { message: 'Hi' }, key())
    gate.open()
    expect(await again.text()).toContain('event: done')
    expect(executions()).toBe(1)
  })

  it('find it whole when it ended meanwhile', async () => {
    const { kept, gate, first } = await leaveEarly({})
    await first.body?.cancel()
    gate.open()
    await vi.waitFor(() => expect(kept.size).toBe(1))
    expect(await (await post('/chat/stream', { message: 'Hi' }, key())).text()).toContain('event: done')
    expect(executions()).toBe(1)
  })

  it('end it when nobody comes back', async () => {
    const { kept, first } = await leaveEarly({ limits: { keyGrace: 20 } })
    await first.body?.cancel()
    await vi.waitFor(() => expect(gateway.fake.signals[0]?.aborted).toBe(true))
    expect(kept.size).toBe(0)
  })

  it('end a plain question at once as before, without a key', async () => {
    await start()
    gateway.fake.play(async function* (_request, signal) {
      yield routed
      await aborted(signal)
      yield failed(new HarombeError('CANCELLED', 'Cancelled.'))
    })
    const response = await post('/chat/stream', { message: 'Hi' })
    await response.body?.cancel()
    await vi.waitFor(() => expect(gateway.fake.signals[0]?.aborted).toBe(true))
  })
})

describe('a recording', () => {
  /** An answer without end, whose writer says at once, or never, that it was told to stop. */
  const endless = (isObedient: boolean) =>
    gateway.fake.play(async function* (_request, signal) {
      yield routed
      while (!(isObedient && signal.aborted)) yield text('x'.repeat(1000))
      yield failed(signal.reason as HarombeError)
    })

  it.each([
    ['its own bound', { recordedAnswer: 20_000 }],
    ['the bound of all', { recordedAnswers: 40_000 }],
  ])(
    'that outgrows %s ends with an error, without a gap before it, and is not kept',
    async (_bound, limits) => {
      const kept = await start({ limits })
      endless(true)
      const response = await post('/chat/stream', { message: 'Hi' }, key())
      const body = await response.text()
      expect(body).toMatch(
        /^(event: message\ndata: x{1000}\n\n)+event: error\ndata: {"code":"STREAM_CUT_OFF"/,
      )
      expect(kept.size).toBe(0)
      endless(true)
      expect((await post('/chat/stream', { message: 'Hi' }, key())).status).toBe(200)
    },
  )

  it('breaks off when its writer does not stop', async () => {
    const kept = await start({ limits: { recordedAnswer: 20_000 } })
    endless(false)
    const response = await post('/chat/stream', { message: 'Hi' }, key())
    await expect(response.text()).rejects.toThrow()
    expect(kept.size).toBe(0)
  })

  it('waits for its quickest reader', async () => {
    await start({ limits: { stalledReader: 500, keyGrace: 1 } })
    let produced = 0
    gateway.fake.play(async function* (_request, signal) {
      yield routed
      while (!signal.aborted) {
        produced += 1
        yield text('x'.repeat(1000))
        // As from a network: whoever is to stop it gets a turn.
        if (produced % 100 === 0) await new Promise(resolve => setImmediate(resolve))
      }
      yield failed(new HarombeError('CANCELLED', 'Cancelled.'))
    })
    const socket = await openSocket(gateway.port)
    socket.pause()
    socket.on('error', () => undefined)
    const body = JSON.stringify({ message: 'Hi' })
    socket.write(raw('/chat/stream', body).replace('\r\n', '\r\nIdempotency-Key: k\r\n'))
    await vi.waitFor(() => expect(gateway.fake.signals[0]?.aborted).toBe(true), { timeout: 5000 })
    // What the kernel takes of it, and no more than a window of ours.
    expect(produced).toBeLessThan(12 * 1024)
    socket.destroy()
  })
})

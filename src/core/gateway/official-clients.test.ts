import Anthropic from '@anthropic-ai/sdk'
import { Ollama } from 'ollama'
import OpenAI from 'openai'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { HarombeError } from '../../shared/errors'
import type { ExecutionEvent } from '../coordination/types'
import type { AnswerArchive, KeptAnswer } from './idempotency/answer-book'
import { createAsker, createGate } from './testing/ask-gateway'
import { aborted, failed, finished, routed, says, text } from './testing/fake-cluster'
import { type StartedGateway, startGateway } from './testing/start-gateway'

let gateway: StartedGateway
afterEach(() => gateway.stop())
const { post } = createAsker(() => gateway)

const messages = [{ role: 'user' as const, content: 'Hi' }]
const queued: ExecutionEvent = { type: 'stage', stage: 'queued', node: null, ahead: 2, expectedMs: 8_000 }
const openai = (maxRetries = 0) =>
  new OpenAI({ baseURL: `${gateway.endpoint}/v1`, apiKey: 'none', maxRetries })
const anthropic = () => new Anthropic({ baseURL: gateway.endpoint, apiKey: 'none', maxRetries: 0 })
const ollama = () => new Ollama({ host: gateway.endpoint })

type Ask = () => Promise<string>
const asks: [string, string, object, Ask][] = [
  [
    'OpenAI',
    '/v1/chat/completions',
    { messages, stream: true },
    async () => {
      let answer = ''
      const stream = await openai().chat.completions.create({ model: 'auto', messages, stream: true })
      for await (const chunk of stream) answer += chunk.choices[0]?.delta.content ?? ''
      return answer
    },
  ],
  [
    'OpenAI, responses',
    '/v1/responses',
    { input: 'Hi', stream: true },
    async () => {
      const stream = openai().responses.stream({ model: 'auto', input: 'Hi' })
      const { status, error, output_text: answer } = await stream.finalResponse()
      // Its client leaves it to the program to look.
      if (status !== 'completed') throw new Error(error?.message)
      return answer
    },
  ],
  [
    'Anthropic',
    '/v1/messages',
    { model: 'auto', max_tokens: 9, messages, stream: true },
    () => anthropic().messages.stream({ model: 'auto', max_tokens: 9, messages }).finalText(),
  ],
  [
    'Ollama',
    '/api/chat',
    { model: 'auto', messages },
    async () => {
      let answer = ''
      for await (const part of await ollama().chat({ model: 'auto', messages, stream: true })) {
        answer += part.message.content
      }
      return answer
    },
  ],
]

describe.each(asks)('a program of %s that waits in line', (name, path, body, ask) => {
  it('is told its place, and its client makes nothing of that', async () => {
    gateway = await startGateway({ limits: { queueNotice: 10 } })
    let said = createGate()
    gateway.fake.play(async function* () {
      yield queued
      await said.opened
      yield* [routed, text('Hel'), text('lo'), finished()]
    })
    const response = await post(path, body)
    said.open()
    const bytes = await response.text()
    if (name !== 'Ollama') expect(bytes).toContain(': queued, 2 ahead, about 8 s\n\n')
    said = createGate()
    const answer = ask()
    await vi.waitFor(() => expect(gateway.fake.requests).toHaveLength(2))
    // Long enough for the notice to be on its way before the answer is.
    setTimeout(() => said.open(), 50)
    expect(await answer).toBe('Hello')
  })

  it('gets a status and Retry-After as long as it was told nothing', async () => {
    gateway = await startGateway()
    const full = new HarombeError('NODE_BUSY', 'The line is full.', { data: { retryAfterSeconds: 7 } })
    gateway.fake.play(says(queued, failed(full)))
    const response = await post(path, body)
    expect([response.status, response.headers.get('retry-after')]).toEqual([
      name === 'Anthropic' ? 529 : 503,
      '7',
    ])
    await expect(ask()).rejects.toThrow()
  })

  it('is told of a cut stream at once, and never that the answer was whole', async () => {
    gateway = await startGateway()
    gateway.fake.play(says(routed, text('Hel'), failed(new HarombeError('STREAM_CUT_OFF', 'It went away.'))))
    const bytes = await (await post(path, body)).text()
    expect(bytes).toContain('It went away.')
    expect(bytes).not.toMatch(/\[DONE\]|"done":true|message_stop|response\.completed/)
    await expect(ask()).rejects.toThrow('It went away.')
  })

  it('leaves the line at once when it goes', async () => {
    gateway = await startGateway()
    gateway.fake.play(async function* (_request, signal) {
      yield queued
      await aborted(signal)
      yield failed(new HarombeError('CANCELLED', 'Cancelled.'))
    })
    const leaving = new AbortController()
    const asked = fetch(`${gateway.endpoint}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: leaving.signal,
    }).catch(() => null)
    await vi.waitFor(() => expect(gateway.fake.signals).toHaveLength(1))
    leaving.abort()
    await asked
    await vi.waitFor(() => expect(gateway.fake.signals[0]?.aborted).toBe(true))
  })
})

describe("OpenAI's client that tries again", () => {
  it('under its key finds the answer it lost, and no node is asked twice', async () => {
    const kept = new Map<string, KeptAnswer>()
    const answerArchive: AnswerArchive = {
      find: scope => kept.get(scope) ?? null,
      keep: (scope, answer) => void kept.set(scope, answer),
    }
    gateway = await startGateway({ answerArchive })
    const finish = createGate()
    gateway.fake.play(async function* () {
      yield routed
      await finish.opened
      yield* [text('Hello'), finished()]
    })
    const headers = { 'Idempotency-Key': 'a-key-of-mine' }
    // The client gives up after 200 ms and asks again by itself.
    const asking = openai(5).chat.completions.create({ model: 'auto', messages }, { headers, timeout: 200 })
    setTimeout(() => finish.open(), 300)
    expect((await asking).choices[0]?.message.content).toBe('Hello')
    expect(gateway.fake.requests).toHaveLength(1)
  })
})

describe('how a request takes part in the queue', () => {
  it('follows from its headers', async () => {
    gateway = await startGateway()
    const question = { message: 'Hi' }
    await post('/chat', question, { 'x-harombe-priority': 'background', 'user-agent': 'batch/1' })
    await post('/chat', question, { 'x-stainless-timeout': '20' })
    await post('/chat', question, { 'x-stainless-timeout': '600' })
    const [batch, hasty, patient] = gateway.fake.requests
    expect(batch).toMatchObject({ priority: 'background', client: 'local 127.0.0.1 batch/1' })
    expect(hasty).toMatchObject({ maxWaitMs: 10_000 })
    expect([patient?.maxWaitMs, patient?.priority]).toEqual([undefined, undefined])
    expect((await post('/chat', question, { 'x-harombe-priority': 'now' })).status).toBe(400)
  })
})

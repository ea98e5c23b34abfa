import { expect } from 'vitest'
import { z } from 'zod'
import { HarombeError } from '../../../../shared/errors'
import { isRecord } from '../../../../shared/record'
import { collectCompletion } from '../../../inference/collect-completion'
import type {
  ChatMessage,
  Completion,
  InferenceFrame,
  InferenceRequest,
  ToolDefinition,
} from '../../../inference/protocol'
import type { Case } from './cells'
import { type EmbeddedBench, isText, type Tamper } from './embedded-bench'

/** Puts one question to the real engine and checks what can be checked of nonsense. @throws HarombeError */
type Run = (bench: EmbeddedBench) => Promise<void>

const ask = (content: string): ChatMessage[] => [{ role: 'user', content }]
const patience = () => AbortSignal.timeout(30_000)
const requestOf = (changes: Partial<InferenceRequest>): InferenceRequest => ({
  model: 'endless',
  messages: ask('Hello?'),
  maxTokens: 16,
  ...changes,
})

const weather: ToolDefinition = {
  name: 'get_weather',
  parameters: {
    type: 'object',
    properties: { unit: { enum: ['celsius', 'fahrenheit'] }, exact: { type: 'boolean' } },
    required: ['unit', 'exact'],
  },
}
const call = { id: 'c1', name: 'get_weather', arguments: { unit: 'celsius', exact: true } }
const forced = { tools: [weather], toolChoice: 'required' as const, maxTokens: 800 }

const complete = (
  { test }: EmbeddedBench,
  changes: Partial<InferenceRequest> = {},
  client = test.client,
): Promise<Completion> => collectCompletion(client.stream(requestOf(changes), { signal: patience() }))

async function framesOf(
  { test }: EmbeddedBench,
  changes: Partial<InferenceRequest> = {},
  signal = patience(),
  onFrame: (frame: InferenceFrame) => void = () => {},
): Promise<InferenceFrame[]> {
  const frames: InferenceFrame[] = []
  for await (const frame of test.client.stream(requestOf(changes), { signal })) {
    frames.push(frame)
    onFrame(frame)
  }
  return frames
}

/** Lets three pieces of text pass and puts the next one through the change. */
function afterThreeTexts(change: Tamper): Tamper {
  let seen = 0
  return message => {
    if (!isText(message)) return [message]
    seen += 1
    return seen <= 3 ? [message] : change(message)
  }
}

/** Whatever happened to one answer: the next question is answered. */
async function askTampered(
  bench: EmbeddedBench,
  tamper: Tamper,
  { stall = 10_000, maxTokens = 200 } = {},
): Promise<void> {
  const target = { baseUrl: 'embedded://local', backend: 'embedded', timeouts: { stall } } as const
  const client = bench.test.engine.createClient(target)
  await complete(bench)
  bench.tamper(afterThreeTexts(tamper))
  try {
    await complete(bench, { maxTokens }, client)
  } finally {
    bench.tamper(null)
    await complete(bench)
  }
}

export const embeddedCases: Record<Case, Run> = {
  async plain({ test }) {
    const request = requestOf({ model: 'brief', maxTokens: 1000, seed: 3 })
    const answer = await test.client.complete(request, { signal: patience() })
    expect(answer).toMatchObject({ reason: 'stop', content: expect.stringMatching(/./) })
    expect(answer.usage.promptTokens).toBeGreaterThan(5)
    expect(answer.usage.completionTokens).toBeGreaterThan(0)
  },
  async stream(bench) {
    const frames = await framesOf(bench, { seed: 7 })
    expect(frames.filter(({ type }) => type === 'text').length).toBeGreaterThan(2)
    expect(frames.slice(-2)).toMatchObject([{ type: 'usage' }, { type: 'done', reason: 'length' }])
    const textOf = (said: InferenceFrame[]) =>
      said.map(frame => (frame.type === 'text' ? frame.text : '')).join('')
    const whole = textOf(frames)
    expect(textOf(await framesOf(bench, { seed: 7 }))).toBe(whole)
    const stop = whole.slice(6, 8)
    expect(textOf(await framesOf(bench, { seed: 7, stop: [stop] }))).toBe(whole.slice(0, whole.indexOf(stop)))
  },
  async tools(bench) {
    const { toolCalls, content } = await complete(bench, { ...forced, seed: 2 })
    expect(content).toBe('')
    expect(toolCalls[0]).toMatchObject({
      id: expect.stringMatching(/./),
      name: 'get_weather',
      arguments: { unit: expect.stringMatching(/^(celsius|fahrenheit)$/), exact: expect.any(Boolean) },
    })
    const result = { role: 'tool' as const, content: '21 °C', toolCallId: call.id, name: call.name }
    const messages = [...ask('?'), { role: 'assistant' as const, content: '', toolCalls: [call] }, result]
    expect((await complete(bench, { messages, tools: [weather] })).usage.promptTokens).toBeGreaterThan(20)
  },
  async parallel(bench) {
    const second = { ...call, id: 'c2', arguments: { unit: 'fahrenheit', exact: false } }
    const called = (toolCalls: (typeof call)[]): ChatMessage[] => [
      ...ask('?'),
      { role: 'assistant', content: '', toolCalls },
      ...toolCalls.map(({ id, name }) => ({ role: 'tool' as const, content: '21', toolCallId: id, name })),
    ]
    const one = await complete(bench, { messages: called([call]), tools: [weather] })
    const both = await complete(bench, { messages: called([call, second]), tools: [weather] })
    expect((both.usage.promptTokens ?? 0) - (one.usage.promptTokens ?? 0)).toBeGreaterThan(
      'get_weather'.length,
    )
  },
  async image(bench) {
    const image = { mediaType: 'image/png' as const, data: 'iVBORw0KGgo=' }
    await complete(bench, { messages: [{ role: 'user', content: 'What is this?', images: [image] }] })
  },
  async json(bench) {
    const request = { model: 'brief', format: { type: 'json' as const }, maxTokens: 1500, seed: 1 }
    expect(JSON.parse((await complete(bench, request)).content)).toEqual(expect.any(Object))
  },
  async schema(bench) {
    const schema: Record<string, unknown> = {
      type: 'object',
      properties: { name: { type: 'string', maxLength: 8 }, tag: { enum: ['a', 'b'] } },
      required: ['name', 'tag'],
      additionalProperties: false,
    }
    const format = { type: 'schema' as const, name: 'person', schema }
    const { content } = await complete(bench, { format, maxTokens: 400, seed: 1 })
    expect(z.fromJSONSchema(schema).safeParse(JSON.parse(content))).toMatchObject({ success: true })
  },
  async reasoning(bench) {
    const quiet = await complete(bench, { reasoning: 'off' })
    expect(quiet).toMatchObject({ reasoning: '', content: expect.stringMatching(/./) })
    await complete(bench, { reasoning: 'high' })
  },
  async embeddings({ test }) {
    const request = { model: 'brief', inputs: ['red apple', 'income tax', 'red apple'] }
    const { vectors, promptTokens } = await test.client.embed(request, { signal: patience() })
    expect(vectors.map(vector => vector.length)).toEqual([64, 64, 64])
    expect(vectors[2]).toEqual(vectors[0])
    expect(vectors[1]).not.toEqual(vectors[0])
    expect(promptTokens).toBeGreaterThan(0)
  },
  async completion(bench) {
    const answer = await complete(bench, { messages: [], prompt: { text: 'abc' } })
    expect(answer.content).not.toBe('')
    // Without a template around it.
    expect(answer.usage.promptTokens).toBeLessThanOrEqual(5)
  },
  async prefill(bench) {
    const begun = [...ask('Where?'), { role: 'assistant' as const, content: 'It is in' }]
    const answer = await complete(bench, { messages: begun, seed: 1 })
    expect(answer.content).not.toContain('It is in')
    const anew = await complete(bench, { messages: ask('Where?') })
    expect(answer.usage.promptTokens).toBe((anew.usage.promptTokens ?? 0) + 'It is in'.length)
  },
  async abort(bench) {
    const controller = new AbortController()
    let abortedAt = 0
    const frames = await framesOf(bench, { maxTokens: 4000 }, controller.signal, ({ type }) => {
      if (type !== 'text' || abortedAt > 0) return
      abortedAt = performance.now()
      controller.abort()
    })
    expect(performance.now() - abortedAt).toBeLessThan(250)
    expect(frames.at(-1)).toMatchObject({ type: 'error', error: { code: 'CANCELLED' } })
    // It lets go of that answer: the next one is not behind thousands of tokens.
    await complete(bench, { maxTokens: 1 })
    expect(performance.now() - abortedAt).toBeLessThan(2000)
  },
  async unreachable(bench) {
    await bench.withAbsent(async ({ client }) => {
      await client.complete(requestOf({ model: 'brief' }), { signal: patience() })
    })
  },
  async busy(bench) {
    const answers = await Promise.all([1, 2, 3, 4].map(seed => complete(bench, { seed })))
    expect(answers.map(({ usage }) => usage.completionTokens)).toEqual([16, 16, 16, 16])
  },
  async loading(bench) {
    await bench.withFresh(async ({ client, processes }) => {
      expect(processes).toHaveLength(0)
      expect((await client.complete(requestOf({ model: 'brief' }), { signal: patience() })).content).not.toBe(
        '',
      )
    })
  },
  async starting(bench) {
    await bench.withFresh(async ({ client, processes }) => {
      const { models } = await client.probe({ signal: patience() })
      expect(models.map(({ name }) => name)).toContain('brief')
      expect(processes).toHaveLength(0)
    })
  },
  async missing(bench) {
    await complete(bench, { model: 'absent' })
  },
  async tooLong(bench) {
    await complete(bench, { model: 'small', messages: ask('x'.repeat(600)) })
  },
  async refused(bench) {
    const stranger = bench.test.engine.createClient({
      baseUrl: 'embedded://local',
      backend: 'embedded',
      token: 'another',
    })
    expect((await complete(bench, {}, stranger)).content).not.toBe('')
  },
  malformed: bench => askTampered(bench, () => [{ type: 'nonsense' }]),
  failed: bench =>
    askTampered(bench, message => {
      const error = new HarombeError('NODE_ERROR', 'The engine failed.').toShape()
      return [isRecord(message) ? { ...message, reply: { type: 'failed', error } } : message]
    }),
  cutOff: bench =>
    askTampered(bench, message => {
      bench.test.processes.at(-1)?.kill()
      return [message]
    }),
  async halfCall(bench) {
    const frames = await framesOf(bench, { ...forced, seed: 2, maxTokens: 8 })
    expect(frames.filter(({ type }) => type === 'tool_call')).toEqual([])
    expect(frames.at(-1)).toEqual({ type: 'done', reason: 'length' })
  },
  // So many that the end, which is not swallowed, is far away.
  silence: bench => askTampered(bench, () => [], { stall: 150, maxTokens: 3000 }),
}

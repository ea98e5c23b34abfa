import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { z } from 'zod'
import type { InferenceFrame, InputImage, ToolDefinition } from '../../../inference/protocol'
import { png } from '../outcomes'
import { answerOf, ask, complete, failEachWay, framesOf, likeness, patience, requestOf, sum } from './asking'
import { type Bench, chatModel, contextLength, embeddingModel, thinkingModel } from './benches'
import type { Case } from './cells'

/** Puts one question to one engine and checks what comes. @throws HarombeError what the client failed with */
type Run = (bench: Bench) => Promise<void>

const image: InputImage = { mediaType: 'image/png', data: png }
const weather: ToolDefinition = {
  name: 'get_weather',
  description: 'Weather of a city.',
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
}
const calls = [
  { name: 'get_weather', arguments: { city: 'Oldenburg “am Meer”' } },
  { name: 'get_weather', arguments: { city: 'Emden', days: [1, 2] } },
]

interface Description {
  title: string
  /** Default: the one for chats. */
  model?: string
  /** Milliseconds of silence that are borne; default: many. */
  stall?: number
  run: Run
}

export const cases: Record<Case, Description> = {
  plain: {
    title: 'An answer in one piece',
    async run({ client }) {
      const answer = await client.complete(requestOf({}), { signal: patience() })
      expect(answer).toMatchObject({ content: expect.stringContaining('2+2 = **4**'), reason: 'stop' })
      expect(answer.usage.promptTokens).toBeGreaterThan(0)
      expect(answer.usage.completionTokens).toBeGreaterThan(5)
    },
  },
  stream: {
    title: 'A streamed answer, with usage, seed, stop and a limit',
    async run(bench) {
      const frames = await framesOf(bench, { seed: 7, temperature: 0, stop: [' (Calculated'], maxTokens: 50 })
      const texts = frames.flatMap(frame => (frame.type === 'text' ? [frame.text] : []))
      expect(texts.join('')).toBe('2+2 = **4**.')
      expect(texts.length).toBeGreaterThan(2)
      expect(frames.filter(({ type }) => type === 'usage')).not.toHaveLength(0)
      expect(frames.at(-1)).toEqual({ type: 'done', reason: 'stop' })
      expect((await complete(bench, { maxTokens: 3 })).reason).toBe('length')
    },
  },
  tools: {
    title: 'A tool call, and the answer from its result',
    async run(bench) {
      bench.set({ toolCalls: calls.slice(0, 1) })
      const { toolCalls, reason } = await complete(bench, { tools: [weather] })
      expect(reason).toBe('tool_calls')
      expect(toolCalls).toMatchObject([{ id: expect.stringMatching(/./), ...calls[0] }])
      const [call] = toolCalls
      const result = { role: 'tool' as const, content: '21 °C', toolCallId: call?.id, name: 'get_weather' }
      const messages = [...sum, { role: 'assistant' as const, content: '', toolCalls }, result]
      expect(await answerOf(bench, { tools: [weather], messages })).toContain('The tool answered: “21 °C”')
    },
  },
  parallel: {
    title: 'Several tool calls in one answer',
    async run(bench) {
      bench.set({ toolCalls: calls })
      const { toolCalls } = await complete(bench, { tools: [weather] })
      expect(toolCalls).toMatchObject(calls)
      expect(new Set(toolCalls.map(({ id }) => id)).size).toBe(2)
    },
  },
  image: {
    title: 'An image in the question',
    async run(bench) {
      const messages = [{ role: 'user' as const, content: 'What is this?', images: [image] }]
      expect(await answerOf(bench, { messages })).toContain('Sees 1 image: image/png, 70 bytes')
    },
  },
  json: {
    title: 'JSON mode',
    async run(bench) {
      const content = await answerOf(bench, { format: { type: 'json' } })
      expect(JSON.parse(content)).toEqual(expect.any(Object))
    },
  },
  schema: {
    title: 'JSON after a schema',
    async run(bench) {
      const schema: Record<string, unknown> = {
        type: 'object',
        properties: { city: { type: 'string' }, days: { type: 'integer', minimum: 3 } },
        required: ['city', 'days'],
        additionalProperties: false,
      }
      const content = await answerOf(bench, { format: { type: 'schema', name: 'trip', schema } })
      expect(z.fromJSONSchema(schema).safeParse(JSON.parse(content))).toMatchObject({ success: true })
    },
  },
  reasoning: {
    title: 'Thoughts beside the answer, and none when told so',
    model: thinkingModel,
    async run(bench) {
      const thought = await complete(bench, { model: thinkingModel, reasoning: 'high' })
      expect(thought.reasoning).toContain('Simulated thinking')
      expect(thought.content).not.toContain('thinking')
      const quiet = await complete(bench, { model: thinkingModel, reasoning: 'off' })
      expect(quiet.reasoning).toBe('')
    },
  },
  embeddings: {
    title: 'Embeddings',
    model: embeddingModel,
    async run({ client }) {
      const request = { model: embeddingModel, inputs: ['red apple', 'red apples', 'income tax'] }
      const { vectors, promptTokens } = await client.embed(request, { signal: patience() })
      expect(vectors.map(vector => vector.length)).toEqual([32, 32, 32])
      expect(likeness(vectors[0], vectors[1])).toBeGreaterThan(likeness(vectors[0], vectors[2]))
      expect(promptTokens).toBeGreaterThan(0)
    },
  },
  completion: {
    title: 'A raw text that is gone on with',
    async run(bench) {
      const text = await answerOf(bench, { messages: [], prompt: { text: 'one, two, three,' } })
      expect(text).toMatch(/^ four, five, six/)
    },
  },
  prefill: {
    title: 'An answer that was begun and is gone on with',
    async run(bench) {
      const messages = [...sum, { role: 'assistant' as const, content: '2+2 = **4' }]
      expect(await answerOf(bench, { messages })).toMatch(/^\*\*\. \(Calculated/)
    },
  },
  abort: {
    title: 'An abort closes the upstream connection within 250 ms',
    async run(bench) {
      bench.set({ tokensPerSecond: 20 })
      const controller = new AbortController()
      const frames: InferenceFrame[] = []
      let abortedAt = 0
      for await (const frame of bench.client.stream(requestOf({}), { signal: controller.signal })) {
        frames.push(frame)
        if (abortedAt > 0) continue
        expect(bench.active()).toBe(1)
        abortedAt = performance.now()
        controller.abort()
      }
      while (bench.active() > 0 && performance.now() - abortedAt < 5000) await sleep(5)
      expect(performance.now() - abortedAt).toBeLessThan(250)
      expect(frames.at(-1)).toMatchObject({ type: 'error', error: { code: 'CANCELLED' } })
    },
  },
  unreachable: {
    title: 'Nothing listens there',
    async run(bench) {
      await bench.vanish()
      await complete(bench)
    },
  },
  busy: {
    title: 'All its slots are taken',
    async run(bench) {
      bench.set({ slots: 0 })
      await complete(bench)
    },
  },
  loading: {
    title: 'A question while the model is being loaded',
    async run(bench) {
      const finish = await bench.startLoading()
      const answer = complete(bench)
      const isOver = answer.then(
        () => true,
        () => true,
      )
      // Either it says no at once, or it holds the question until the model is there.
      while (bench.active() === 0 && !(await Promise.race([isOver, sleep(5, false)])));
      finish()
      expect((await answer).content).toContain('**4**')
    },
  },
  starting: {
    title: 'A probe while the model is being loaded',
    async run({ client, startLoading }) {
      await startLoading()
      expect((await client.probe({ signal: patience() })).models.map(({ name }) => name)).toContain(chatModel)
    },
  },
  missing: {
    title: 'A model it does not have',
    async run(bench) {
      await complete(bench, { model: 'absent:1b' })
    },
  },
  tooLong: {
    title: 'A conversation longer than the context',
    async run(bench) {
      await complete(bench, { messages: ask('x '.repeat(contextLength * 3)) })
    },
  },
  refused: {
    title: 'A token it does not accept',
    async run({ asStranger }) {
      await asStranger().complete(requestOf({}), { signal: patience() })
    },
  },
  malformed: {
    title: 'An answer that is not the protocol',
    run: bench => failEachWay(bench, ['garbage']),
  },
  failed: {
    title: 'An error in the middle of an answer that began with 200',
    run: bench => failEachWay(bench, ['error']),
  },
  cutOff: {
    title: 'An answer that stops without its end',
    run: bench => failEachWay(bench, ['end', 'destroy', 'reset']),
  },
  halfCall: {
    title: 'A tool call with half of its arguments, in a stream that ends well',
    async run(bench) {
      bench.set({ toolCalls: calls.slice(0, 1), toolArguments: 'cut' })
      const frames = await framesOf(bench, { tools: [weather] })
      expect(frames.filter(({ type }) => type === 'tool_call')).toEqual([])
      const last = frames.at(-1)
      if (last?.type === 'error') throw last.error
    },
  },
  silence: {
    title: 'Silence in the middle of the answer',
    stall: 150,
    run: bench => failEachWay(bench, ['hang']),
  },
}

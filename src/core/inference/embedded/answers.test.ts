import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { InferenceFrame, InferenceRequest } from '../protocol'
import { engineForTests } from './testing/engine-folder'
import {
  type BuiltEngine,
  buildEngineProcess,
  startTestEngine,
  type TestEngine,
} from './testing/start-test-engine'
import { chatMl } from './testing/write-tiny-model'

const user = (content: string) => [{ role: 'user' as const, content }]
const never = new AbortController().signal

const weather = {
  name: 'get_weather',
  description: 'The weather somewhere',
  parameters: {
    type: 'object',
    properties: {
      city: { type: 'string', maxLength: 12 },
      unit: { enum: ['celsius', 'fahrenheit'] },
      exact: { type: 'boolean' },
    },
    required: ['city', 'unit'],
  },
}

/** No template the package knows by itself, so that it takes the marks of thoughts from the vocabulary. */
const thinkingTemplate = `{{ '<|im_start|>system\\nThink first.<|im_end|>\\n' }}${chatMl}`

describe.skipIf(engineForTests() === null)('answers of the real engine', { timeout: 60_000 }, () => {
  let built: BuiltEngine
  let test: TestEngine

  beforeAll(async () => {
    built = await buildEngineProcess()
    test = startTestEngine({
      entry: built.entry,
      models: {
        brief: { ends: 'often' },
        endless: { ends: 'never' },
        small: { ends: 'never', contextLength: 512 },
        thinker: { ends: 'often', thinks: 'briefly', chatTemplate: thinkingTemplate },
        brooder: { ends: 'never', thinks: 'endlessly', chatTemplate: thinkingTemplate },
      },
    })
  })
  afterAll(async () => {
    await test.stop()
    built.remove()
  })

  const ask = (request: Partial<InferenceRequest>, signal = never) =>
    test.client.complete(
      { model: 'endless', messages: user('Hello?'), maxTokens: 20, ...request },
      { signal },
    )
  const frames = async (request: Partial<InferenceRequest>, signal = never) => {
    const seen: InferenceFrame[] = []
    for await (const frame of test.client.stream(
      { model: 'endless', messages: user('Hello?'), maxTokens: 20, ...request },
      { signal },
    ))
      seen.push(frame)
    return seen
  }

  it('streams text in several frames, then the usage, then one end', async () => {
    const seen = await frames({})
    const kinds = seen.map(({ type }) => type)
    expect(kinds.filter(kind => kind === 'text').length).toBeGreaterThan(5)
    expect(kinds.slice(-2)).toEqual(['usage', 'done'])
    expect(seen.at(-1)).toEqual({ type: 'done', reason: 'length' })
  })

  it('counts the tokens of prompt and answer', async () => {
    const short = await ask({ maxTokens: 7 })
    const long = await ask({ maxTokens: 7, messages: user('Hello? And so on.') })
    expect(short.usage.completionTokens).toBe(7)
    // Nearly every character is a token of its own here.
    const more = (long.usage.promptTokens ?? 0) - (short.usage.promptTokens ?? 0)
    expect(more).toBe(' And so on.'.length)
    // What was read already is counted as well.
    expect((await ask({ maxTokens: 7 })).usage).toEqual(short.usage)
  })

  it('ends by itself when the model does', async () => {
    const answer = await ask({ model: 'brief', maxTokens: 2000, seed: 3 })
    expect(answer.reason).toBe('stop')
    expect(answer.content.length).toBeGreaterThan(0)
    expect(answer.usage.completionTokens).toBeLessThan(2000)
  })

  it('gives the same answer to the same seed, whatever was asked in between, and another to another', async () => {
    const first = await ask({ seed: 42 })
    await ask({ messages: user('Something else entirely'), seed: 1 })
    expect((await ask({ seed: 42 })).content).toBe(first.content)
    expect((await ask({ seed: 43 })).content).not.toBe(first.content)
  })

  it('is deterministic at temperature 0 without a seed', async () => {
    expect((await ask({ temperature: 0 })).content).toBe((await ask({ temperature: 0 })).content)
  })

  it('stops at a stop text and leaves it away', async () => {
    const whole = await ask({ seed: 5, maxTokens: 60 })
    const stop = whole.content.slice(20, 22)
    const cut = await ask({ seed: 5, maxTokens: 60, stop: [stop] })
    expect(cut).toMatchObject({
      reason: 'stop',
      content: whole.content.slice(0, whole.content.indexOf(stop)),
    })
  })

  it('writes JSON when asked for JSON, although the weights are random', async () => {
    let whole = 0
    for (let seed = 1; seed <= 8; seed += 1) {
      const { content, reason } = await ask({
        model: 'brief',
        format: { type: 'json' },
        maxTokens: 800,
        seed,
      })
      expect(content).toMatch(/^\{/)
      // Random weights may write a string for ever.
      if (reason === 'length') continue
      whole += 1
      expect(JSON.parse(content)).toBeTypeOf('object')
    }
    expect(whole).toBeGreaterThan(0)
  })

  it('keeps to a JSON Schema', async () => {
    const schema = {
      type: 'object',
      properties: {
        name: { type: 'string', maxLength: 8 },
        age: { type: 'integer' },
        tags: { type: 'array', items: { enum: ['a', 'b'] }, minItems: 1, maxItems: 3 },
      },
      required: ['name', 'age', 'tags'],
    }
    const { content } = await ask({
      format: { type: 'schema', name: 'person', schema },
      maxTokens: 400,
      seed: 1,
    })
    const value = JSON.parse(content)
    expect(Object.keys(value)).toEqual(['name', 'age', 'tags'])
    expect(value).toEqual({
      name: expect.stringMatching(/^.{0,8}$/su),
      age: expect.any(Number),
      tags: expect.arrayContaining([expect.stringMatching(/^[ab]$/)]),
    })
  })

  it('hands a forced tool call over as a call, whole and with arguments of its schema', async () => {
    for (const toolChoice of ['required', { name: 'get_weather' }] as const) {
      const { toolCalls, content, reason } = await ask({
        tools: [weather],
        toolChoice,
        maxTokens: 600,
        seed: 2,
      })
      expect(content).toBe('')
      expect(toolCalls.length).toBeGreaterThan(0)
      for (const call of toolCalls) {
        expect(call).toMatchObject({ id: expect.stringMatching(/^call_/), name: 'get_weather' })
        expect(call.arguments).toMatchObject({
          city: expect.stringMatching(/^.{0,12}$/su),
          unit: expect.stringMatching(/^(celsius|fahrenheit)$/),
        })
        // An optional argument is there with its type, or not at all.
        expect(['boolean', 'undefined']).toContain(typeof call.arguments.exact)
      }
      if (toolChoice !== 'required')
        expect({ reason, calls: toolCalls.length }).toEqual({ reason: 'tool_calls', calls: 1 })
    }
  })

  it('never hands over half of a tool call', async () => {
    const answer = await ask({
      tools: [weather],
      toolChoice: { name: 'get_weather' },
      maxTokens: 12,
      seed: 2,
    })
    expect(answer).toMatchObject({ toolCalls: [], reason: 'length' })
  })

  it('goes on with an answer that was begun, and says only what is new', async () => {
    const begun = [...user('Where?'), { role: 'assistant' as const, content: 'It is in' }]
    const answer = await ask({ messages: begun, seed: 1 })
    expect(answer.content).not.toContain('It is in')
    const anew = await ask({ messages: user('Where?'), maxTokens: 1 })
    expect(answer.usage.promptTokens).toBeGreaterThan(anew.usage.promptTokens ?? 0)
  })

  it('takes a conversation with tool calls and their results', async () => {
    const messages = [
      ...user('What is the weather?'),
      {
        role: 'assistant' as const,
        content: '',
        toolCalls: [{ id: 'c1', name: 'get_weather', arguments: { city: 'Bern' } }],
      },
      { role: 'tool' as const, content: 'sunny', toolCallId: 'c1', name: 'get_weather' },
    ]
    const withResult = await ask({ messages, tools: [weather], maxTokens: 3 })
    const without = await ask({ messages: messages.slice(0, 1), tools: [weather], maxTokens: 3 })
    const more = (withResult.usage.promptTokens ?? 0) - (without.usage.promptTokens ?? 0)
    expect(more).toBeGreaterThan('get_weatherBernsunny'.length)
  })

  it('tells thoughts from the answer, and thinks no further than it is to', async () => {
    const thought = await ask({ model: 'thinker', maxTokens: 1500, seed: 1 })
    expect(thought.reasoning.length).toBeGreaterThan(3)
    expect(thought.content.length).toBeGreaterThan(3)
    expect(thought.reasoning).not.toContain('think>')
    expect(thought.content).not.toContain('<think>')
    const silent = await ask({ model: 'thinker', maxTokens: 300, seed: 1, reasoning: 'off' })
    expect(silent).toMatchObject({ reasoning: '', content: expect.stringMatching(/./) })
    const json = await ask({ model: 'thinker', maxTokens: 50, seed: 1, format: { type: 'json' } })
    expect(json).toMatchObject({ reasoning: '', content: expect.stringMatching(/^\{/) })
    const called = await ask({
      model: 'thinker',
      tools: [weather],
      toolChoice: 'required',
      maxTokens: 600,
      seed: 2,
    })
    expect(called).toMatchObject({ reasoning: '', content: '' })
    expect(called.toolCalls.length).toBeGreaterThan(0)
  })

  it('ends a thought that takes more tokens than the effort allows', async () => {
    const cut = await ask({ model: 'brooder', maxTokens: 1400, seed: 1, reasoning: 'low' })
    expect(cut.reasoning).not.toBe('')
    expect(cut.content).not.toBe('')
  })

  it('goes on with a raw text, without a template', async () => {
    const answer = await ask({ messages: [], prompt: { text: 'abc' }, maxTokens: 5 })
    // The beginning of a text, its letters and the space a tokenizer of this kind puts before them.
    expect(answer.usage.promptTokens).toBeLessThanOrEqual(5)
    expect(answer.content.length).toBeGreaterThan(0)
    // Nothing at all is a beginning as well.
    expect((await ask({ messages: [], prompt: { text: '' }, maxTokens: 5 })).content).not.toBe('')
  })

  it('says that a model without the tokens for it cannot fill a gap', async () => {
    await expect(ask({ messages: [], prompt: { text: 'a', suffix: 'b' } })).rejects.toMatchObject({
      code: 'NODE_REFUSED',
    })
  })

  it('refuses a conversation that does not fit before it reads it, and answers the next one', async () => {
    const long = ask({ model: 'small', messages: user('x'.repeat(600)) })
    await expect(long).rejects.toMatchObject({
      code: 'CONTEXT_TOO_LONG',
      data: { available: expect.any(Number) },
    })
    await expect(
      ask({ messages: [], prompt: { text: 'x'.repeat(600) }, model: 'small' }),
    ).rejects.toMatchObject({
      code: 'CONTEXT_TOO_LONG',
    })
    expect((await ask({})).content).not.toBe('')
  })

  it('ends as cut by length when the context is full, without forgetting the beginning', async () => {
    const answer = await ask({ maxTokens: undefined, model: 'small' })
    expect(answer.reason).toBe('length')
    const { promptTokens, completionTokens } = answer.usage
    expect((promptTokens ?? 0) + (completionTokens ?? 0)).toBeLessThanOrEqual(512)
  })

  it('refuses images, and tools together with a format', async () => {
    const image = { mediaType: 'image/png' as const, data: 'AAAA' }
    await expect(ask({ messages: [{ role: 'user', content: '?', images: [image] }] })).rejects.toMatchObject({
      code: 'NODE_REFUSED',
    })
    await expect(ask({ tools: [weather], format: { type: 'json' } })).rejects.toMatchObject({
      code: 'NODE_REFUSED',
    })
  })

  it('refuses a schema it cannot keep to', async () => {
    const schema = { type: 'object', properties: { a: { $ref: '#/$defs/nowhere' } } }
    const wrong = ask({ format: { type: 'schema', name: 'x', schema } })
    await expect(wrong).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })

  it('says which model file is missing', async () => {
    await expect(ask({ model: 'nobody' })).rejects.toMatchObject({
      code: 'MODEL_MISSING',
      hint: expect.stringContaining('harombe models pull'),
    })
  })

  it('ends with CANCELLED at once when the caller leaves, and answers the next one', async () => {
    const controller = new AbortController()
    const seen: InferenceFrame[] = []
    let abortedAt = 0
    for await (const frame of test.client.stream(
      { model: 'endless', messages: user('Hello?') },
      { signal: controller.signal },
    )) {
      seen.push(frame)
      if (seen.length === 5) {
        abortedAt = performance.now()
        controller.abort()
      }
    }
    expect(performance.now() - abortedAt).toBeLessThan(250)
    expect(seen.at(-1)).toMatchObject({ type: 'error', error: { code: 'CANCELLED' } })
    expect((await ask({})).content).not.toBe('')
    expect(test.processes).toHaveLength(1)
  })

  it('stops writing when the loop is left', async () => {
    for await (const frame of test.client.stream(
      { model: 'endless', messages: user('Hello?') },
      { signal: never },
    ))
      if (frame.type === 'text') break
    const startedAt = performance.now()
    await ask({ maxTokens: 1 })
    // Nobody waits for the rest of the 4,000 tokens that answer could have had.
    expect(performance.now() - startedAt).toBeLessThan(1500)
  })

  it('answers two questions that come at once, one after the other', async () => {
    const answers = await Promise.all([ask({ seed: 7, maxTokens: 80 }), ask({ seed: 8, maxTokens: 80 })])
    const alone = await ask({ seed: 8, maxTokens: 80 })
    expect(answers[1]?.content).toBe(alone.content)
    expect(answers[0]?.content).not.toBe(alone.content)
  })
})

import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { HarombeError } from '../../../shared/errors'
import { seenByCluster } from '../testing/ask-gateway'
import {
  answeredBy,
  failed,
  finished,
  metrics,
  reasoning,
  route,
  routed,
  says,
  text,
  toolCall,
} from '../testing/fake-cluster'
import { shareGateway } from '../testing/share-gateway'
import { startGateway } from '../testing/start-gateway'

const gateway = shareGateway()
const { post } = gateway
const hello = [{ role: 'user', content: 'Hi' }]
const ask = (body: object = {}, headers: Record<string, string> = {}) =>
  post('/v1/messages', { model: 'auto', max_tokens: 9, messages: hello, ...body }, headers)

const asked = (body: object) => seenByCluster(gateway, () => ask(body))

async function eventsOf(response: Response): Promise<{ name: string; data: Record<string, unknown> }[]> {
  const frames = (await response.text()).split('\n\n').filter(frame => frame !== '')
  return frames.map(frame => {
    const [, name = '', data = ''] = /^event: (.*)\ndata: (.*)$/.exec(frame) ?? []
    return { name, data: JSON.parse(data) }
  })
}

const gif = Buffer.from('GIF89a\x01\x00', 'latin1').toString('base64')
const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: gif } }
const shown = { mediaType: 'image/gif', data: gif }
const search = { name: 'search', input_schema: { type: 'object' } }
const call = (id: string) => ({ id, name: 'search', arguments: { q: id } })

describe("a conversation in Anthropic's words", () => {
  it('keeps what every backend takes, in the order in which it takes it', async () => {
    const request = await asked({
      system: [
        { type: 'text', text: 'Be short.', cache_control: { type: 'ephemeral' } },
        { type: 'text', text: 'Be kind.' },
      ],
      messages: [
        { role: 'user', content: [{ type: 'text', text: 'Look' }, image] },
        {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'Hm.', signature: 'x' },
            { type: 'redacted_thinking', data: 'y' },
            { type: 'text', text: 'I search.' },
            { type: 'tool_use', id: 'a', name: 'search', input: { q: 1 } },
            { type: 'tool_use', id: 'b', name: 'search', input: {} },
          ],
        },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: 'a', content: 'Found' },
            { type: 'tool_result', tool_use_id: 'b', is_error: true, content: [image] },
            { type: 'text', text: 'Well?' },
          ],
        },
        { role: 'system', content: 'Hurry.' },
        { role: 'assistant', content: 'It is' },
      ],
      metadata: { user_id: 'x' },
      service_tier: 'auto',
    })
    expect(request?.messages).toEqual([
      { role: 'system', content: 'Be short.\nBe kind.' },
      { role: 'user', content: 'Look', images: [shown] },
      {
        role: 'assistant',
        content: 'I search.',
        toolCalls: [
          { id: 'a', name: 'search', arguments: { q: 1 } },
          { id: 'b', name: 'search', arguments: {} },
        ],
      },
      { role: 'tool', toolCallId: 'a', name: 'search', content: 'Found' },
      { role: 'tool', toolCallId: 'b', name: 'search', content: 'Error', images: [shown] },
      { role: 'user', content: 'Well?' },
      { role: 'system', content: 'Hurry.' },
      { role: 'assistant', content: 'It is' },
    ])
  })

  it('says how it is to be answered', async () => {
    const schema = { type: 'object', properties: {} }
    const request = await asked({
      temperature: 0.5,
      top_p: 0.9,
      top_k: 40,
      stop_sequences: ['END'],
      output_config: { format: { type: 'json_schema', schema } },
    })
    expect(request).toMatchObject({
      maxTokens: 9,
      temperature: 0.5,
      topP: 0.9,
      topK: 40,
      stop: ['END'],
      format: { type: 'schema', schema },
      origin: 'api',
    })
    expect(request?.reasoning).toBeUndefined()
  })

  it.each([
    [{ thinking: { type: 'disabled' } }, 'off'],
    [{ thinking: { type: 'enabled', budget_tokens: 1024 } }, 'low'],
    [{ thinking: { type: 'enabled', budget_tokens: 8000 } }, 'medium'],
    [{ thinking: { type: 'enabled', budget_tokens: 32_000 } }, 'high'],
    [{ thinking: { type: 'adaptive' } }, 'medium'],
    [{ thinking: { type: 'adaptive' }, output_config: { effort: 'low' } }, 'low'],
    [{ thinking: { type: 'adaptive' }, output_config: { effort: 'max' } }, 'high'],
    [{ output_config: { effort: 'high' } }, undefined],
  ])('%j has the model think as much as: %s', async (body, effort) => {
    expect((await asked(body))?.reasoning).toBe(effort)
  })

  it.each([
    [undefined, { tools: [expect.objectContaining({ name: 'search' }), expect.anything()] }],
    [{ type: 'auto' }, { tools: [expect.anything(), expect.anything()] }],
  ])('offers all tools for %j', async (choice, expected) => {
    const tools = [search, { ...search, name: 'other', type: 'custom', description: 'Another' }]
    const request = await asked({ tools, tool_choice: choice })
    expect(request).toMatchObject(expected)
    expect(request?.toolChoice).toBeUndefined()
  })

  it('offers no tool for none', async () => {
    expect((await asked({ tools: [search], tool_choice: { type: 'none' } }))?.tools).toBeUndefined()
  })

  it.each([
    [{ type: 'any' }, 'required'],
    [{ type: 'tool', name: 'search' }, { name: 'search' }],
  ])('insists on a call for %j, and on getting one', async (choice, toolChoice) => {
    gateway.fake.play(says(routed, toolCall(call('a')), finished('tool_calls')))
    const tools = [search, { ...search, name: 'other' }]
    const answer = await ask({ tools, tool_choice: choice })
    expect(await answer.json()).toMatchObject({ stop_reason: 'tool_use' })
    expect(gateway.fake.requests.at(-1)?.toolChoice).toEqual(toolChoice)
    gateway.fake.play(says(routed, text('No.'), finished()))
    for (const stream of [false, true]) {
      const refused = await ask({ tools, tool_choice: choice, stream })
      expect(refused.status).toBe(502)
      expect(refused.headers.get('x-should-retry')).toBe('false')
    }
  })

  it.each([
    [{ max_tokens: undefined }, 'max_tokens'],
    [{ max_tokens: 0 }, 'max_tokens'],
    [{ model: undefined }, 'model'],
    [{ messages: [] }, 'messages'],
    [{ messages: [{ role: 'user', content: [{ type: 'document', source: {} }] }] }, 'messages[0].content[0]'],
    [{ messages: [{ role: 'assistant', content: [image] }] }, 'messages[0].content[0]'],
    [{ messages: [{ role: 'bot', content: 'x' }] }, 'messages[0].role'],
    [{ tools: [{ type: 'bash_20250124', name: 'bash' }] }, 'tools[0].type'],
    [{ tools: [search], tool_choice: { type: 'tool', name: 'nope' } }, 'tool_choice'],
    [{ tool_choice: { type: 'any' } }, 'tool_choice'],
    [{ stop_sequences: Array(17).fill('x') }, 'stop_sequences'],
    [{ container: 'c' }, 'container'],
    [{ thinking: { type: 'lots' } }, 'thinking.type'],
    [
      { messages: [{ role: 'assistant', content: [{ type: 'tool_use', id: 'a', name: 'f', input: {} }] }] },
      'tool_result',
    ],
  ])('is refused with the place that is wrong: %j', async (body, place) => {
    const before = gateway.fake.requests.length
    const response = await ask(body)
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({
      type: 'error',
      error: { type: 'invalid_request_error', message: expect.stringContaining(place) },
    })
    expect(gateway.fake.requests.length).toBe(before)
  })
})

describe("an answer in Anthropic's words", () => {
  it('comes as blocks, each opened and closed before the next', async () => {
    gateway.fake.play(
      says(
        routed,
        reasoning('Let'),
        reasoning(' me'),
        text('I'),
        text(' search'),
        toolCall(call('a')),
        toolCall(call('b')),
        text('Done'),
        finished('tool_calls'),
      ),
    )
    const response = await ask({ stream: true, thinking: { type: 'adaptive' }, tools: [search] })
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/)
    const events = await eventsOf(response)
    for (const { name, data } of events) expect(data.type).toBe(name)
    const shape = events.map(({ name, data }) =>
      name === 'content_block_delta'
        ? [data.index, (data.delta as { type: string }).type]
        : name.startsWith('content_block')
          ? [data.index, name.slice('content_block_'.length)]
          : name,
    )
    expect(shape).toEqual([
      'message_start',
      [0, 'start'],
      [0, 'thinking_delta'],
      [0, 'thinking_delta'],
      [0, 'signature_delta'],
      [0, 'stop'],
      [1, 'start'],
      [1, 'text_delta'],
      [1, 'text_delta'],
      [1, 'stop'],
      [2, 'start'],
      [2, 'input_json_delta'],
      [2, 'stop'],
      [3, 'start'],
      [3, 'input_json_delta'],
      [3, 'stop'],
      [4, 'start'],
      [4, 'text_delta'],
      [4, 'stop'],
      'message_delta',
      'message_stop',
    ])
    expect(events[0]?.data).toMatchObject({ message: { content: [], stop_reason: null, role: 'assistant' } })
    expect(events.at(-2)?.data).toMatchObject({
      delta: { stop_reason: 'tool_use', stop_sequence: null },
      usage: { input_tokens: 5, output_tokens: 2 },
    })
  })

  it('keeps thoughts from whoever did not ask for them', async () => {
    const script = says(routed, reasoning('Hm.'), text('Hello'), finished())
    for (const thinking of [undefined, { type: 'disabled' }, { type: 'adaptive', display: 'omitted' }]) {
      gateway.fake.play(script)
      expect(await (await ask({ thinking })).json()).toMatchObject({
        content: [{ type: 'text', text: 'Hello' }],
      })
      expect(await (await ask({ thinking, stream: true })).text()).not.toContain('Hm.')
    }
  })

  it('holds one call at most where that was asked for', async () => {
    gateway.fake.play(says(routed, toolCall(call('a')), toolCall(call('b')), finished('tool_calls')))
    const single = { tools: [search], tool_choice: { type: 'auto', disable_parallel_tool_use: true } }
    expect(await (await ask(single)).json()).toMatchObject({ content: [{ id: 'a' }] })
    const events = await eventsOf(await ask({ ...single, stream: true }))
    expect(events.filter(({ name }) => name === 'content_block_start')).toHaveLength(1)
  })

  it('estimates what nobody counted', async () => {
    gateway.fake.play(
      says(routed, text('Hello'), {
        type: 'finished',
        reason: 'stop',
        usage: { promptTokens: null, completionTokens: null },
        route,
        answeredBy,
        metrics,
        failovers: [],
      }),
    )
    expect(await (await ask()).json()).toMatchObject({ usage: { input_tokens: 7, output_tokens: 3 } })
  })

  it('ends without message_stop when it breaks off', async () => {
    gateway.fake.play(says(routed, text('Hel'), failed(new HarombeError('STREAM_CUT_OFF', 'It broke off.'))))
    const response = await ask({ stream: true })
    const events = await eventsOf(response)
    expect(events.map(({ name }) => name)).toEqual([
      'message_start',
      'content_block_start',
      'content_block_delta',
      'error',
    ])
    expect(events.at(-1)?.data).toEqual({
      type: 'error',
      error: { type: 'api_error', message: 'It broke off.' },
      request_id: response.headers.get('request-id'),
    })
  })

  it('says that it is alive in a way its clients skip', async () => {
    const waiting = await startGateway({ limits: { streamPing: 5 } })
    const { promise, resolve } = Promise.withResolvers<void>()
    waiting.fake.play(async function* () {
      await promise
      yield routed
      yield text('Hello')
      yield finished()
    })
    try {
      const response = await fetch(`${waiting.endpoint}/v1/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ model: 'auto', max_tokens: 9, messages: hello, stream: true }),
      })
      resolve()
      const [first] = await eventsOf(response)
      expect(first).toEqual({ name: 'ping', data: { type: 'ping' } })
    } finally {
      await waiting.stop()
    }
  })
})

describe('what is not there', () => {
  it("is told in Anthropic's words", async () => {
    const response = await post('/v1/messages/batches', {})
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ type: 'error', error: { type: 'not_found_error' } })
  })
})

describe('the tokens of a conversation', () => {
  const count = async (body: object): Promise<number> => {
    const response = await post('/v1/messages/count_tokens', { model: 'auto', messages: hello, ...body })
    expect(response.status).toBe(200)
    return z.object({ input_tokens: z.number() }).parse(await response.json()).input_tokens
  }

  it('are estimated without asking anybody', async () => {
    const before = gateway.fake.requests.length
    const plain = await count({})
    expect(plain).toBeGreaterThanOrEqual(5)
    expect(await count({ system: 'word '.repeat(100) })).toBeGreaterThan(plain + 90)
    expect(await count({ messages: [{ role: 'user', content: [image, image] }] })).toBeGreaterThan(2000)
    expect(await count({ tools: [{ ...search, description: 'word '.repeat(100) }] })).toBeGreaterThan(
      plain + 90,
    )
    expect(gateway.fake.requests.length).toBe(before)
  })
})

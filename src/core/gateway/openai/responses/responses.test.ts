import { describe, expect, it } from 'vitest'
import { HarombeError, hasCode } from '../../../../shared/errors'
import type { ExecutionEvent } from '../../../coordination/types'
import { parseInput } from '../../http/parse-input'
import type { StreamFormat } from '../../http/relay'
import { failed, finished, routed, wholeAnswer } from '../../testing/fake-cluster'
import { createResponseFormat } from './events'
import { createResponseWriter, toResponse } from './response'
import { responseRequest } from './schema'
import { planResponseTools, toResponseExecution } from './to-execution'

const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').toString('base64')
const dataUrl = `data:image/png;base64,${png}`
const weather = { type: 'function', name: 'get_weather', parameters: { type: 'object' }, strict: true }

const parse = (body: object) => parseInput(responseRequest, { model: 'auto', input: 'Hi', ...body })
function convert(body: object) {
  const input = parse(body)
  return toResponseExecution(input, { target: { tier: 'auto' }, origin: 'api' }, planResponseTools(input))
}
const badParam = (param: string) =>
  expect.toSatisfy(error => hasCode(error, 'BAD_REQUEST') && error.data?.param === param)

describe('a request for a response', () => {
  it('keeps every parameter, under our names', () => {
    const schema = { type: 'object' }
    expect(
      convert({
        instructions: 'Be brief.',
        tools: [weather],
        tool_choice: { type: 'function', name: 'get_weather' },
        text: { format: { type: 'json_schema', name: 'city', schema, strict: true }, verbosity: 'low' },
        reasoning: { effort: 'xhigh', summary: 'auto' },
        max_output_tokens: 9,
        temperature: 0,
        top_p: 0.5,
        store: true,
        include: ['reasoning.encrypted_content'],
      }),
    ).toEqual({
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Hi' },
      ],
      target: { tier: 'auto' },
      origin: 'api',
      tools: [{ name: 'get_weather', parameters: { type: 'object' } }],
      toolChoice: { name: 'get_weather' },
      format: { type: 'schema', name: 'city', schema },
      reasoning: 'high',
      maxTokens: 9,
      temperature: 0,
      topP: 0.5,
    })
  })

  it('joins an assistant’s words and the calls after them, and gives results their tool’s name', () => {
    const call = (id: string, name: string) => ({
      type: 'function_call',
      id: `fc_${id}`,
      call_id: id,
      name,
      arguments: '{"q":1}',
      status: 'completed',
    })
    const { messages } = convert({
      input: [
        { role: 'developer', content: 'Be brief.' },
        {
          role: 'user',
          content: [
            { type: 'input_text', text: 'Look\ud800' },
            { type: 'input_image', image_url: dataUrl, detail: 'auto' },
          ],
        },
        { type: 'reasoning', id: 'rs_1', summary: [], content: [{ type: 'reasoning_text', text: 'hm' }] },
        {
          type: 'message',
          role: 'assistant',
          id: 'msg_1',
          status: 'completed',
          content: [{ type: 'output_text', text: 'I will.', annotations: [] }],
        },
        call('c1', 'look'),
        call('c2', 'search'),
        { type: 'function_call_output', call_id: 'c2', output: 'found' },
        {
          type: 'function_call_output',
          call_id: 'c1',
          output: [{ type: 'input_image', image_url: dataUrl }],
        },
        call('c3', 'search'),
        { type: 'function_call_output', call_id: 'c3', output: 'again' },
      ],
    })
    const image = { mediaType: 'image/png', data: png }
    expect(messages).toEqual([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Look\ufffd', images: [image] },
      {
        role: 'assistant',
        content: 'I will.',
        toolCalls: [
          { id: 'c1', name: 'look', arguments: { q: 1 } },
          { id: 'c2', name: 'search', arguments: { q: 1 } },
        ],
      },
      { role: 'tool', content: 'found', toolCallId: 'c2', name: 'search' },
      { role: 'tool', content: '', images: [image], toolCallId: 'c1', name: 'look' },
      { role: 'assistant', content: '', toolCalls: [{ id: 'c3', name: 'search', arguments: { q: 1 } }] },
      { role: 'tool', content: 'again', toolCallId: 'c3', name: 'search' },
    ])
  })

  it.each([
    ['input', { input: null }],
    ['input', { input: [] }],
    ['input[0]', { input: [{ type: 'function_call', call_id: 'c', name: 'f', arguments: '{}' }] }],
    [
      'input[1]',
      {
        input: [
          { type: 'function_call', call_id: 'c', name: 'f', arguments: '{}' },
          { type: 'function_call', call_id: 'd', name: 'f', arguments: '{}' },
          { type: 'function_call_output', call_id: 'c', output: '1' },
        ],
      },
    ],
    [
      'input[0].content[0].type',
      { input: [{ role: 'user', content: [{ type: 'input_file', file_id: 'f' }] }] },
    ],
    [
      'input[0].content[0].image_url',
      { input: [{ role: 'user', content: [{ type: 'input_image', file_id: 'f' }] }] },
    ],
    ['input[0].content[0].type', { input: [{ role: 'assistant', content: [{ type: 'input_image' }] }] }],
    [
      'input[0].content[0].image_url',
      { input: [{ role: 'user', content: [{ type: 'input_image', image_url: 'file:///etc/passwd' }] }] },
    ],
    ['input[0].role', { input: [{ role: 'root', content: 'x' }] }],
    ['input[0].type', { input: [{ type: 'item_reference', id: 'msg_1' }] }],
    ['input[0].type', { input: [{ type: 'web_search_call', id: 'ws_1' }] }],
    [
      'input[0].arguments',
      { input: [{ type: 'function_call', call_id: 'c', name: 'f', arguments: '{"a":' }] },
    ],
    ['previous_response_id', { previous_response_id: 'resp_1' }],
    ['conversation', { conversation: 'conv_1' }],
    ['background', { background: true }],
    ['prompt', { prompt: { id: 'pmpt_1' } }],
    ['tools[0].type', { tools: [{ type: 'web_search' }] }],
    ['tools[0].type', { tools: [{ type: 'mcp', server_url: 'http://169.254.169.254/' }] }],
    ['tool_choice', { tool_choice: { type: 'file_search' } }],
    ['tool_choice', { tool_choice: 'required' }],
    ['text.format.type', { text: { format: { type: 'grammar' } } }],
    ['top_logprobs', { top_logprobs: 3 }],
    ['include', { include: ['message.output_text.logprobs'] }],
    ['max_output_tokens', { max_output_tokens: -1 }],
    ['reasoning.effort', { reasoning: { effort: 'enormous' } }],
  ])('is refused for %s: %j', (param, body) => {
    expect(() => convert(body)).toThrow(badParam(param))
  })

  it.each([
    [{ previous_response_id: 'resp_1' }, /send the whole conversation/],
    [{ background: true }, /wait, or stream/],
    [{ tools: [{ type: 'web_search' }] }, /offer functions/],
    [{ input: [{ type: 'item_reference', id: 'msg_1' }] }, /send the item itself/],
    [{ input: [{ role: 'user', content: [{ type: 'input_image', file_id: 'f' }] }] }, /data: URL/],
  ])('says what to do instead: %j', (body, advice) => {
    expect(() => convert(body)).toThrow(advice)
  })
})

const call = { id: 'call_1', name: 'search', arguments: { q: 'ß\u2028' } }

function optionsFor(body: object = {}) {
  let count = 0
  const write = createResponseWriter(parse(body), { id: 'resp_1', created: 1700 })
  return { write, createId: (kind: string) => `${kind}_${count++}` }
}

/** What a client reads of a stream: every event by its name, its data parsed. */
function read(format: StreamFormat, events: readonly ExecutionEvent[]) {
  const text = events
    .map(event => {
      switch (event.type) {
        case 'routed':
          return format.opening(event)
        case 'finished':
          return format.closing(event)
        case 'failed':
          return format.failure(event.error)
        case 'text':
        case 'reasoning':
        case 'tool_call':
          return format.part(event)
        default:
          return ''
      }
    })
    .join('')
  return text
    .split('\n\n')
    .filter(frame => frame !== '')
    .map(frame => {
      const [name = '', data = ''] = frame.split('\n')
      const value = JSON.parse(data.slice('data: '.length)) as Record<string, unknown> & {
        response?: Record<string, unknown>
      }
      expect(name).toBe(`event: ${String(value.type)}`)
      return value
    })
}

const said = (text: string): ExecutionEvent => ({ type: 'text', text })
const thought = (text: string): ExecutionEvent => ({ type: 'reasoning', text })
const called = (id: string): ExecutionEvent => ({ type: 'tool_call', call: { ...call, id } })

describe('the events of a response', () => {
  it('come in the order clients insist on, numbered without a gap', () => {
    const events = read(createResponseFormat(optionsFor()), [
      routed,
      thought('h'),
      thought('m'),
      said('Hel'),
      said('lo "\n\n'),
      called('call_1'),
      called('call_2'),
      finished('tool_calls'),
    ])
    expect(events.map(event => event.sequence_number)).toEqual(events.map((_event, index) => index))
    expect(events.map(event => `${String(event.type)} ${String(event.output_index ?? '')}`.trim())).toEqual([
      'response.created',
      'response.in_progress',
      'response.output_item.added 0',
      'response.content_part.added 0',
      'response.reasoning_text.delta 0',
      'response.reasoning_text.delta 0',
      'response.reasoning_text.done 0',
      'response.content_part.done 0',
      'response.output_item.done 0',
      'response.output_item.added 1',
      'response.content_part.added 1',
      'response.output_text.delta 1',
      'response.output_text.delta 1',
      'response.output_text.done 1',
      'response.content_part.done 1',
      'response.output_item.done 1',
      ...[2, 3].flatMap(index => [
        `response.output_item.added ${index}`,
        `response.function_call_arguments.delta ${index}`,
        `response.function_call_arguments.done ${index}`,
        `response.output_item.done ${index}`,
      ]),
      'response.completed',
    ])
    const deltas = events.filter(event => event.type === 'response.output_text.delta')
    expect(deltas.map(event => event.delta)).toEqual(['Hel', 'lo "\n\n'])
    expect(deltas[0]).toMatchObject({ item_id: 'msg_1', content_index: 0, logprobs: [] })
    expect(events.at(-1)?.response).toMatchObject({
      id: 'resp_1',
      status: 'completed',
      model: 'qwen2.5:7b',
      store: false,
      output: [
        { type: 'reasoning', content: [{ type: 'reasoning_text', text: 'hm' }] },
        { type: 'message', content: [{ type: 'output_text', text: 'Hello "\n\n' }] },
        { type: 'function_call', call_id: 'call_1', name: 'search', arguments: '{"q":"ß\u2028"}' },
        { type: 'function_call', call_id: 'call_2' },
      ],
      usage: { input_tokens: 5, output_tokens: 2, total_tokens: 7 },
    })
  })

  it('say when the token limit cut the answer off', () => {
    const last = read(createResponseFormat(optionsFor()), [routed, said('Hel'), finished('length')]).at(-1)
    expect(last).toMatchObject({
      type: 'response.incomplete',
      response: {
        status: 'incomplete',
        incomplete_details: { reason: 'max_output_tokens' },
        output: [{ status: 'incomplete', content: [{ text: 'Hel' }] }],
      },
    })
  })

  it.each([
    ['nothing', []],
    ['reasoning alone', [thought('hm')]],
  ])('hold a message, an empty one, when the model said %s', (_name, parts) => {
    const last = read(createResponseFormat(optionsFor()), [routed, ...parts, finished()]).at(-1)
    const output = last?.response?.output as { type: string; content: unknown[] }[]
    expect(output.at(-1)).toMatchObject({ type: 'message', content: [{ text: '' }] })
    expect(output.filter(item => item.type === 'message')).toHaveLength(1)
  })

  it('end with a failure that keeps what was said, also when no node had answered yet', () => {
    const error = new HarombeError('STREAM_CUT_OFF', 'It broke off.')
    const failure = failed(error)
    const late = read(createResponseFormat(optionsFor()), [routed, said('Hel'), failure]).at(-1)
    expect(late).toMatchObject({
      type: 'response.failed',
      response: {
        status: 'failed',
        error: { code: 'server_error', type: 'stream_cut_off', message: 'It broke off.' },
        output: [{ status: 'incomplete', content: [{ text: 'Hel' }] }],
      },
    })
    const early = read(createResponseFormat(optionsFor()), [failure])
    expect(early.map(event => event.type)).toEqual([
      'response.created',
      'response.in_progress',
      'response.failed',
    ])
  })
})

describe('a whole response', () => {
  const result = wholeAnswer({ content: 'Hello', reasoning: 'hm', toolCalls: [call] })

  it('says what was asked and what came of it', () => {
    const body = {
      tools: [weather],
      metadata: { a: 'b' },
      text: { format: { type: 'json_object' } },
      store: true,
      parallel_tool_calls: false,
    }
    expect(toResponse(result, optionsFor(body))).toMatchObject({
      object: 'response',
      created_at: 1700,
      status: 'completed',
      store: false,
      tools: [weather],
      metadata: { a: 'b' },
      text: { format: { type: 'json_object' } },
      parallel_tool_calls: false,
      output: [{ type: 'reasoning' }, { type: 'message' }, { type: 'function_call' }],
      usage: { input_tokens: 7, output_tokens: 3 },
    })
  })

  it('has no empty message beside a call, and one when there is nothing else', () => {
    const output = (changes: object) =>
      (
        toResponse({ ...result, reasoning: '', content: '', ...changes }, optionsFor()) as {
          output: object[]
        }
      ).output
    expect(output({})).toMatchObject([{ type: 'function_call' }])
    expect(output({ toolCalls: [] })).toMatchObject([{ type: 'message', content: [{ text: '' }] }])
  })
})

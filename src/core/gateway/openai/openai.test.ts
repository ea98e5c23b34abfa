import { describe, expect, it } from 'vitest'
import { HarombeError, hasCode } from '../../../shared/errors'
import { parseInput } from '../http/parse-input'
import { answeredBy, metrics, route } from '../testing/fake-cluster'
import { openAiError } from './errors'
import { createChunkFormat, toChatCompletion } from './from-execution'
import { chatCompletionRequest } from './schema'
import { assertToolCalled, planTools, toExecution } from './to-execution'

const user = { role: 'user', content: 'Hi' }
const weather = {
  type: 'function',
  function: { name: 'get_weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } },
}
const search = { type: 'function', function: { name: 'search' } }

function convert(body: object) {
  const input = parseInput(chatCompletionRequest, { model: 'auto', messages: [user], ...body })
  return toExecution(input, { target: { tier: 'auto' }, origin: 'api' }, planTools(input))
}

const badParam = (param: string) =>
  expect.toSatisfy(error => hasCode(error, 'BAD_REQUEST') && error.data?.param === param)

describe('a request', () => {
  it('keeps every parameter, under our names', () => {
    expect(
      convert({
        temperature: 0,
        top_p: 0.5,
        max_tokens: 7,
        seed: -3,
        stop: 'END',
        tools: [weather],
        user: 'x',
      }),
    ).toEqual({
      messages: [user],
      target: { tier: 'auto' },
      origin: 'api',
      temperature: 0,
      topP: 0.5,
      maxTokens: 7,
      seed: -3,
      stop: ['END'],
      tools: [{ name: 'get_weather', parameters: weather.function.parameters }],
    })
    expect(convert({ max_tokens: 7, max_completion_tokens: 9, stop: ['a', 'b'] })).toMatchObject({
      maxTokens: 9,
      stop: ['a', 'b'],
    })
  })

  it('takes null for everything optional', () => {
    const nulls = [
      'tools',
      'tool_choice',
      'stream',
      'stream_options',
      'max_tokens',
      'temperature',
      'top_p',
      'seed',
    ]
    const body = Object.fromEntries(
      [...nulls, 'stop', 'n', 'logprobs', 'response_format'].map(key => [key, null]),
    )
    expect(convert(body)).toEqual(convert({}))
  })

  it('takes content in parts, developers as system, and a whole tool conversation', () => {
    const { messages } = convert({
      messages: [
        { role: 'developer', content: 'Be brief.' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'One' },
            { type: 'text', text: 'Two\ud800' },
          ],
        },
        {
          role: 'assistant',
          content: null,
          tool_calls: [
            { id: 'c1', type: 'function', function: { name: 'search', arguments: '{"q":"x"}' } },
            { id: 'c2', function: { name: 'now', arguments: '' } },
          ],
        },
        { role: 'tool', tool_call_id: 'c1', content: 'found' },
      ],
    })
    expect(messages).toEqual([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'One\nTwo\ufffd' },
      {
        role: 'assistant',
        content: '',
        toolCalls: [
          { id: 'c1', name: 'search', arguments: { q: 'x' } },
          { id: 'c2', name: 'now', arguments: {} },
        ],
      },
      { role: 'tool', content: 'found', toolCallId: 'c1', name: 'search' },
    ])
  })

  it.each([
    ['messages', { messages: [] }],
    ['messages', { messages: Array.from({ length: 2001 }, () => user) }],
    ['messages[0].content', { messages: [{ role: 'user', content: null }] }],
    [
      'messages[0].content',
      {
        messages: [
          { role: 'user', content: [{ type: 'image_url', image_url: { url: 'http://169.254.169.254/' } }] },
        ],
      },
    ],
    ['messages[0].role', { messages: [{ role: 'root', content: 'x' }] }],
    ['max_tokens', { max_tokens: -1 }],
    ['max_tokens', { max_tokens: Number.POSITIVE_INFINITY }],
    ['max_tokens', { max_tokens: 'NaN' }],
    ['temperature', { temperature: 2.1 }],
    ['stop', { stop: Array.from({ length: 17 }, () => 'x') }],
    ['tools', { tools: Array.from({ length: 129 }, () => weather) }],
    ['tools[0].type', { tools: [{ type: 'web_search' }] }],
    ['tools[0].function.name', { tools: [{ type: 'function', function: { name: 'a b' } }] }],
    ['n', { n: 2 }],
    ['logprobs', { logprobs: true }],
    ['response_format.type', { response_format: { type: 'json_object' } }],
    ['functions', { functions: [] }],
    ['tool_choice', { tool_choice: 'any' }],
    ['tool_choice', { tools: [weather], tool_choice: { type: 'function', function: { name: 'other' } } }],
    ['tool_choice', { tool_choice: 'required' }],
  ])('is refused for %s: %j', (param, body) => {
    expect(() => convert(body)).toThrow(badParam(param))
  })

  it.each(['{"a":', '[1]', '1', 'null', '['.repeat(70)])('is refused for tool arguments %s', text => {
    const call = { id: 'c', type: 'function', function: { name: 'f', arguments: text } }
    expect(() => convert({ messages: [user, { role: 'assistant', tool_calls: [call] }] })).toThrow(
      badParam('messages[1].tool_calls[0].function.arguments'),
    )
  })

  it('narrows the tools as tool_choice says and holds the model to it', () => {
    const plan = (choice: unknown) =>
      planTools(
        parseInput(chatCompletionRequest, {
          messages: [user],
          tools: [weather, search],
          tool_choice: choice,
        }),
      )
    const names = (choice: unknown) => plan(choice).tools?.map(tool => tool.name)
    expect(names('none')).toBeUndefined()
    expect(names('auto')).toEqual(['get_weather', 'search'])
    expect(names({ type: 'function', function: { name: 'search' } })).toEqual(['search'])
    const call = { id: 'c', name: 'search', arguments: {} }
    expect(() => assertToolCalled(plan('auto'), [])).not.toThrow()
    expect(() => assertToolCalled(plan('required'), [call])).not.toThrow()
    expect(() => assertToolCalled(plan('required'), [])).toThrow(
      expect.toSatisfy(error => hasCode(error, 'NODE_REFUSED')),
    )
  })
})

const identity = { id: 'chatcmpl-1', created: 1700 }
const call = { id: 'c1', name: 'f', arguments: { '<': '\u2028' } }
const result = {
  content: '',
  reasoning: '',
  toolCalls: [call],
  usage: { promptTokens: null, completionTokens: null },
  reason: 'tool_calls' as const,
  route,
  answeredBy,
  metrics,
  failovers: [],
}

describe('an answer', () => {
  it('carries tool calls as OpenAI does and estimates what was not counted', () => {
    expect(toChatCompletion(result, identity)).toMatchObject({
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 1700,
      model: 'qwen2.5:7b',
      choices: [
        {
          message: {
            content: null,
            tool_calls: [
              { id: 'c1', type: 'function', function: { name: 'f', arguments: '{"<":"\u2028"}' } },
            ],
          },
          finish_reason: 'tool_calls',
        },
      ],
      usage: { prompt_tokens: 7, completion_tokens: 3, total_tokens: 10 },
    })
  })

  it('streams valid chunks whatever the text, and counts tool calls', () => {
    const format = createChunkFormat(identity, true)
    const frames = [
      format.opening({ type: 'routed', route, answeredBy }),
      format.part({ type: 'text', text: 'a"\n\ndata: [DONE]\n\n\u2028\u0000' }),
      format.part({ type: 'reasoning', text: 'hm' }),
      format.part({ type: 'tool_call', call }),
      format.part({ type: 'tool_call', call }),
      format.closing({
        type: 'finished',
        reason: 'stop',
        usage: { promptTokens: 1, completionTokens: 2 },
        route,
        answeredBy,
        metrics,
        failovers: [],
      }),
    ]
    const events = frames
      .join('')
      .split('\n\n')
      .filter(frame => frame !== '')
    expect(events.at(-1)).toBe('data: [DONE]')
    const chunks = events.slice(0, -1).map(frame => JSON.parse(frame.slice('data: '.length)))
    expect(chunks.map(chunk => chunk.choices[0]?.delta)).toEqual([
      { role: 'assistant', content: '' },
      { content: 'a"\n\ndata: [DONE]\n\n\u2028\u0000' },
      { reasoning_content: 'hm' },
      { tool_calls: [expect.objectContaining({ index: 0, id: 'c1' })] },
      { tool_calls: [expect.objectContaining({ index: 1 })] },
      {},
      undefined,
    ])
    expect(chunks.map(chunk => chunk.usage)).toEqual([
      null,
      null,
      null,
      null,
      null,
      null,
      { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 },
    ])
    expect(new Set(chunks.map(chunk => chunk.id))).toEqual(new Set(['chatcmpl-1']))
  })

  it('ends a failed stream without the mark of success', () => {
    const text = createChunkFormat(identity, false).failure(
      new HarombeError('STREAM_CUT_OFF', 'It broke off.'),
    )
    expect(JSON.parse(text.slice('data: '.length))).toEqual({
      error: { message: 'It broke off.', type: 'server_error', param: null, code: 'stream_cut_off' },
    })
  })
})

it.each([
  ['UNAUTHENTICATED', 'authentication_error', 'invalid_api_key'],
  ['FORBIDDEN', 'permission_error', 'forbidden'],
  ['RATE_LIMITED', 'rate_limit_error', 'rate_limit_exceeded'],
  ['MODEL_MISSING', 'invalid_request_error', 'model_not_found'],
  ['CONTEXT_TOO_LONG', 'invalid_request_error', 'context_length_exceeded'],
  ['NO_NODE_AVAILABLE', 'server_error', 'no_node_available'],
] as const)('%s is a %s', (code, type, openAiCode) => {
  const error = new HarombeError(code, 'It failed.', { hint: 'Do this.', data: { param: 'model' } })
  expect(openAiError(error)).toEqual({
    error: { message: 'It failed. Do this.', type, param: 'model', code: openAiCode },
  })
})

import { describe, expect, it } from 'vitest'
import { HarombeError, hasCode } from '../../../shared/errors'
import { parseInput } from '../http/parse-input'
import { answeredBy, metrics, route, wholeAnswer } from '../testing/fake-cluster'
import { assertToolCalled } from '../tool-plan'
import { openAiError } from './errors'
import { createChunkFormat, toChatCompletion } from './from-execution'
import { chatCompletionRequest } from './schema'
import { planChatTools, toExecution } from './to-execution'

const user = { role: 'user', content: 'Hi' }
const weather = {
  type: 'function',
  function: { name: 'get_weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } },
}
const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').toString('base64')
const seen = { type: 'image_url', image_url: { url: `data:image/png;base64,${png}`, detail: 'low' } }
const search = { type: 'function', function: { name: 'search' } }

const schema = { type: 'object', properties: { city: { type: 'string' } } }

function convert(body: object) {
  const input = parseInput(chatCompletionRequest, { model: 'auto', messages: [user], ...body })
  return toExecution(input, { target: { tier: 'auto' }, origin: 'api' }, planChatTools(input))
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
        top_k: 40,
        min_p: 0.1,
        presence_penalty: -1,
        frequency_penalty: 2,
        reasoning_effort: 'minimal',
        response_format: { type: 'json_schema', json_schema: { name: 'city', schema, strict: true } },
        tools: [weather],
        tool_choice: 'required',
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
      topK: 40,
      minP: 0.1,
      presencePenalty: -1,
      frequencyPenalty: 2,
      reasoning: 'low',
      format: { type: 'schema', name: 'city', schema },
      toolChoice: 'required',
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
      'parallel_tool_calls',
      'reasoning_effort',
      'presence_penalty',
      'frequency_penalty',
      'logit_bias',
      'modalities',
      'audio',
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
        { role: 'tool', tool_call_id: 'c2', content: '9:00' },
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
      { role: 'tool', content: '9:00', toolCallId: 'c2', name: 'now' },
      { role: 'tool', content: 'found', toolCallId: 'c1', name: 'search' },
    ])
  })

  const calling = (...ids: string[]) => ({
    role: 'assistant',
    tool_calls: ids.map(id => ({ id, type: 'function', function: { name: 'f', arguments: '{}' } })),
  })
  const result = (id: string) => ({ role: 'tool', tool_call_id: id, content: '1' })

  it.each([
    ['at the end', [user, calling('a')], 'a'],
    ['of which one was answered', [user, calling('a', 'b'), result('a')], 'b'],
    ['before the user goes on', [user, calling('a'), user, result('a')], 'a'],
    ['before the model goes on', [user, calling('a'), { role: 'assistant', content: 'So.' }], 'a'],
    ['before others', [user, calling('a', 'b'), calling('c'), result('c')], 'a, b'],
  ])('is refused for calls without their results %s', (_where, messages, open) => {
    expect(() => convert({ messages })).toThrow(badParam('messages[1].tool_calls'))
    expect(() => convert({ messages })).toThrow(`these calls gave: ${open}.`)
  })

  it('takes images with a question and with the result of a tool', () => {
    const { messages } = convert({
      messages: [
        { role: 'user', content: [seen, { type: 'text', text: 'What?' }, seen] },
        { role: 'assistant', tool_calls: [{ id: 'c1', function: { name: 'look', arguments: '{}' } }] },
        { role: 'tool', tool_call_id: 'c1', content: [{ type: 'image_url', image_url: seen.image_url.url }] },
      ],
    })
    const image = { mediaType: 'image/png', data: png }
    expect(messages).toMatchObject([
      { role: 'user', content: 'What?', images: [image, image] },
      { role: 'assistant' },
      { role: 'tool', content: '', images: [image], name: 'look' },
    ])
  })

  it.each([
    [{ type: 'text' }, undefined],
    [{ type: 'json_object' }, { type: 'json' }],
    [{ type: 'json_schema', json_schema: { name: 'a' } }, { type: 'json' }],
  ])('takes the response_format %j', (response_format, format) => {
    expect(convert({ response_format }).format).toEqual(format)
  })

  it.each([
    ['messages', { messages: [] }],
    ['messages', { messages: Array.from({ length: 2001 }, () => user) }],
    ['messages[0].content', { messages: [{ role: 'user', content: null }] }],
    [
      'messages[0].content[1].image_url',
      {
        messages: [
          {
            role: 'user',
            content: [
              { type: 'text', text: 'What is this?' },
              { type: 'image_url', image_url: { url: 'http://169.254.169.254/' } },
            ],
          },
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
    ['messages[0].content', { messages: [{ role: 'user', content: [{ type: 'input_audio' }] }] }],
    ['messages[0].content', { messages: [{ role: 'system', content: [seen] }] }],
    ['messages[0].content', { messages: [{ role: 'assistant', content: [seen] }] }],
    ['top_logprobs', { top_logprobs: 5 }],
    ['logit_bias', { logit_bias: { '50256': -100 } }],
    ['modalities[1]', { modalities: ['text', 'audio'] }],
    ['audio', { audio: { voice: 'alloy', format: 'wav' } }],
    ['web_search_options', { web_search_options: {} }],
    ['response_format.type', { response_format: { type: 'grammar' } }],
    ['response_format.json_schema', { response_format: { type: 'json_schema' } }],
    ['reasoning_effort', { reasoning_effort: 'enormous' }],
    ['presence_penalty', { presence_penalty: 3 }],
    ['top_k', { top_k: -1 }],
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
      planChatTools(
        parseInput(chatCompletionRequest, {
          messages: [user],
          tools: [weather, search],
          tool_choice: choice,
        }),
      )
    const names = (choice: unknown) => plan(choice).tools?.map(tool => tool.name)
    expect(names('none')).toBeUndefined()
    expect(names('auto')).toEqual(['get_weather', 'search'])
    const named = { type: 'function', function: { name: 'search' } }
    expect(names(named)).toEqual(['search'])
    expect(plan(named).toolChoice).toEqual({ name: 'search' })
    const allowed = (mode: string) => ({ type: 'allowed_tools', allowed_tools: { mode, tools: [named] } })
    expect(plan(allowed('auto'))).toMatchObject({ tools: [{ name: 'search' }], required: false })
    expect(plan(allowed('auto')).toolChoice).toBeUndefined()
    expect(plan(allowed('required'))).toMatchObject({ toolChoice: { name: 'search' }, required: true })
    expect(plan('required').toolChoice).toBe('required')
    const call = { id: 'c', name: 'search', arguments: {} }
    expect(() => assertToolCalled(plan('auto'), [])).not.toThrow()
    expect(() => assertToolCalled(plan('required'), [call])).not.toThrow()
    for (const calls of [[], [{ ...call, name: 'made_up' }]]) {
      expect(() => assertToolCalled(plan('required'), calls)).toThrow(
        expect.toSatisfy(error => hasCode(error, 'NODE_REFUSED')),
      )
    }
    expect(() => assertToolCalled(plan(named), [{ ...call, name: 'get_weather' }])).toThrow('without calling')
  })
})

const identity = { id: 'chatcmpl-1', created: 1700 }
const call = { id: 'c1', name: 'f', arguments: { '<': '\u2028' } }

describe('an answer', () => {
  it('carries tool calls as OpenAI does and estimates what was not counted', () => {
    expect(toChatCompletion(wholeAnswer({ toolCalls: [call] }), identity)).toMatchObject({
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
    const format = createChunkFormat(identity, { includeUsage: true })
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
    const text = createChunkFormat(identity, { includeUsage: false }).failure(
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
  ['NOT_SUPPORTED', 'invalid_request_error', 'not_supported'],
] as const)('%s is a %s', (code, type, openAiCode) => {
  const error = new HarombeError(code, 'It failed.', { hint: 'Do this.', data: { param: 'model' } })
  expect(openAiError(error)).toEqual({
    error: { message: 'It failed. Do this.', type, param: 'model', code: openAiCode },
  })
})

import { describe, expect, it } from 'vitest'
import { HarombeError } from '../../../shared/errors'
import type { InferenceRequest } from '../protocol'
import { toOpenAiRequest } from './request'
import { createOpenAiServer, type OpenAiKind } from './server'

const kinds: OpenAiKind[] = ['openai', 'vllm', 'sglang', 'llamacpp']
const messages: InferenceRequest['messages'] = [{ role: 'user', content: 'Hello' }]
const tools = ['look', 'run'].map(name => ({ name, parameters: { type: 'object' } }))
const sent = (
  request: Partial<InferenceRequest>,
  kind: OpenAiKind = 'openai',
  server = createOpenAiServer(kind),
) => JSON.parse(JSON.stringify(toOpenAiRequest({ model: 'm', messages, ...request }, server)))

const lmStudio = () => Object.assign(createOpenAiServer('openai'), { product: 'lmstudio' } as const)
const refusing = (message: string, request: Partial<InferenceRequest>) => {
  const server = createOpenAiServer('openai')
  const refusal = new HarombeError('NODE_REFUSED', message)
  expect(server.learn(refusal, { model: 'm', messages, ...request })).toBe(true)
  expect(server.learn(refusal, { model: 'm', messages, ...request })).toBe(false)
  return server
}

describe('a question in the words of OpenAI', () => {
  it('shows images before the text, as data', () => {
    const images = [{ mediaType: 'image/jpeg', data: 'aGk=' }] as const
    const image = { type: 'image_url', image_url: { url: 'data:image/jpeg;base64,aGk=' } }
    expect(sent({ messages: [{ role: 'user', content: 'Look', images }] }).body.messages).toEqual([
      { role: 'user', content: [image, { type: 'text', text: 'Look' }] },
    ])
    expect(sent({ messages: [{ role: 'user', content: '', images }] }).body.messages).toEqual([
      { role: 'user', content: [image] },
    ])
  })

  it('shows the images of tools after all their results, which hold text only', () => {
    const shot = (data: string, name: string) =>
      ({
        role: 'tool',
        content: 'ok',
        images: [{ mediaType: 'image/png', data }],
        toolCallId: name,
        name,
      }) as const
    const { body } = sent({
      messages: [
        {
          role: 'assistant',
          content: '',
          toolCalls: ['a', 'b'].map(id => ({ id, name: id, arguments: {} })),
        },
        shot('aa==', 'a'),
        shot('bb==', 'b'),
        { role: 'user', content: 'And?' },
      ],
    })
    const [, first, second, shown, last] = body.messages
    expect([first, second]).toEqual(['a', 'b'].map(id => ({ role: 'tool', content: 'ok', tool_call_id: id })))
    expect(shown).toMatchObject({
      role: 'user',
      content: [
        { type: 'text', text: 'a:' },
        { image_url: { url: 'data:image/png;base64,aa==' } },
        { type: 'text', text: 'b:' },
        { image_url: { url: 'data:image/png;base64,bb==' } },
      ],
    })
    expect(last).toEqual({ role: 'user', content: 'And?' })
  })

  it.each<[OpenAiKind, string[]]>([
    ['openai', []],
    ['vllm', ['min_p', 'top_k']],
    ['sglang', ['min_p', 'top_k']],
    ['llamacpp', ['min_p', 'top_k']],
  ])('tells %s of the ways to draw tokens beyond the API: %j', (kind, extra) => {
    const { body } = sent({ topK: 40, minP: 0.1, presencePenalty: 0.5, frequencyPenalty: 0.25 }, kind)
    expect(
      Object.keys(body)
        .filter(key => key === 'top_k' || key === 'min_p')
        .sort(),
    ).toEqual(extra)
    expect(body).toMatchObject({ presence_penalty: 0.5, frequency_penalty: 0.25 })
  })

  it('tells LM Studio of top_k, which it documents', () => {
    const { body } = sent({ topK: 40, minP: 0.1 }, 'openai', lmStudio())
    expect(body).toMatchObject({ top_k: 40 })
    expect(body).not.toHaveProperty('min_p')
  })

  it.each(kinds)('asks %s for an object or for what a schema says', kind => {
    const schema = { type: 'object' }
    expect(sent({ format: { type: 'json' } }, kind).body.response_format).toEqual({ type: 'json_object' })
    expect(sent({ format: { type: 'schema', name: 'My form!', schema } }, kind).body.response_format).toEqual(
      {
        type: 'json_schema',
        json_schema: { name: 'My_form_', schema, strict: true },
      },
    )
  })

  it('asks LM Studio for an object by a schema, the only way it knows', () => {
    const asObject = { type: 'json_schema', json_schema: { name: 'answer', schema: { type: 'object' } } }
    expect(sent({ format: { type: 'json' } }, 'openai', lmStudio()).body.response_format).toEqual(asObject)
  })

  it.each<[OpenAiKind, unknown, string[]]>([
    ['openai', { type: 'function', function: { name: 'run' } }, ['look', 'run']],
    ['vllm', { type: 'function', function: { name: 'run' } }, ['look', 'run']],
    ['sglang', { type: 'function', function: { name: 'run' } }, ['look', 'run']],
    // It reads words only and would take the object for `auto`.
    ['llamacpp', 'required', ['run']],
  ])('demands one certain tool of %s', (kind, choice, offered) => {
    const { body } = sent({ tools, toolChoice: { name: 'run' } }, kind)
    expect(body.tool_choice).toEqual(choice)
    expect(body.tools.map((tool: { function: { name: string } }) => tool.function.name)).toEqual(offered)
  })

  it.each(['auto', 'required'] as const)('passes the choice %s on, and none without tools', toolChoice => {
    expect(sent({ tools, toolChoice }).body.tool_choice).toBe(toolChoice)
    expect(sent({ tools: [], toolChoice }).body).not.toHaveProperty('tool_choice')
    expect(sent({ tools }).body).not.toHaveProperty('tool_choice')
  })

  it.each<[OpenAiKind, object, object]>([
    ['openai', { reasoning_effort: 'low' }, { reasoning_effort: 'none' }],
    ...(['vllm', 'sglang', 'llamacpp'] as const).map((kind): [OpenAiKind, object, object] => [
      kind,
      { reasoning_effort: 'low', chat_template_kwargs: { enable_thinking: true, thinking: true } },
      { chat_template_kwargs: { enable_thinking: false, thinking: false } },
    ]),
  ])('tells %s how much to think, and only when asked', (kind, low, off) => {
    const keys = ['reasoning_effort', 'chat_template_kwargs']
    const said = (request: Partial<InferenceRequest>) =>
      Object.fromEntries(Object.entries(sent(request, kind).body).filter(([key]) => keys.includes(key)))
    expect(said({ reasoning: 'low' })).toEqual(low)
    expect(said({ reasoning: 'off' })).toEqual(off)
    expect(said({})).toEqual({})
  })

  it.each<[OpenAiKind, object]>([
    ['vllm', { continue_final_message: true, add_generation_prompt: false }],
    ['sglang', { continue_final_message: true }],
    [
      'llamacpp',
      {
        continue_final_message: true,
        add_generation_prompt: false,
        chat_template_kwargs: { enable_thinking: false, thinking: false },
      },
    ],
  ])('has %s go on with a begun answer', (kind, flags) => {
    const begun = [...messages, { role: 'assistant', content: 'Well,' } as const]
    const { body } = sent({ messages: begun, reasoning: kind === 'llamacpp' ? 'high' : undefined }, kind)
    expect(body).toMatchObject(flags)
    expect(body.messages.at(-1)).toEqual({ role: 'assistant', content: 'Well,' })
    if (kind === 'llamacpp') expect(body).not.toHaveProperty('reasoning_effort')
  })

  it('does not take an assistant that calls a tool for a begun answer', () => {
    const calling = {
      role: 'assistant',
      content: '',
      toolCalls: [{ id: 'a', name: 'run', arguments: {} }],
    } as const
    expect(sent({ messages: [...messages, calling] }, 'vllm').body).not.toHaveProperty(
      'continue_final_message',
    )
  })

  it.each<[OpenAiKind, object]>([
    ['openai', { path: '/v1/completions', body: { prompt: 'a', suffix: 'b', max_tokens: 5 } }],
    ['vllm', { path: '/v1/completions', body: { prompt: 'a', suffix: 'b', max_tokens: 5 } }],
    ['llamacpp', { path: '/infill', body: { input_prefix: 'a', input_suffix: 'b', n_predict: 5 } }],
  ])('has %s fill a gap', (kind, question) => {
    expect(sent({ messages: [], prompt: { text: 'a', suffix: 'b' }, maxTokens: 5 }, kind)).toMatchObject(
      question,
    )
  })

  it.each(kinds)('has %s go on with a raw text, without what belongs to a chat', kind => {
    const { path, body } = sent(
      { messages: [], prompt: { text: 'a' }, tools, format: { type: 'json' }, reasoning: 'low' },
      kind,
    )
    expect(path).toBe('/v1/completions')
    expect(Object.keys(body).sort()).toEqual(['model', 'prompt', 'stream', 'stream_options'])
  })

  it('says to LM Studio how long a model stays, where it is a time', () => {
    expect(sent({ keepAlive: 300 }, 'openai', lmStudio()).body).toMatchObject({ ttl: 300 })
    for (const keepAlive of [-1, 0]) {
      expect(sent({ keepAlive }, 'openai', lmStudio()).body).not.toHaveProperty('ttl')
    }
    expect(sent({ keepAlive: 300 }, 'vllm').body).not.toHaveProperty('ttl')
  })
})

describe('what a server has refused', () => {
  it('is put in other words from then on', () => {
    const format = { type: 'json' } as const
    expect(sent({}, 'openai', refusing("Unknown field: 'stream_options'.", {})).body).not.toHaveProperty(
      'stream_options',
    )
    expect(
      sent({ maxTokens: 5 }, 'openai', refusing("Use 'max_completion_tokens' instead.", { maxTokens: 5 }))
        .body,
    ).toMatchObject({ max_completion_tokens: 5 })
    expect(
      sent(
        { format },
        'openai',
        refusing("'response_format.type' must be 'json_schema' or 'text'", { format }),
      ).body,
    ).toMatchObject({ response_format: { type: 'json_schema' } })
    const toolChoice = { name: 'run' }
    expect(
      sent(
        { tools, toolChoice },
        'openai',
        refusing("Invalid tool_choice type: 'object'.", { tools, toolChoice }),
      ).body,
    ).toMatchObject({ tool_choice: 'required', tools: [{ function: { name: 'run' } }] })
    const strict = { type: 'schema', name: 'x', schema: {} } as const
    expect(
      sent(
        { format: strict },
        'openai',
        refusing("Invalid schema: 'additionalProperties' is required to be false", { format: strict }),
      ).body.response_format.json_schema,
    ).toEqual({ name: 'x', schema: {} })
  })

  it('about thinking is learned for one model', () => {
    const server = refusing('Unrecognized request argument supplied: reasoning_effort', { reasoning: 'low' })
    expect(sent({ reasoning: 'low' }, 'openai', server).body).not.toHaveProperty('reasoning_effort')
    expect(sent({ model: 'other', reasoning: 'low' }, 'openai', server).body).toHaveProperty(
      'reasoning_effort',
    )
  })

  it('is no lesson when it is about something that was not said', () => {
    const server = createOpenAiServer('openai')
    const refusal = new HarombeError(
      'NODE_REFUSED',
      'reasoning_effort, response_format and tool_choice are wrong',
    )
    expect(server.learn(refusal, { model: 'm', messages })).toBe(false)
  })

  it('is no lesson when it is no refusal', () => {
    const server = createOpenAiServer('openai')
    const error = new HarombeError('NODE_ERROR', 'stream_options broke the engine')
    expect(server.learn(error, { model: 'm', messages })).toBe(false)
  })
})

describe('how sure the model is', () => {
  it('is asked for only where it is wanted, in as few figures as the server gives', () => {
    expect(sent({}).body).not.toHaveProperty('logprobs')
    expect(sent({ watchConfidence: true }).body).toMatchObject({ logprobs: true })
    expect(sent({ watchConfidence: true }).body).not.toHaveProperty('top_logprobs')
    expect(sent({ watchConfidence: true }, 'llamacpp').body).toMatchObject({
      logprobs: true,
      top_logprobs: 1,
    })
  })

  it('is not asked for beside tools, which llama.cpp refuses in a stream', () => {
    expect(sent({ watchConfidence: true, tools }, 'llamacpp').body).not.toHaveProperty('logprobs')
  })
})

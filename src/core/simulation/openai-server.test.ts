import OpenAI from 'openai'
import { describe, expect, it } from 'vitest'
import { createSimulator, pixel } from './testing/simulate'
import type { SimulatedFlavour, SimulatedServerOptions } from './types'

const start = createSimulator()

const models = [
  { name: 'chat', contextLength: 4096 },
  { name: 'words', capabilities: ['embedding' as const], dimensions: 32 },
  { name: 'plain', capabilities: ['completion' as const], contextLength: 512 },
  { name: 'thinker', capabilities: ['completion' as const, 'thinking' as const] },
]

async function simulate(flavour: SimulatedFlavour, options: SimulatedServerOptions = {}) {
  const { server, url } = await start(flavour, { models, ...options })
  return { server, url, client: new OpenAI({ baseURL: `${url}/v1`, apiKey: 'none', maxRetries: 0 }) }
}

const question = { role: 'user' as const, content: 'What is 2+2?' }
const tools = [{ type: 'function' as const, function: { name: 'get_time', parameters: {} } }]
const picture = [
  {
    role: 'user' as const,
    content: [
      { type: 'text' as const, text: 'What is this?' },
      { type: 'image_url' as const, image_url: { url: `data:image/png;base64,${pixel}` } },
    ],
  },
]

async function ask(url: string, path: string, body?: unknown) {
  const response = await fetch(
    url + path,
    body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) },
  )
  const text = await response.text()
  return { status: response.status, text, type: response.headers.get('content-type') }
}

describe("OpenAI's own client with a simulated server", () => {
  it('sees images, also when the type that was said is wrong', async () => {
    const { client } = await simulate('openai')
    const { choices } = await client.chat.completions.create({ model: 'chat', messages: picture })
    expect(choices[0]?.message.content).toMatch(/^Sees 1 image: image\/png, 70 bytes, \w+ in the corner\./)
    const elsewhere = [{ type: 'image_url' as const, image_url: { url: 'https://example.com/a.png' } }]
    await expect(
      client.chat.completions.create({ model: 'chat', messages: [{ role: 'user', content: elsewhere }] }),
    ).rejects.toMatchObject({ status: 400 })
  })

  it('writes JSON, and JSON that a schema wants', async () => {
    const { client } = await simulate('openai')
    const request = { model: 'chat', messages: [question] }
    const json = await client.chat.completions.create({
      ...request,
      response_format: { type: 'json_object' },
    })
    expect(JSON.parse(json.choices[0]?.message.content ?? '')).toMatchObject({ simulated: true })
    const schema = { type: 'object', properties: { sum: { type: 'integer' } }, required: ['sum'] }
    const fitting = await client.chat.completions.create({
      ...request,
      response_format: { type: 'json_schema', json_schema: { name: 'answer', schema } },
    })
    expect(JSON.parse(fitting.choices[0]?.message.content ?? '')).toEqual({ sum: 1 })
  })

  it('puts several calls in pieces together, and gets one when it wants one', async () => {
    const calls = [
      { name: 'get_time', arguments: { zone: 'UTC' } },
      { name: 'get_time', arguments: { zone: 'CET' } },
    ]
    const { client } = await simulate('vllm', { toolCalls: calls })
    const request = { model: 'chat', messages: [question], tools }
    const { choices } = await client.chat.completions.stream(request).finalChatCompletion()
    expect(choices[0]?.message.tool_calls).toMatchObject(
      calls.map(call => ({ function: { arguments: JSON.stringify(call.arguments) } })),
    )
    const ids = choices[0]?.message.tool_calls?.map(({ id }) => id) ?? []
    expect(new Set(ids).size).toBe(2)
    const single = await client.chat.completions.create({ ...request, parallel_tool_calls: false })
    expect(single.choices[0]?.message.tool_calls).toHaveLength(1)
    const none = await client.chat.completions.create({ ...request, tool_choice: 'none' })
    expect(none.choices[0]?.message.tool_calls).toBeUndefined()
  })

  it('must call a tool when one is required', async () => {
    const { client } = await simulate('llamacpp')
    const request = { model: 'chat', messages: [question], tools, tool_choice: 'required' as const }
    const { choices } = await client.chat.completions.create(request)
    expect(choices[0]).toMatchObject({
      finish_reason: 'tool_calls',
      message: { content: null, tool_calls: [{ function: { name: 'get_time', arguments: '{}' } }] },
    })
  })

  it('ends well with a call cut in its arguments, when told to', async () => {
    const call = { name: 'get_time', arguments: { zone: 'UTC' } }
    const { client } = await simulate('sglang', { toolCall: call, toolArguments: 'cut' })
    const { choices } = await client.chat.completions.create({ model: 'chat', messages: [question], tools })
    expect(choices[0]?.finish_reason).toBe('tool_calls')
    const [cut] = choices[0]?.message.tool_calls ?? []
    expect(cut?.type === 'function' && cut.function.arguments).toBe('{"zone"')
  })

  it('makes embeddings, in base64 as that client asks for and as numbers', async () => {
    const { client, url } = await simulate('openai')
    const { data, usage } = await client.embeddings.create({ model: 'words', input: ['red apple', 'tax'] })
    expect(data.map(({ index, embedding }) => [index, embedding.length])).toEqual([
      [0, 32],
      [1, 32],
    ])
    expect(usage.prompt_tokens).toBe(4)
    const plain = await ask(url, '/v1/embeddings', { model: 'words', input: 'red apple', dimensions: 8 })
    const [first] = JSON.parse(plain.text).data
    expect(first.embedding).toHaveLength(8)
    expect(Math.hypot(...first.embedding)).toBeCloseTo(1)
  })

  it('completes a text, whole and streamed', async () => {
    const { client } = await simulate('vllm')
    const request = { model: 'plain', prompt: 'Once upon a time' }
    const whole = await client.completions.create(request)
    expect(whole.choices[0]?.text).toContain('goes on from “Once upon a time”')
    let text = ''
    for await (const part of await client.completions.create({ ...request, stream: true })) {
      text += part.choices[0]?.text ?? ''
    }
    expect(text).toBe(whole.choices[0]?.text)
  })

  it('stops at the end of the context', async () => {
    const { client } = await simulate('openai')
    const nearly = [{ role: 'user' as const, content: 'x'.repeat(2000) }]
    const { choices, usage } = await client.chat.completions.create({ model: 'plain', messages: nearly })
    expect(choices[0]?.finish_reason).toBe('length')
    expect(usage?.total_tokens).toBe(512)
  })

  it.each(['vllm', 'llamacpp', 'sglang'] as const)('thinks in the field of %s', async flavour => {
    const { url } = await simulate(flavour)
    const field = flavour === 'vllm' ? 'reasoning' : 'reasoning_content'
    const body = { model: 'thinker', messages: [question] }
    const thought = JSON.parse((await ask(url, '/v1/chat/completions', body)).text)
    expect(thought.choices[0].message[field]).toContain('Simulated thinking')
    const told = { ...body, chat_template_kwargs: { enable_thinking: false } }
    const plain = JSON.parse((await ask(url, '/v1/chat/completions', told)).text)
    expect(plain.choices[0].message[field]).toBeUndefined()
  })
})

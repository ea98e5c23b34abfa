import OpenAI from 'openai'
import { zodResponseFormat } from 'openai/helpers/zod'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { pngUrl } from '../../testing/outcomes'
import { type SimulatedCluster, startSimulatedCluster } from '../../testing/simulated-cluster'

let cluster: SimulatedCluster
let client: OpenAI
beforeAll(async () => {
  cluster = await startSimulatedCluster({
    small: { server: { model: 'small:3b' } },
    tower: { server: { model: 'medium:14b', protocol: 'openai', flavour: 'vllm' } },
    station: {
      server: {
        models: [
          { name: 'large:72b', capabilities: ['completion', 'tools', 'vision', 'thinking'], loaded: true },
        ],
      },
      spec: { model: 'large:72b' },
    },
  })
  client = new OpenAI({ baseURL: `${cluster.endpoint}/v1`, apiKey: 'none', maxRetries: 0 })
})
afterAll(() => cluster.stop())
beforeEach(() => {
  for (const name of ['small', 'tower', 'station']) cluster.server(name).setBehaviour({ toolCalls: [] })
})

const asking = (content: string) => [{ role: 'user' as const, content }]
const sum = asking('What is 2+2?')

const weather = {
  type: 'function' as const,
  function: {
    name: 'get_weather',
    description: 'The weather of a city',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
}
const twoCities = [
  { name: 'get_weather', arguments: { city: 'Köln' } },
  { name: 'get_weather', arguments: { city: 'Zürich' } },
]
/** One node for each protocol behind. */
const nodes = ['node/small', 'node/tower']

describe("OpenAI's own client asks for a chat completion", () => {
  it.each([
    ['auto', 'small'],
    ['tier-0', 'small'],
    ['tier-1', 'tower'],
    ['node/station', 'station'],
    ['medium:14b', 'tower'],
  ])('under the name %s and learns that %s answered', async (model, node) => {
    const { data, response } = await client.chat.completions.create({ model, messages: sum }).withResponse()
    expect(data.choices[0]).toMatchObject({ finish_reason: 'stop', message: { role: 'assistant' } })
    expect(data.choices[0]?.message.content).toMatch(/^2\+2 = \*\*4\*\*/)
    expect(data.usage?.total_tokens).toBeGreaterThan(10)
    const { model: answered } = data
    expect(answered).toBe({ small: 'small:3b', tower: 'medium:14b', station: 'large:72b' }[node])
    expect(response.headers.get('x-harombe-node')).toBe(node)
    expect(response.headers.get('x-harombe-tier')).toMatch(/^[012]$/)
    expect(response.headers.get('x-harombe-model')).toBe(answered)
    expect(response.headers.get('x-harombe-reason')).not.toBe('')
  })

  it('and forces another node by header', async () => {
    const headers = { 'x-harombe-node': 'station' }
    const { response } = await client.chat.completions
      .create({ model: 'auto', messages: sum }, { headers })
      .withResponse()
    expect(response.headers.get('x-harombe-node')).toBe('station')
  })

  it.each(nodes)('as a stream from %s that says the same and counts', async model => {
    const whole = await client.chat.completions.create({ model, messages: sum })
    const stream = await client.chat.completions.create({
      model,
      messages: sum,
      stream: true,
      stream_options: { include_usage: true },
    })
    const chunks: OpenAI.ChatCompletionChunk[] = []
    for await (const chunk of stream) chunks.push(chunk)
    const text = chunks.map(chunk => chunk.choices[0]?.delta.content ?? '').join('')
    expect(text).toBe(whole.choices[0]?.message.content)
    expect(chunks.length).toBeGreaterThan(5)
    expect(chunks.at(-1)?.usage).toEqual(whole.usage)
    expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe('stop')
  })

  it.each(nodes)('with tools from %s: several calls at once, whole and streamed', async model => {
    cluster.server(model.slice('node/'.length)).setBehaviour({ toolCalls: twoCities })
    const body = { model, messages: asking('What is the weather?'), tools: [weather] }
    const whole = await client.chat.completions.create(body)
    const streamed = await client.chat.completions.stream(body).finalChatCompletion()
    for (const { choices } of [whole, streamed]) {
      expect(choices[0]?.finish_reason).toBe('tool_calls')
      const calls = choices[0]?.message.tool_calls ?? []
      const parsed = calls.map(call =>
        call.type === 'function' ? [call.function.name, JSON.parse(call.function.arguments)] : null,
      )
      expect(parsed).toEqual(twoCities.map(call => [call.name, call.arguments]))
      expect(new Set(calls.map(call => call.id)).size).toBe(2)
    }
    const single = await client.chat.completions.create({ ...body, parallel_tool_calls: false })
    expect(single.choices[0]?.message.tool_calls).toHaveLength(1)
  })

  it.each(nodes)('with the result of a tool, which %s puts into words', async model => {
    cluster.server(model.slice('node/'.length)).setBehaviour({ toolCalls: twoCities.slice(0, 1) })
    const messages: OpenAI.ChatCompletionMessageParam[] = asking('What is the weather?')
    const first = await client.chat.completions.create({ model, messages, tools: [weather] })
    const message = first.choices[0]?.message
    const [call] = message?.tool_calls ?? []
    if (message === undefined || call === undefined) throw new Error('There is no call.')
    const second = await client.chat.completions.create({
      model,
      messages: [...messages, message, { role: 'tool', tool_call_id: call.id, content: '21 degrees' }],
      tools: [weather],
    })
    expect(second.choices[0]?.message.content).toContain('The tool answered: “21 degrees”')
  })

  it('with a tool that has to be called, and never gets an answer without', async () => {
    const forced = {
      messages: sum,
      tools: [weather],
      tool_choice: { type: 'function' as const, function: { name: 'get_weather' } },
    }
    const called = await client.chat.completions.create({ ...forced, model: 'node/tower' })
    expect(called.choices[0]?.message.tool_calls).toMatchObject([{ function: { name: 'get_weather' } }])
    // Ollama cannot be told, so its answer is looked at before it is delivered.
    for (const stream of [false, true]) {
      const answer = client.chat.completions.create({ ...forced, model: 'node/small', stream })
      await expect(answer).rejects.toMatchObject({ status: 502, code: 'node_refused' })
    }
    cluster.server('small').setBehaviour({ toolCalls: twoCities.slice(0, 1) })
    const willing = await client.chat.completions.create({ ...forced, model: 'node/small' })
    expect(willing.choices[0]?.message.tool_calls).toHaveLength(1)
  })

  it.each(nodes)('with images that %s sees', async model => {
    const content: OpenAI.ChatCompletionContentPart[] = [
      { type: 'text', text: 'What is this?' },
      { type: 'image_url', image_url: { url: pngUrl, detail: 'low' } },
      { type: 'image_url', image_url: { url: pngUrl } },
    ]
    const answer = await client.chat.completions.create({ model, messages: [{ role: 'user', content }] })
    expect(answer.choices[0]?.message.content).toMatch(
      /^Sees 2 images: image\/png, 70 bytes.*; image\/png, 70/,
    )
  })

  it.each(nodes)('as JSON from %s: any object, and one that fits a schema', async model => {
    const any = await client.chat.completions.create({
      model,
      messages: asking('Describe Rome as JSON.'),
      response_format: { type: 'json_object' },
    })
    expect(JSON.parse(any.choices[0]?.message.content ?? '')).toBeTypeOf('object')
    const city = z.object({ name: z.string(), people: z.int(), rivers: z.array(z.string()) })
    const parsed = await client.chat.completions.parse({
      model,
      messages: asking('Describe Rome.'),
      response_format: zodResponseFormat(city, 'city'),
    })
    expect(parsed.choices[0]?.message.parsed).toEqual(city.parse(parsed.choices[0]?.message.parsed))
  })

  it('with a degree of reasoning, which comes apart from the answer', async () => {
    const body = { model: 'large:72b', messages: sum, reasoning_effort: 'high' as const }
    const whole = await client.chat.completions.create(body)
    expect(whole.choices[0]?.message).toMatchObject({
      reasoning_content: expect.stringContaining('Simulated thinking'),
      content: expect.stringMatching(/^2\+2/),
    })
    const silent = await client.chat.completions.create({ ...body, reasoning_effort: 'none' })
    expect(silent.choices[0]?.message).not.toHaveProperty('reasoning_content')
  })

  it.each(nodes)('from %s that ends at a word or after some tokens', async model => {
    const stopped = await client.chat.completions.create({ model, messages: sum, stop: ['**4'] })
    expect(stopped.choices[0]).toMatchObject({ finish_reason: 'stop', message: { content: '2+2 = ' } })
    const short = await client.chat.completions.create({ model, messages: sum, max_completion_tokens: 2 })
    expect(short.choices[0]?.finish_reason).toBe('length')
    expect(short.usage?.completion_tokens).toBe(2)
  })

  it.each(nodes)('that %s goes on with where the client began it', async model => {
    const messages: OpenAI.ChatCompletionMessageParam[] = [...sum, { role: 'assistant', content: '2+2 = ' }]
    const { choices } = await client.chat.completions.create({ model, messages })
    expect(choices[0]?.message.content).toMatch(/^\*\*4\*\*/)
  })
})

import OpenAI from 'openai'
import { zodTextFormat } from 'openai/helpers/zod'
import { toResponseInputItems } from 'openai/lib/responses/ResponseInputItems'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { pngUrl } from '../../testing/outcomes'
import { type SimulatedCluster, startSimulatedCluster } from '../../testing/simulated-cluster'

let cluster: SimulatedCluster
let client: OpenAI
beforeAll(async () => {
  cluster = await startSimulatedCluster({
    small: {
      server: {
        models: [
          { name: 'small:3b', capabilities: ['completion', 'tools', 'vision', 'thinking'], loaded: true },
        ],
      },
      spec: { model: 'small:3b' },
    },
    tower: { server: { model: 'medium:14b', protocol: 'openai', flavour: 'vllm' } },
  })
  client = new OpenAI({ baseURL: `${cluster.endpoint}/v1`, apiKey: 'none', maxRetries: 0 })
})
afterAll(() => cluster.stop())
beforeEach(() => {
  for (const name of ['small', 'tower']) {
    cluster.server(name).setBehaviour({ toolCalls: [], failAfterTokens: null })
  }
})

const nodes = ['node/small', 'node/tower']
const input = 'What is 2+2?'
const weather: OpenAI.Responses.FunctionTool = {
  type: 'function',
  name: 'get_weather',
  description: 'The weather of a city',
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  strict: false,
}
const twoCities = [
  { name: 'get_weather', arguments: { city: 'Köln' } },
  { name: 'get_weather', arguments: { city: 'Zürich' } },
]

describe("OpenAI's own client asks for a response", () => {
  it.each(nodes)('of %s and reads its text', async model => {
    const { data, response } = await client.responses.create({ model, input }).withResponse()
    expect(data.output_text).toMatch(/^2\+2 = \*\*4\*\*/)
    expect(data).toMatchObject({ object: 'response', status: 'completed', store: false, error: null })
    expect(data.usage?.total_tokens).toBeGreaterThan(10)
    expect(response.headers.get('x-harombe-node')).toBe(model.slice('node/'.length))
  })

  it.each(nodes)('of %s as a stream, which the client puts together itself', async model => {
    const whole = await client.responses.create({ model, input })
    const stream = client.responses.stream({ model, input })
    const deltas: string[] = []
    stream.on('response.output_text.delta', event => deltas.push(event.delta))
    const final = await stream.finalResponse()
    expect(deltas.length).toBeGreaterThan(5)
    expect(deltas.join('')).toBe(whole.output_text)
    expect(final.output_text).toBe(whole.output_text)
    expect(final.usage).toEqual(whole.usage)
  })

  it('with reasoning, an item of its own', async () => {
    const body = { model: 'small:3b', input, reasoning: { effort: 'high' as const } }
    const final = await client.responses.stream(body).finalResponse()
    const whole = await client.responses.create(body)
    for (const { output } of [final, whole]) {
      expect(output.map(item => item.type)).toEqual(['reasoning', 'message'])
      expect(output[0]).toMatchObject({
        content: [{ type: 'reasoning_text', text: expect.stringContaining('Simulated thinking') }],
      })
    }
  })

  it.each(nodes)('with tools: %s calls two, and is told what they found', async model => {
    cluster.server(model.slice('node/'.length)).setBehaviour({ toolCalls: twoCities })
    const body = { model, input: 'What is the weather?', tools: [weather] }
    const whole = await client.responses.create(body)
    const final = await client.responses.stream(body).finalResponse()
    for (const { output } of [whole, final]) {
      const calls = output.flatMap(item => (item.type === 'function_call' ? [item] : []))
      expect(calls.map(call => [call.name, JSON.parse(call.arguments)])).toEqual(
        twoCities.map(call => [call.name, call.arguments]),
      )
    }
    const answered = await client.responses.create({
      ...body,
      input: [
        { role: 'user', content: body.input },
        ...toResponseInputItems(whole.output),
        ...whole.output.flatMap(item =>
          item.type === 'function_call'
            ? [{ type: 'function_call_output' as const, call_id: item.call_id, output: '21 degrees' }]
            : [],
        ),
      ],
    })
    expect(answered.output_text).toContain('The tool answered: “21 degrees”')
  })

  it.each(nodes)('of %s in a form that a schema describes', async model => {
    const city = z.object({ name: z.string(), people: z.int() })
    const parsed = await client.responses.parse({
      model,
      input: 'Describe Rome.',
      text: { format: zodTextFormat(city, 'city') },
    })
    expect(parsed.output_parsed).toEqual(city.parse(parsed.output_parsed))
  })

  it.each(nodes)('with an image that %s sees', async model => {
    const { output_text } = await client.responses.create({
      model,
      input: [
        {
          role: 'user',
          content: [
            { type: 'input_text', text: 'What is this?' },
            { type: 'input_image', image_url: pngUrl, detail: 'auto' },
          ],
        },
      ],
    })
    expect(output_text).toContain('Sees 1 image: image/png, 70 bytes')
  })

  it('that the token limit cuts off, and is told', async () => {
    const body = { model: 'small:3b', input, max_output_tokens: 2 }
    const whole = await client.responses.create(body)
    expect(whole).toMatchObject({
      status: 'incomplete',
      incomplete_details: { reason: 'max_output_tokens' },
    })
    const types: string[] = []
    for await (const event of await client.responses.create({ ...body, stream: true })) types.push(event.type)
    expect(types.at(-1)).toBe('response.incomplete')
  })

  it('that breaks off, and sees it fail', async () => {
    cluster.server('small').setBehaviour({ failAfterTokens: 3 })
    const events: OpenAI.Responses.ResponseStreamEvent[] = []
    const stream = await client.responses.create({ model: 'node/small', input, stream: true })
    for await (const event of stream) events.push(event)
    expect(events.at(-1)).toMatchObject({
      type: 'response.failed',
      response: { status: 'failed', error: { code: 'server_error' } },
    })
  })

  it('that would need a memory, and is told what to do', async () => {
    await expect(
      client.responses.create({ model: 'auto', input, previous_response_id: 'resp_1' }),
    ).rejects.toMatchObject({ status: 400, param: 'previous_response_id', message: /whole conversation/ })
    await expect(
      client.responses.create({ model: 'auto', input, tools: [{ type: 'web_search' }] }),
    ).rejects.toMatchObject({ status: 400, message: expect.stringContaining('offer functions') })
  })
})

import OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SimulatedCluster, startSimulatedCluster } from '../../testing/simulated-cluster'

let cluster: SimulatedCluster
let client: OpenAI
beforeAll(async () => {
  cluster = await startSimulatedCluster({
    small: {
      server: {
        model: 'small:3b',
        models: [{ name: 'embedder', capabilities: ['embedding'], dimensions: 8 }],
      },
    },
    tower: { server: { model: 'medium:14b', protocol: 'openai', flavour: 'vllm' } },
  })
  client = new OpenAI({ baseURL: `${cluster.endpoint}/v1`, apiKey: 'none', maxRetries: 0 })
})
afterAll(() => cluster.stop())

const nodes = ['node/small', 'node/tower']

describe("OpenAI's own client has a text continued", () => {
  it.each(nodes)('by %s, whole, streamed and after an echo', async model => {
    const body = { model, prompt: 'Once upon a time' }
    const whole = await client.completions.create(body)
    expect(whole.object).toBe('text_completion')
    expect(whole.choices[0]).toMatchObject({ finish_reason: 'stop', logprobs: null })
    expect(whole.choices[0]?.text).toContain('goes on from “Once upon a time”')
    expect(whole.usage?.prompt_tokens).toBe(4)

    const stream = await client.completions.create({
      ...body,
      prompt: ['Once upon a time'],
      stream: true,
      stream_options: { include_usage: true },
    })
    const chunks: OpenAI.Completion[] = []
    for await (const chunk of stream) chunks.push(chunk)
    expect(chunks.map(chunk => chunk.choices[0]?.text ?? '').join('')).toBe(whole.choices[0]?.text)
    expect(chunks.at(-1)?.usage).toEqual(whole.usage)

    const echoed = await client.completions.create({ ...body, echo: true, max_tokens: 2 })
    expect(echoed.choices[0]?.text.startsWith('Once upon a time [')).toBe(true)
    expect(echoed.choices[0]?.finish_reason).toBe('length')
  })

  it('up to what follows', async () => {
    const filled = await client.completions.create({ model: 'small:3b', prompt: 'a = [', suffix: ']' })
    expect(filled.choices[0]?.text).toContain('up to “]”')
  })
})

describe("OpenAI's own client asks for embeddings", () => {
  it('and reads the same vectors in either encoding', async () => {
    const input = ['one', 'two', 'one']
    // Without encoding_format the client asks for base64 and decodes it.
    const { data: decoded, ...rest } = await client.embeddings.create({ model: 'embedder', input })
    const { data: floats } = await client.embeddings.create({
      model: 'embedder',
      input,
      encoding_format: 'float',
    })
    expect(rest).toMatchObject({ object: 'list', model: 'embedder' })
    expect(rest.usage.prompt_tokens).toBeGreaterThan(0)
    expect(floats.map(entry => entry.index)).toEqual([0, 1, 2])
    expect(floats[0]?.embedding).toHaveLength(8)
    expect(floats[0]?.embedding).toEqual(floats[2]?.embedding)
    expect(floats[0]?.embedding).not.toEqual(floats[1]?.embedding)
    expect(decoded.map(entry => entry.embedding)).toEqual(
      floats.map(entry => entry.embedding.map(Math.fround)),
    )
  })

  it('of one text, and learns who made it', async () => {
    const { data, response } = await client.embeddings
      .create({ model: 'embedder', input: 'one' })
      .withResponse()
    expect(data.data).toHaveLength(1)
    expect(response.headers.get('x-harombe-node')).toBe('small')
    expect(response.headers.get('x-harombe-model')).toBe('embedder')
  })

  it('of more texts than one request may hold and of tokens, and is refused', async () => {
    const texts = Array.from({ length: 2049 }, () => 'a')
    await expect(client.embeddings.create({ model: 'embedder', input: texts })).rejects.toMatchObject({
      status: 400,
      param: 'input',
    })
    await expect(client.embeddings.create({ model: 'embedder', input: [1, 2] })).rejects.toThrow(/Tokens/)
  })

  it('of a model that makes none, and hears so', async () => {
    await expect(client.embeddings.create({ model: 'small:3b', input: 'a' })).rejects.toMatchObject({
      status: expect.toSatisfy(status => status === 400 || status === 404 || status === 502),
    })
  })
})

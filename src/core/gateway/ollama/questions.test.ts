import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAsker, seenByCluster } from '../testing/ask-gateway'
import { createFakeCluster, nodeView, servedModel } from '../testing/fake-cluster'
import { shareGateway } from '../testing/share-gateway'
import { type StartedGateway, startGateway } from '../testing/start-gateway'
import { createOllamaAsker, hello } from './testing/ask-ollama'

const gateway = shareGateway()
const { post } = gateway
const ask = createOllamaAsker(post)

const asked = (body: object, path?: string) => seenByCluster(gateway, () => ask(body, path))

const gif = Buffer.from('GIF89a\x01\x00', 'latin1').toString('base64')

describe("a question in Ollama's words", () => {
  it('says how the next token is drawn, and nothing of how the model is loaded', async () => {
    const request = await asked({
      options: {
        temperature: 0.5,
        top_p: 0.9,
        top_k: 40,
        min_p: 0.05,
        presence_penalty: 1,
        frequency_penalty: -1,
        seed: 7,
        num_predict: 50,
        stop: ['END', ''],
        num_ctx: 512,
        num_gpu: 0,
        mirostat: 2,
      },
      keep_alive: '1h',
    })
    expect(request).toEqual({
      client: expect.any(String),
      messages: [{ role: 'user', content: 'Hi' }],
      target: { tier: 'auto' },
      origin: 'api',
      onStreamFailure: 'terminate',
      temperature: 0.5,
      topP: 0.9,
      topK: 40,
      minP: 0.05,
      presencePenalty: 1,
      frequencyPenalty: -1,
      seed: 7,
      maxTokens: 50,
      stop: ['END'],
    })
  })

  it.each([-1, -2, 0])('means no limit by num_predict %d, and no seed by a negative one', async limit => {
    const request = await asked({ options: { num_predict: limit, seed: -1, stop: 'END' } })
    expect(request?.maxTokens).toBeUndefined()
    expect(request?.seed).toBeUndefined()
    expect(request?.stop).toEqual(['END'])
  })

  it.each([
    [true, 'medium'],
    [false, 'off'],
    ['low', 'low'],
    ['max', 'high'],
    [null, undefined],
  ])('has the model think for think: %j as much as: %s', async (think, effort) => {
    expect((await asked({ think }))?.reasoning).toBe(effort)
    expect((await asked({ think }, '/api/generate'))?.reasoning).toBe(effort)
  })

  it.each([
    ['', undefined],
    ['json', { type: 'json' }],
    [{ type: 'object' }, { type: 'schema', name: 'answer', schema: { type: 'object' } }],
  ])('wants the format %j', async (format, expected) => {
    expect((await asked({ format }))?.format).toEqual(expected)
  })

  it('gives calls without ids such, and results the ids of their calls', async () => {
    const call = (name: string, id?: string) => ({ id, function: { name, arguments: { q: name } } })
    const request = await asked({
      messages: [
        { role: 'User', content: 'Hi' },
        { role: 'assistant', tool_calls: [call('first'), call('second'), call('third', 'x')] },
        { role: 'tool', tool_name: 'second', content: '2' },
        { role: 'tool', content: '1' },
        { role: 'tool', tool_call_id: 'x', content: '3' },
        { role: 'assistant', content: 'More.', thinking: 'Hm.', tool_calls: [call('first')] },
        { role: 'tool', content: '4' },
      ],
    })
    const messages = request?.messages ?? []
    const ids = messages.flatMap(message => (message.toolCalls ?? []).map(({ id }) => id))
    expect(new Set(ids).size).toBe(4)
    const [first, second, third, fourth] = ids
    expect(
      messages.flatMap(({ role, toolCallId, name }) => (role === 'tool' ? [[toolCallId, name]] : [])),
    ).toEqual([
      [second, 'second'],
      [first, 'first'],
      [third, 'third'],
      [fourth, 'first'],
    ])
    expect(messages[5]).toMatchObject({ role: 'assistant', content: 'More.' })
  })

  it('keeps images of whoever may show some', async () => {
    const request = await asked({ messages: [{ role: 'user', content: 'Look', images: [gif] }] })
    expect(request?.messages).toEqual([
      { role: 'user', content: 'Look', images: [{ mediaType: 'image/gif', data: gif }] },
    ])
    const response = await ask({ messages: [{ role: 'assistant', content: '', images: [gif] }] })
    expect(response.status).toBe(400)
  })

  it('is a prompt, with a system and images, or as it stands', async () => {
    const request = await asked({ system: 'Be short.', images: [gif] }, '/api/generate')
    expect(request?.messages).toEqual([
      { role: 'system', content: 'Be short.' },
      { role: 'user', content: 'Hi', images: [{ mediaType: 'image/gif', data: gif }] },
    ])
    const raw = await asked({ raw: true, options: { temperature: 0 } }, '/api/generate')
    expect(raw).toMatchObject({ messages: [], prompt: { text: 'Hi' }, temperature: 0 })
    const gap = await asked({ suffix: 'there', think: true }, '/api/generate')
    expect(gap).toMatchObject({ messages: [], prompt: { text: 'Hi', suffix: 'there' } })
    expect(gap?.reasoning).toBeUndefined()
  })

  it.each([
    ['/api/generate', { raw: true, system: 'x' }, 'system'],
    ['/api/generate', { raw: true, suffix: 'x' }, 'suffix'],
    ['/api/generate', { suffix: 'x', images: [gif] }, 'images'],
    ['/api/generate', { suffix: 'x', format: 'json' }, 'format'],
    ['/api/generate', { template: '{{ .Prompt }}' }, 'template'],
    ['/api/generate', { context: [1] }, 'context'],
    ['/api/generate', { model: undefined }, 'model is required'],
    ['/api/chat', { model: '' }, 'model is required'],
    ['/api/chat', { logprobs: true }, 'logprobs'],
    ['/api/chat', { format: 'xml' }, 'format'],
    ['/api/chat', { think: 'lots' }, 'think'],
    ['/api/chat', { messages: [{ role: 'bot', content: 'x' }] }, 'messages[0].role'],
    ['/api/chat', { messages: [], keep_alive: 'soon' }, 'keep_alive'],
    ['/api/embed', { input: [1] }, 'input'],
  ])('%s is refused with what is wrong: %j', async (path, body, place) => {
    const before = gateway.fake.requests.length
    const response = await ask(body, path)
    expect(response.status).toBe(400)
    expect(await response.json()).toEqual({ error: expect.stringContaining(place) })
    expect(gateway.fake.requests.length).toBe(before)
  })
})

describe("texts to embed in Ollama's words", () => {
  it('are one or some, none, but not too many', async () => {
    const embed = (input: unknown) => post('/api/embed', { model: 'auto', input })
    expect(await (await embed('one')).json()).toMatchObject({ embeddings: [[0, 3]], prompt_eval_count: 1 })
    expect(await (await embed(['one', ''])).json()).toMatchObject({
      embeddings: [
        [0, 3],
        [1, 0],
      ],
    })
    for (const nothing of ['', [], null])
      expect(await (await embed(nothing)).json()).toMatchObject({ embeddings: [] })
    expect((await embed(Array(2049).fill('x'))).status).toBe(400)
    expect(gateway.fake.embeddings).toHaveLength(2)
    const old = await post('/api/embeddings', { model: 'auto', prompt: 'three' })
    expect(await old.json()).toEqual({ embedding: [0, 5] })
    const dropped = await post('/api/embed', { model: 'auto', input: 'x', dimensions: 0 })
    expect(dropped.status).toBe(200)
    expect(gateway.fake.embeddings.at(-1)?.dimensions).toBeUndefined()
  })
})

describe('a question from another harombe', () => {
  const peer = { 'user-agent': 'harombe' }
  let answering: StartedGateway
  beforeAll(async () => {
    const nodes = [
      nodeView({ name: 'self', origin: 'local' }),
      nodeView({ name: 'friend', backend: 'harombe', model: 'big', models: ['big'] }),
    ]
    const served = [servedModel('qwen2.5:7b', { nodes: ['self'] }), servedModel('big', { nodes: ['friend'] })]
    answering = await startGateway({ fake: createFakeCluster(nodes, { served }) })
  })
  afterAll(() => answering.stop())

  it('is answered by this machine and sees no names but of its models', async () => {
    const asking = createAsker(() => answering)
    await asking.post('/api/chat', { model: 'auto', messages: hello }, peer).then(reply => reply.text())
    expect(answering.fake.requests.at(-1)).toMatchObject({ target: { node: 'self' }, origin: 'peer' })
    await asking.post('/v1/messages', { model: 'auto', max_tokens: 9, messages: hello }, peer)
    expect(answering.fake.requests.at(-1)).toMatchObject({ target: { node: 'self' }, origin: 'peer' })
    await asking.post('/api/embed', { model: 'qwen2.5:7b', input: 'Hi' }, peer)
    expect(answering.fake.embeddings.at(-1)).toMatchObject({ target: { node: 'self' }, origin: 'peer' })

    const names = async (headers: Record<string, string>) => {
      const response = await fetch(`${answering.endpoint}/api/tags`, { headers })
      return (await response.text()).match(/"name":"[^"]*"/g)
    }
    expect(await names(peer)).toEqual(['"name":"qwen2.5:7b"'])
    expect(await names({})).toContain('"name":"node/friend"')
  })
})

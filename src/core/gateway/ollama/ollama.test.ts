import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { HarombeError } from '../../../shared/errors'
import type { ExecutionRequest } from '../../coordination/types'
import { bareLoaded, bareSummary } from '../../inference/model-library'
import { createAsker } from '../testing/ask-gateway'
import {
  answeredBy,
  createFakeCluster,
  failed,
  finished,
  metrics,
  nodeView,
  reasoning,
  route,
  routed,
  says,
  servedModel,
  text,
  toolCall,
} from '../testing/fake-cluster'
import { createFakeModels } from '../testing/fake-models'
import { adminToken, type StartedGateway, startGateway } from '../testing/start-gateway'

const abilities = { pull: true, remove: true, load: true, unload: true }
const library = (node: string, changes: Partial<typeof abilities> = {}) => ({
  node,
  tier: 0 as const,
  backend: 'ollama' as const,
  online: true,
  simulated: false,
  abilities: { ...abilities, ...changes },
  tellsLoaded: true,
})

let gateway: StartedGateway
beforeAll(async () => {
  gateway = await startGateway()
})
afterAll(() => gateway.stop())

const { post } = createAsker(() => gateway)
const hello = [{ role: 'user', content: 'Hi' }]
const ask = (body: object = {}, path = '/api/chat') =>
  post(path, { model: 'auto', ...(path === '/api/chat' ? { messages: hello } : { prompt: 'Hi' }), ...body })

/** What the cluster is asked when a client asks this. */
async function asked(body: object, path = '/api/chat'): Promise<ExecutionRequest | undefined> {
  gateway.fake.play(says(routed, text('Hello'), finished()))
  const before = gateway.fake.requests.length
  const response = await ask(body, path)
  expect([response.status, await response.text()]).toEqual([200, expect.any(String)])
  expect(gateway.fake.requests.length).toBe(before + 1)
  return gateway.fake.requests.at(-1)
}

const linesOf = async (response: Response): Promise<unknown[]> =>
  (await response.text())
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line))

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

describe("an answer in Ollama's words", () => {
  it('is a line for every part, and its figures are those that were measured', async () => {
    const call = { id: 'a', name: 'search', arguments: { q: 'ß' } }
    gateway.fake.play(
      says(routed, reasoning('Hm.'), text('Hel'), text('lo'), toolCall(call), finished('tool_calls')),
    )
    const response = await ask()
    expect(response.headers.get('content-type')).toBe('application/x-ndjson')
    expect(response.headers.get('x-harombe-node')).toBe('mac-mini')
    const part = { model: 'qwen2.5:7b', created_at: expect.stringMatching(/Z$/), done: false }
    const role = 'assistant'
    expect(await linesOf(response)).toEqual([
      { ...part, message: { role, content: '', thinking: 'Hm.' } },
      { ...part, message: { role, content: 'Hel' } },
      { ...part, message: { role, content: 'lo' } },
      {
        ...part,
        message: {
          role,
          content: '',
          tool_calls: [{ id: 'a', function: { index: 0, name: 'search', arguments: { q: 'ß' } } }],
        },
      },
      {
        ...part,
        message: { role, content: '' },
        done: true,
        done_reason: 'stop',
        total_duration: 40e6,
        prompt_eval_count: 5,
        eval_count: 2,
        eval_duration: 28e6,
      },
    ])
  })

  it('leaves out what nobody counted or measured', async () => {
    gateway.fake.play(
      says(routed, text('Hello'), {
        type: 'finished',
        reason: 'length',
        usage: { promptTokens: null, completionTokens: null },
        route,
        answeredBy,
        metrics: { ...metrics, tokensPerSecond: null },
        failovers: [],
      }),
    )
    expect((await linesOf(await ask({}, '/api/generate'))).at(-1)).toEqual({
      model: 'qwen2.5:7b',
      created_at: expect.any(String),
      response: '',
      done: true,
      done_reason: 'length',
      total_duration: 40e6,
    })
  })

  it('ends with an error line, and without the mark of success, when it breaks off', async () => {
    for (const path of ['/api/chat', '/api/generate']) {
      gateway.fake.play(
        says(
          routed,
          text('Hel'),
          failed(new HarombeError('STREAM_CUT_OFF', 'It broke off.', { hint: 'Hm.' })),
        ),
      )
      const lines = await linesOf(await ask({}, path))
      expect(lines).toEqual([expect.objectContaining({ done: false }), { error: 'It broke off. Hm.' }])
    }
  })

  it('says that it is alive with a part that changes nothing', async () => {
    const waiting = await startGateway({ limits: { streamPing: 5 } })
    const { promise, resolve } = Promise.withResolvers<void>()
    waiting.fake.play(async function* () {
      await promise
      yield routed
      yield text('Hello')
      yield finished()
    })
    try {
      const response = await fetch(`${waiting.endpoint}/api/chat`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ model: 'auto', messages: hello }),
      })
      resolve()
      const [first] = await linesOf(response)
      expect(first).toMatchObject({ model: 'auto', message: { content: '' }, done: false })
    } finally {
      await waiting.stop()
    }
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

describe('loading and unloading', () => {
  const nodes = [
    nodeView({ name: 'mac', load: 0.9 }),
    nodeView({ name: 'tower', load: 0.1 }),
    nodeView({ name: 'fixed', load: 0 }),
  ]
  const everywhere = ['mac', 'tower', 'fixed']
  const held = (...names: string[]) =>
    servedModel('held:7b', {
      nodes: everywhere,
      loaded: names.map(node => ({ node, model: bareLoaded('held:7b') })),
    })
  let loading: StartedGateway
  beforeEach(async () => {
    loading = await startGateway({
      fake: createFakeCluster(nodes, {
        served: [servedModel('cold:7b', { nodes: everywhere }), held('mac', 'tower')],
      }),
      fakeModels: createFakeModels({
        nodes: [library('mac'), library('tower'), library('fixed', { load: false, unload: false })],
      }),
    })
    return loading.stop
  })

  const load = async (model: string, headers: Record<string, string> = {}, body: object = {}) => {
    const response = await createAsker(() => loading).post('/api/generate', { model, ...body }, headers)
    return { status: response.status, body: await response.json() }
  }
  const admin = { authorization: `Bearer ${adminToken}` }

  it.each([
    ['cold:7b', {}, [{ kind: 'load', node: 'tower', model: 'cold:7b' }]],
    ['cold:7b', { 'x-harombe-node': 'mac' }, [{ kind: 'load', node: 'mac', model: 'cold:7b' }]],
    ['cold:7b', { 'x-harombe-node': 'fixed' }, []],
    ['held:7b', {}, []],
    ['auto', {}, []],
    ['tier-1', {}, []],
  ])('%s with %j has loaded what had to be', async (model, headers, started) => {
    expect(await load(model, headers)).toMatchObject({
      status: 200,
      body: { done: true, done_reason: 'load' },
    })
    expect(loading.fakeModels.started).toEqual(started)
  })

  it('is told what went wrong', async () => {
    expect(await load('nope')).toMatchObject({ status: 404 })
    expect(await load('node/nowhere')).toMatchObject({ status: 404 })
    loading.fakeModels.play(async function* (job) {
      const error = new HarombeError('NODE_ERROR', 'Out of memory.').toShape()
      yield { ...job, state: 'failed', error }
    })
    expect(await load('cold:7b')).toEqual({ status: 502, body: { error: 'Out of memory.' } })
  })

  it('drops a model wherever it is held, for those who may', async () => {
    expect(await load('held:7b', {}, { keep_alive: 0 })).toMatchObject({ status: 403 })
    expect(loading.fakeModels.started).toEqual([])
    expect(await load('held:7b', admin, { keep_alive: '0s' })).toMatchObject({
      status: 200,
      body: { done_reason: 'unload' },
    })
    expect(loading.fakeModels.started).toEqual([
      { kind: 'unload', node: 'mac', model: 'held:7b' },
      { kind: 'unload', node: 'tower', model: 'held:7b' },
    ])
    expect(await load('auto', admin, { keep_alive: 0 })).toMatchObject({ status: 400 })
  })
})

describe('changing models', () => {
  const admin = { authorization: `Bearer ${adminToken}` }
  async function change(
    fakeModels: ReturnType<typeof createFakeModels>,
    origins: Record<string, 'local' | 'config'>,
    model: string,
    headers: Record<string, string> = {},
  ) {
    const nodes = Object.entries(origins).map(([name, origin]) => nodeView({ name, origin }))
    const changing = await startGateway({ fake: createFakeCluster(nodes), fakeModels })
    try {
      const response = await fetch(`${changing.endpoint}/api/pull`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...admin, ...headers },
        body: JSON.stringify({ name: model }),
      })
      return { status: response.status, text: await response.text() }
    } finally {
      await changing.stop()
    }
  }

  it.each([
    [{ mac: 'local', tower: 'config' }, 'phi4', {}, { node: 'mac', model: 'phi4' }],
    [
      { mac: 'local', tower: 'config' },
      'node/tower/hf.co/a/b:Q4',
      {},
      { node: 'tower', model: 'hf.co/a/b:Q4' },
    ],
    [
      { mac: 'local', tower: 'config' },
      'phi4',
      { 'x-harombe-node': 'tower' },
      { node: 'tower', model: 'phi4' },
    ],
    [{ fixed: 'config', tower: 'config' }, 'phi4', {}, { node: 'tower', model: 'phi4' }],
  ] as const)('%j: %s with %j goes to one node', async (origins, model, headers, place) => {
    const fakeModels = createFakeModels({
      nodes: Object.keys(origins).map(node => library(node, { pull: node !== 'fixed' })),
    })
    const { status, text } = await change(fakeModels, origins, model, headers)
    expect(status).toBe(200)
    expect(text.trimEnd().split('\n').at(-1)).toBe('{"status":"success"}')
    expect(fakeModels.started).toEqual([{ kind: 'pull', ...place }])
  })

  it('asks which node is meant rather than choose one', async () => {
    const fakeModels = createFakeModels({ nodes: [library('mac'), library('tower')] })
    const { status, text } = await change(fakeModels, { mac: 'config', tower: 'config' }, 'phi4')
    expect(status).toBe(400)
    expect(text).toContain('node/mac/phi4, node/tower/phi4')
    expect(fakeModels.started).toEqual([])
  })

  it('tells how a pull goes, and how it ends', async () => {
    const fakeModels = createFakeModels({ nodes: [library('mac')] })
    fakeModels.play(async function* (job) {
      yield job
      yield { ...job, status: 'downloading', completedBytes: 5, totalBytes: 10 }
      yield { ...job, state: 'cancelled', status: 'Cancelled' }
    })
    const { text } = await change(fakeModels, { mac: 'local' }, 'phi4')
    const lines: unknown[] = text
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(lines).toEqual([
      { status: 'starting' },
      { status: 'downloading', digest: expect.stringMatching(/^harombe:job-1/), total: 10, completed: 5 },
      { error: expect.stringContaining('cancelled') },
    ])
  })
})

describe('what is known of models', () => {
  it("is told in Ollama's words, and only what is known", async () => {
    const summary = {
      ...bareSummary('full:7b'),
      sizeBytes: 4e9,
      digest: 'sha256:abcdef0123456789',
      family: 'qwen2',
      parameters: '7.6B',
      quantization: 'Q4_K_M',
      contextLength: 32_768,
    }
    const can = servedModel('x').capabilities
    const fake = createFakeCluster(
      [nodeView({ model: 'full:7b' }), nodeView({ name: 'other', tier: 1, model: '' })],
      {
        served: [
          servedModel('full:7b', {
            summary,
            capabilities: { ...can, chat: 'yes', tools: 'yes', vision: 'no' },
            loaded: [
              {
                node: 'mac-mini',
                model: { ...bareLoaded('full:7b'), sizeBytes: 5e9, vramBytes: 4e9, contextLength: 8192 },
              },
            ],
          }),
          servedModel('bare', { nodes: ['other'] }),
          servedModel('vectors', { nodes: ['other'], capabilities: { ...can, embeddings: 'yes' } }),
        ],
      },
    )
    const listing = await startGateway({ fake })
    const get = async (path: string) => (await fetch(`${listing.endpoint}${path}`)).json()
    try {
      expect(await get('/api/tags')).toMatchObject({
        models: expect.arrayContaining([
          expect.objectContaining({
            name: 'full:7b',
            model: 'full:7b',
            size: 4e9,
            digest: 'abcdef0123456789',
            capabilities: ['completion', 'tools'],
            details: {
              parent_model: '',
              format: '',
              family: 'qwen2',
              families: ['qwen2'],
              parameter_size: '7.6B',
              quantization_level: 'Q4_K_M',
              context_length: 32_768,
            },
          }),
          expect.objectContaining({
            name: 'node/mac-mini',
            size: 4e9,
            capabilities: ['completion', 'tools'],
          }),
          expect.objectContaining({ name: 'vectors', capabilities: ['embedding'] }),
          expect.objectContaining({ name: 'auto', capabilities: ['completion', 'tools', 'embedding'] }),
          expect.objectContaining({ name: 'tier-1', capabilities: ['completion', 'embedding'] }),
          expect.objectContaining({ name: 'bare', size: 0, capabilities: ['completion'] }),
        ]),
      })
      expect(await get('/api/ps')).toEqual({
        models: [
          expect.objectContaining({
            name: 'full:7b',
            size: 5e9,
            size_vram: 4e9,
            context_length: 8192,
            node: 'mac-mini',
            expires_at: '2318-01-01T00:00:00Z',
          }),
        ],
      })
      expect(await get('/api/version')).toEqual({ version: '0.32.0', harombe: '1.2.3' })
    } finally {
      await listing.stop()
    }
  })
})

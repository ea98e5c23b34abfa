import { afterEach, describe, expect, it } from 'vitest'
import { HarombeError } from '../../shared/errors'
import { createOpenAiClient } from '../inference/create-openai-client'
import { createRemoteClient } from '../inference/create-remote-client'
import { createAsker } from './testing/ask-gateway'
import {
  createFakeCluster,
  failed,
  finished,
  nodeView,
  routed,
  says,
  servedModel,
  text,
  toolCall,
} from './testing/fake-cluster'
import { type StartedGateway, startGateway } from './testing/start-gateway'

let gateway: StartedGateway
afterEach(() => gateway?.stop())

const { post } = createAsker(() => gateway)

describe('POST /chat', () => {
  it('answers with who answered', async () => {
    gateway = await startGateway()
    const response = await post('/chat', { message: 'Hi', tier: 2, node: 'gaming-pc', stream: false })
    expect(await response.json()).toEqual({
      response: 'Hello',
      node: 'mac-mini',
      tier: 0,
      model: 'qwen2.5:7b',
      reason: 'A simple question: short → mac-mini',
      route: { class: 'simple', wanted_tier: 0, forced: 'none', reasons: ['short'], gates: [] },
    })
    expect(gateway.fake.requests[0]).toMatchObject({
      messages: [{ role: 'user', content: 'Hi' }],
      target: { tier: 2, node: 'gaming-pc' },
    })
  })

  it('lets headers win over the body', async () => {
    gateway = await startGateway()
    await post(
      '/chat',
      { message: 'Hi', tier: 2, node: 'a' },
      { 'x-harombe-tier': '0', 'x-harombe-node': 'b' },
    )
    expect(gateway.fake.requests[0]?.target).toMatchObject({ tier: 0, node: 'b' })
  })

  it('refuses what it does not know, such as an approval', async () => {
    gateway = await startGateway()
    const response = await post('/chat', { message: 'Hi', approved: true, sandbox: false })
    expect(response.status).toBe(400)
    expect(gateway.fake.requests).toEqual([])
  })

  it.each([
    ['x-harombe-priority', 'root'],
    ['x-harombe-lease', 'short'],
    ['x-harombe-on-stream-failure', 'explode'],
  ])('refuses %s: %s in words before it streams', async (name, value) => {
    gateway = await startGateway()
    const response = await post('/chat/stream', { message: 'Hi' }, { [name]: value })
    expect(response.status).toBe(400)
    expect(gateway.fake.requests).toEqual([])
  })

  it('streams text as it is and says how it ended', async () => {
    gateway = await startGateway()
    gateway.fake.play(says(routed, text(' one\ntwo'), text('three\r\n'), finished()))
    const body = await (await post('/chat/stream', { message: 'Hi' })).text()
    const [first, second, done, rest] = body.split('\n\n')
    expect(first).toBe('event: message\ndata:  one\ndata: two')
    expect(second).toBe('event: message\ndata: three\ndata: ')
    expect(done).toMatch(/^event: done\ndata: {"node":"mac-mini","tier":0/)
    expect(rest).toBe('')
  })

  it('ends a failed stream with an error event in place of done', async () => {
    gateway = await startGateway()
    gateway.fake.play(says(routed, text('a'), failed(new HarombeError('STREAM_CUT_OFF', 'It broke\noff.'))))
    const body = await (await post('/chat/stream', { message: 'Hi' })).text()
    expect(body).toContain('event: error\ndata: {"code":"STREAM_CUT_OFF","message":"It broke\\noff."')
    expect(body).not.toContain('event: done')
  })
})

describe('POST /cluster/execute', () => {
  it('sends context, tier and deadline along', async () => {
    gateway = await startGateway()
    const response = await post('/cluster/execute', {
      query: 'Sum up.',
      context: [
        { role: 'user', content: 'A' },
        { role: 'assistant', content: 'B' },
      ],
      prefer_tier: 2,
      timeout: 1.5,
      aggregate: 'first',
    })
    expect(await response.json()).toMatchObject({
      response: 'Hello',
      node: 'mac-mini',
      tokens: 3,
      failovers: [],
      route: { class: 'simple', wanted_tier: 0, reasons: ['short'], gates: [] },
    })
    expect(gateway.fake.requests[0]).toMatchObject({
      messages: [
        { role: 'user', content: 'A' },
        { role: 'assistant', content: 'B' },
        { role: 'user', content: 'Sum up.' },
      ],
      target: { tier: 2 },
      timeoutMs: 1500,
    })
    await post('/cluster/execute', { query: 'Q', context: 'Background.' })
    expect(gateway.fake.requests[1]?.messages[0]).toEqual({ role: 'system', content: 'Background.' })
  })

  it('has all nodes answer, each under its name, and merges on demand', async () => {
    const nodes = [nodeView({ name: 'one' }), nodeView({ name: 'two', tier: 2 })]
    gateway = await startGateway({ fake: createFakeCluster(nodes) })
    const ask = async (aggregate: string) => {
      const response = await post('/cluster/execute', { query: 'Q', aggregate })
      expect(response.headers.get('x-harombe-node')).toBe('mac-mini')
      return (await response.json()) as { strategy: string; response: string; parts: object[] }
    }
    const all = await ask('all')
    expect(all).toMatchObject({ strategy: 'all', node: 'mac-mini', tokens: 6, failovers: [] })
    expect(all.parts).toMatchObject([
      { part: 0, response: 'Hello', model: 'qwen2.5:7b', tier: 0 },
      { part: 1, response: 'Hello' },
    ])
    expect(gateway.fake.requests.map(({ target }) => target.node)).toEqual(['two', 'one'])
    expect(await ask('merge')).toMatchObject({ strategy: 'merge', response: 'Hello' })
    expect(gateway.fake.requests).toHaveLength(5)
    expect(gateway.fake.requests[4]).toMatchObject({ client: expect.any(String), target: { tier: 2 } })
  })

  it('reads a context that no model holds part by part', async () => {
    const window = { windows: [{ node: 'mac-mini', tokens: 2048 }] }
    const served = [servedModel('qwen2.5:7b', window)]
    gateway = await startGateway({ fake: createFakeCluster([nodeView()], { served }) })
    const context = 'A fact that is known. '.repeat(1000)
    const response = await post('/cluster/execute', { query: 'Q', context })
    expect(await response.json()).toMatchObject({
      strategy: 'map_reduce',
      response: 'Hello',
      node: 'mac-mini',
    })
    expect(gateway.fake.requests.length).toBeGreaterThan(3)
  })

  it('says which aggregation there is', async () => {
    gateway = await startGateway()
    const response = await post('/cluster/execute', { query: 'Q', aggregate: 'vote' })
    expect(response.status).toBe(400)
    expect(await response.text()).toContain('\\"first\\"')
  })
})

describe('POST /api/complete', () => {
  const python = {
    messages: [
      { role: 'system', content: 'Be brief.', tool_calls: null, tool_call_id: null, name: null },
      {
        role: 'assistant',
        content: '',
        tool_calls: [{ id: 'c', name: 'f', arguments: { a: 1 } }],
        tool_call_id: null,
        name: null,
      },
      { role: 'tool', content: '42', tool_calls: null, tool_call_id: 'c', name: 'f' },
    ],
    tools: null,
    temperature: 0.7,
  }

  it("answers the Python harombe's client, nulls and all", async () => {
    gateway = await startGateway()
    gateway.fake.play(
      says(routed, toolCall({ id: 'x', name: 'f', arguments: { b: 2 } }), finished('tool_calls')),
    )
    const response = await post('/api/complete', python)
    expect(await response.json()).toEqual({
      content: '',
      tool_calls: [{ id: 'x', name: 'f', arguments: { b: 2 } }],
      finish_reason: 'tool_calls',
    })
    expect(gateway.fake.requests[0]).toMatchObject({
      origin: 'peer',
      temperature: 0.7,
      target: { tier: 'auto' },
    })
    expect(gateway.fake.requests[0]?.messages[1]?.toolCalls).toEqual([
      { id: 'c', name: 'f', arguments: { a: 1 } },
    ])
  })

  it('passes on all that a peer may ask for, and looks at its images', async () => {
    gateway = await startGateway()
    const data = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').toString('base64')
    const asked = (image: object) => ({
      messages: [{ role: 'user', content: 'What?', images: [image] }],
      tools: [{ type: 'function', function: { name: 'f' } }],
      tool_choice: { name: 'f' },
      format: { type: 'schema', name: 'a', schema: { type: 'object' } },
      reasoning: 'low',
      top_k: 40,
      min_p: 0.1,
      presence_penalty: 1,
      frequency_penalty: -1,
    })
    const sound = { media_type: 'image/png', data }
    expect((await post('/api/complete', asked(sound))).status).toBe(200)
    expect(gateway.fake.requests).toMatchObject([
      {
        messages: [{ images: [{ mediaType: 'image/png', data }] }],
        toolChoice: { name: 'f' },
        format: { type: 'schema', name: 'a', schema: { type: 'object' } },
        reasoning: 'low',
        topK: 40,
        minP: 0.1,
        presencePenalty: 1,
        frequencyPenalty: -1,
      },
    ])
    const page = { media_type: 'image/png', data: Buffer.from('<script>').toString('base64') }
    expect((await post('/api/complete', asked(page))).status).toBe(400)
    expect(gateway.fake.requests).toHaveLength(1)
  })

  it('takes a harombe that speaks OpenAI for what it is, so that two listing each other cannot go in circles', async () => {
    const itself = nodeView({ name: 'me', backend: 'harombe' })
    gateway = await startGateway({ fake: createFakeCluster([itself, nodeView()]) })
    const client = createOpenAiClient({ baseUrl: gateway.endpoint, backend: 'openai' })
    const { signal } = new AbortController()
    const messages = [{ role: 'user' as const, content: 'Hi' }]
    await client.complete({ model: 'auto', messages }, { signal })
    expect(gateway.fake.requests).toMatchObject([{ origin: 'peer', target: { node: 'mac-mini' } }])
    await client.close()
    await gateway.stop()

    gateway = await startGateway({ fake: createFakeCluster([itself]) })
    const alone = createOpenAiClient({ baseUrl: gateway.endpoint, backend: 'openai' })
    await expect(alone.complete({ model: 'auto', messages }, { signal })).rejects.toThrow(
      'no node of its own',
    )
    expect(gateway.fake.requests).toEqual([])
    await alone.close()
  })

  it('serves our own client: probe, stream, failure', async () => {
    gateway = await startGateway()
    const client = createRemoteClient({ baseUrl: gateway.endpoint, backend: 'harombe' })
    const { signal } = new AbortController()
    const ask = async () => {
      const frames: unknown[] = []
      const question = { model: 'qwen2.5:7b', messages: [{ role: 'user' as const, content: 'Hi' }] }
      for await (const frame of client.stream(question, { signal })) frames.push(frame)
      return frames
    }
    try {
      expect(await client.probe({ signal })).toMatchObject({
        backend: 'harombe',
        models: [{ name: 'qwen2.5:7b' }],
        version: '1.2.3',
      })
      expect(await ask()).toEqual([
        { type: 'text', text: 'Hel' },
        { type: 'text', text: 'lo' },
        { type: 'usage', usage: { promptTokens: 5, completionTokens: 2 } },
        { type: 'done', reason: 'stop' },
      ])
      gateway.fake.play(says(routed, text('a'), failed(new HarombeError('STREAM_CUT_OFF', 'It broke off.'))))
      expect((await ask()).at(-1)).toMatchObject({ type: 'error', error: { code: 'STREAM_CUT_OFF' } })
      gateway.fake.play(says(failed(new HarombeError('NODE_BUSY', 'Busy.'))))
      expect(await ask()).toMatchObject([{ type: 'error', error: { code: 'NODE_BUSY' } }])
    } finally {
      await client.close()
    }
  })

  it("asks this machine's own node", async () => {
    const fake = createFakeCluster([
      nodeView(),
      nodeView({ name: 'local', origin: 'local', simulated: true }),
    ])
    gateway = await startGateway({ fake })
    await post('/api/complete', python)
    expect(fake.requests[0]?.target.node).toBe('local')
    expect(await (await fetch(`${gateway.endpoint}/health`)).json()).toMatchObject({ simulated: true })
  })
})

it('hides what broke inside and names a reference', async () => {
  gateway = await startGateway()
  gateway.fake.play(() => {
    throw new TypeError('secret detail')
  })
  const whole = await post('/chat', { message: 'Hi' })
  expect(whole.status).toBe(500)
  expect(await whole.text()).not.toContain('secret')
})

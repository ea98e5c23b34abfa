import Anthropic, { APIUserAbortError, NotFoundError } from '@anthropic-ai/sdk'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { caught, png } from '../../testing/outcomes'
import { type SimulatedCluster, startSimulatedCluster } from '../../testing/simulated-cluster'

const shared = 'qwen2.5:7b'
const thinker = 'deepseek-r1:8b'
const messages = [{ role: 'user' as const, content: 'What is 2+2?' }]
const tools: Anthropic.Tool[] = [
  {
    name: 'weather',
    description: 'The weather of a city',
    input_schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
]
const calls = [
  { name: 'weather', arguments: { city: 'Peru' } },
  { name: 'weather', arguments: { city: 'Köln' } },
]
const image: Anthropic.ImageBlockParam = {
  type: 'image',
  source: { type: 'base64', media_type: 'image/png', data: png },
}
const textOf = ({ content }: Pick<Anthropic.Message, 'content'>) =>
  content.map(block => (block.type === 'text' ? block.text : '')).join('')

const callsOf = ({ content }: Pick<Anthropic.Message, 'content'>) =>
  content.flatMap(block => (block.type === 'tool_use' ? [block] : []))

describe("Anthropic's own client", () => {
  let cluster: SimulatedCluster
  let client: Anthropic
  beforeAll(async () => {
    cluster = await startSimulatedCluster({
      mac: {
        server: { model: shared, models: [{ name: thinker, capabilities: ['completion', 'thinking'] }] },
      },
      tower: { server: { model: shared } },
      station: { server: { model: shared, protocol: 'openai', flavour: 'vllm' } },
    })
    client = new Anthropic({ baseURL: cluster.endpoint, apiKey: 'none', maxRetries: 0 })
  })
  afterAll(() => cluster.stop())

  const ask = (changes: Partial<Anthropic.MessageCreateParamsNonStreaming> = {}) =>
    client.messages.create({ model: 'node/tower', max_tokens: 500, messages, ...changes })

  it('gets an answer, its usage, and learns who gave it', async () => {
    const { data, response } = await client.messages
      .create({ model: 'node/tower', max_tokens: 500, system: 'Be short.', messages })
      .withResponse()
    expect(data).toMatchObject({
      type: 'message',
      role: 'assistant',
      model: shared,
      stop_reason: 'end_turn',
      stop_sequence: null,
    })
    expect(data.id).toMatch(/^msg_/)
    expect(data.content).toHaveLength(1)
    expect(textOf(data)).toContain('4')
    expect(data.usage.input_tokens).toBeGreaterThan(0)
    expect(data.usage.output_tokens).toBeGreaterThan(0)
    expect(response.headers.get('x-harombe-node')).toBe('tower')
    expect(response.headers.get('request-id')).toMatch(/^req_/)
  })

  it('streams the same message', async () => {
    const { _request_id: _whole, ...whole } = await ask()
    const stream = client.messages.stream({ model: 'node/tower', max_tokens: 500, messages })
    const pieces: string[] = []
    stream.on('text', piece => pieces.push(piece))
    const streamed = await stream.finalMessage()
    expect(pieces.length).toBeGreaterThan(3)
    expect(pieces.join('')).toBe(textOf(whole))
    expect(streamed).toMatchObject({ ...whole, id: expect.stringMatching(/^msg_/) })
  })

  it('sends every event in the order it is documented in', async () => {
    const stream = await client.messages.create({
      model: 'node/tower',
      max_tokens: 3,
      messages,
      stream: true,
    })
    const events: Anthropic.RawMessageStreamEvent[] = []
    for await (const event of stream) events.push(event)
    const deltas = events.filter(({ type }) => type === 'content_block_delta').length
    expect(events.map(({ type }) => type)).toEqual([
      'message_start',
      'content_block_start',
      ...Array.from({ length: deltas }, () => 'content_block_delta'),
      'content_block_stop',
      'message_delta',
      'message_stop',
    ])
    expect(events.at(-2)).toMatchObject({
      delta: { stop_reason: 'max_tokens' },
      usage: { output_tokens: 3 },
    })
  })

  it.each(['mac', 'station'])('gets several tool calls, whole and streamed, from %s', async node => {
    const server = cluster.server(node)
    const model = `node/${node}`
    server.setBehaviour({ toolCalls: calls })
    try {
      const whole = await ask({ model, tools })
      expect(whole.stop_reason).toBe('tool_use')
      const inputs = calls.map(call => call.arguments)
      expect(callsOf(whole).map(({ input }) => input)).toEqual(inputs)
      const stream = client.messages.stream({ model, max_tokens: 500, messages, tools })
      const streamed = await stream.finalMessage()
      expect(streamed.stop_reason).toBe('tool_use')
      expect(callsOf(streamed).map(({ name, input }) => ({ name, input }))).toEqual(
        calls.map(({ name, arguments: input }) => ({ name, input })),
      )
      expect(new Set(callsOf(streamed).map(({ id }) => id)).size).toBe(2)

      const results = callsOf(whole).map(({ id }, index) => ({
        type: 'tool_result' as const,
        tool_use_id: id,
        content: index === 0 ? 'Sunny' : [{ type: 'text' as const, text: 'Rain' }],
        is_error: index === 1,
      }))
      const last = await ask({
        model,
        tools,
        messages: [
          ...messages,
          { role: 'assistant', content: whole.content },
          { role: 'user', content: results },
        ],
      })
      expect(last.stop_reason).toBe('end_turn')
      expect(textOf(last)).not.toBe('')

      const one = { type: 'any', disable_parallel_tool_use: true } as const
      expect(callsOf(await ask({ model, tools, tool_choice: one }))).toHaveLength(1)
      expect((await ask({ model, tools, tool_choice: { type: 'none' } })).stop_reason).toBe('end_turn')
    } finally {
      server.setBehaviour({ toolCalls: [] })
    }
  })

  it('gets the tool it asks for, streamed or not', async () => {
    const forced = { tools, tool_choice: { type: 'tool', name: 'weather' } as const }
    expect(callsOf(await ask({ model: 'node/station', ...forced }))[0]?.name).toBe('weather')
    const streamed = await client.messages
      .stream({ model: 'node/station', max_tokens: 500, messages, ...forced })
      .finalMessage()
    expect(callsOf(streamed)[0]?.name).toBe('weather')
  })

  it('shows images', async () => {
    const content: Anthropic.ContentBlockParam[] = [image, { type: 'text', text: 'What is this?' }]
    for (const model of ['node/mac', 'node/station']) {
      const answer = await ask({ model, messages: [{ role: 'user', content }] })
      expect(textOf(answer)).toMatch(/^Sees 1 image: image\/png/)
    }
  })

  it('gets JSON by a schema', async () => {
    const schema = { type: 'object', properties: { ok: { type: 'boolean' } }, required: ['ok'] }
    const answer = await ask({ output_config: { format: { type: 'json_schema', schema } } })
    expect(JSON.parse(textOf(answer))).toEqual({ ok: true })
  })

  it('gets thoughts when it asks for them, and only then', async () => {
    const thinking = { type: 'enabled', budget_tokens: 1024 } as const
    const whole = await ask({ model: thinker, thinking })
    const [thought, said] = whole.content
    expect(thought).toMatchObject({ type: 'thinking', thinking: expect.stringMatching(/./) })
    expect(said?.type).toBe('text')
    const streamed = await client.messages
      .stream({ model: thinker, max_tokens: 500, messages, thinking })
      .finalMessage()
    expect(streamed.content).toEqual(whole.content)
    // It goes back as it came and does no harm.
    const followUp = await ask({
      model: thinker,
      messages: [...messages, { role: 'assistant', content: whole.content }, ...messages],
    })
    expect(followUp.content.map(({ type }) => type)).toEqual(['text'])

    const server = cluster.server('mac')
    server.setBehaviour({ reasons: true })
    expect((await ask({ model: thinker })).content.map(({ type }) => type)).toEqual(['text'])
    const quiet = await client.messages
      .stream({ model: thinker, max_tokens: 500, messages, thinking: { type: 'disabled' } })
      .finalMessage()
    expect(quiet.content.map(({ type }) => type)).toEqual(['text'])
    server.setBehaviour({ reasons: false })
  })

  it('has an answer go on that was begun for it', async () => {
    const begun = { role: 'assistant' as const, content: 'The answer is' }
    const whole = await ask({ messages: [...messages, begun] })
    // Only what is new, as Anthropic answers.
    expect(textOf(whole)).toMatch(/^ ?\[simulated continuation/)
  })

  it('closes the connection to the node at once when it aborts', async () => {
    const server = cluster.server('tower')
    server.setBehaviour({ tokensPerSecond: 5 })
    const { cancelled } = server.stats
    const stream = client.messages.stream({ model: 'node/tower', max_tokens: 500, messages })
    const ended = caught(stream.finalMessage())
    stream.once('text', () => stream.abort())
    expect(await ended).toBeInstanceOf(APIUserAbortError)
    await vi.waitFor(() => expect(server.stats.cancelled).toBe(cancelled + 1), { timeout: 250, interval: 5 })

    const abort = new AbortController()
    const whole = caught(
      client.messages.create({ model: 'node/tower', max_tokens: 500, messages }, { signal: abort.signal }),
    )
    await vi.waitFor(() => expect(server.stats.active).toBe(1))
    abort.abort()
    expect(await whole).toBeInstanceOf(APIUserAbortError)
    await vi.waitFor(() => expect(server.stats.active).toBe(0), { timeout: 250, interval: 5 })
    server.setBehaviour({ tokensPerSecond: 2000 })
  })

  it('may allow for more than a window holds, as programs do', async () => {
    const window = { name: 'llama3.1:8b', contextLength: 8192, servedContext: 8192, loaded: true }
    const server = { models: [window], protocol: 'openai', flavour: 'vllm' } as const
    const small = await startSimulatedCluster({ tower: { server, spec: { model: window.name } } })
    const asking = new Anthropic({ baseURL: small.endpoint, apiKey: 'none', maxRetries: 0 })
    const body = { model: 'auto', max_tokens: 32_000, messages }
    expect(textOf(await asking.messages.stream(body).finalMessage())).toContain('4')
    const long = [{ role: 'user' as const, content: 'word '.repeat(20_000) }]
    const refused = await caught(asking.messages.stream({ ...body, messages: long }).finalMessage())
    expect(refused).toMatchObject({ status: 400, type: 'invalid_request_error' })
    await small.stop()
  })

  it('is understood as coding agents speak it', async () => {
    const cached = { cache_control: { type: 'ephemeral' as const } }
    const answer = await client.beta.messages
      .stream({
        model: 'auto',
        max_tokens: 500,
        betas: ['context-management-2025-06-27', 'interleaved-thinking-2025-05-14'],
        system: [{ type: 'text', text: 'You write code.', ...cached }],
        messages: [{ role: 'user', content: [{ type: 'text', text: 'What is 2+2?', ...cached }] }],
        tools: tools.map(tool => ({ ...tool, ...cached, strict: true })),
        thinking: { type: 'adaptive' },
        output_config: { effort: 'xhigh' },
        context_management: { edits: [{ type: 'clear_tool_uses_20250919' }] },
        metadata: { user_id: 'someone' },
      })
      .finalMessage()
    expect(answer.stop_reason).toBe('end_turn')
  })

  it('estimates tokens, more for more', async () => {
    const count = async (changes: Partial<Anthropic.MessageCountTokensParams> = {}) =>
      (await client.messages.countTokens({ model: 'auto', messages, ...changes })).input_tokens
    const plain = await count()
    expect(plain).toBeGreaterThan(3)
    expect(await count({ system: 'Answer in one word.' })).toBeGreaterThan(plain)
    expect(await count({ tools })).toBeGreaterThan(plain + 10)
    const seen = [{ role: 'user' as const, content: [image] }]
    expect(await count({ messages: seen })).toBeGreaterThan(500)
  })

  it('finds the names it may use', async () => {
    const ids: string[] = []
    for await (const model of client.models.list()) {
      expect(model.type).toBe('model')
      ids.push(model.id)
    }
    expect(ids).toContain('auto')
    expect(ids).toContain(shared)
    for (const id of ids) expect((await client.models.retrieve(id)).id).toBe(id)
    expect(await caught(client.models.retrieve('claude-opus-4'))).toBeInstanceOf(NotFoundError)
  })
})

describe('three nodes of one tier', () => {
  it('share 20 questions of one moment', async () => {
    const machine = { server: { model: shared, tokensPerSecond: 200 }, spec: { tier: 0 as const } }
    const cluster = await startSimulatedCluster({ mac: machine, tower: machine, station: machine })
    const client = new Anthropic({ baseURL: cluster.endpoint, apiKey: 'none', maxRetries: 0 })
    try {
      const answers = await Promise.all(
        Array.from({ length: 20 }, async (_, n) => {
          const body = {
            model: shared,
            max_tokens: 500,
            messages: [{ role: 'user' as const, content: `What is ${n}+${n}?` }],
          }
          return n % 2 === 0 ? client.messages.create(body) : client.messages.stream(body).finalMessage()
        }),
      )
      for (const [n, answer] of answers.entries()) expect(textOf(answer)).toContain(String(n + n))
      const shares = ['mac', 'tower', 'station'].map(name => cluster.server(name).stats.completed)
      expect(shares.reduce((sum, share) => sum + share, 0)).toBe(20)
      expect(Math.min(...shares)).toBeGreaterThan(4)
    } finally {
      await cluster.stop()
    }
  })
})

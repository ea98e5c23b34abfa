import { type ChatResponse, Ollama } from 'ollama'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type SimulatedCluster, startSimulatedCluster } from './testing/simulated-cluster'
import { adminToken, authToken, startGateway } from './testing/start-gateway'

const shared = 'qwen2.5:7b'
const embedder = 'nomic-embed-text:latest'
const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const question = [{ role: 'user', content: 'What is 2+2?' }]
const tools = [
  {
    type: 'function',
    function: {
      name: 'weather',
      description: 'The weather of a city',
      parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
    },
  },
]
const calls = [
  { name: 'weather', arguments: { city: 'Peru' } },
  { name: 'weather', arguments: { city: 'Köln' } },
]

async function caught(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise
  } catch (error) {
    return error
  }
  throw new Error('It did not fail.')
}

async function collect<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const parts: T[] = []
  for await (const part of stream) parts.push(part)
  return parts
}

const textOf = (parts: readonly ChatResponse[]) => parts.map(({ message }) => message.content).join('')

describe("Ollama's own client", () => {
  let cluster: SimulatedCluster
  let client: Ollama
  beforeAll(async () => {
    const models = [
      { name: embedder, capabilities: ['embedding'] as const, dimensions: 8, sizeBytes: 274e6 },
      { name: 'deepseek-r1:8b', capabilities: ['completion', 'thinking'] as const },
    ]
    cluster = await startSimulatedCluster({
      mac: { server: { model: shared, models } },
      tower: { server: { model: shared, tokensPerSecond: 100 } },
      station: { server: { model: shared, protocol: 'openai', flavour: 'vllm' } },
    })
    client = new Ollama({ host: cluster.endpoint })
  })
  afterAll(() => cluster.stop())

  it('gets an answer, its figures, and learns who gave it', async () => {
    let headers = new Headers()
    const watching = new Ollama({
      host: cluster.endpoint,
      async fetch(url, init) {
        const response = await fetch(url, init)
        headers = response.headers
        return response
      },
    })
    const answer = await watching.chat({ model: 'node/tower', messages: question })
    expect(answer).toMatchObject({ model: shared, done: true, done_reason: 'stop' })
    expect(answer.message.content).toContain('4')
    expect(answer.eval_count).toBeGreaterThan(0)
    expect(answer.prompt_eval_count).toBeGreaterThan(0)
    expect(answer.total_duration).toBeGreaterThan(answer.eval_duration)
    expect(answer.eval_duration).toBeGreaterThan(1e6)
    // Nobody measured it, so nobody says it.
    expect(answer.load_duration).toBeUndefined()
    expect(headers.get('x-harombe-node')).toBe('tower')
    expect(headers.get('x-harombe-tier')).toBe('1')
  })

  it('streams the same text, and a length that was asked for', async () => {
    const whole = await client.chat({ model: 'node/tower', messages: question })
    const parts = await collect(await client.chat({ model: 'node/tower', messages: question, stream: true }))
    expect(textOf(parts)).toBe(whole.message.content)
    expect(parts.filter(({ done }) => done)).toHaveLength(1)
    expect(parts.at(-1)).toMatchObject({ done_reason: 'stop', eval_count: whole.eval_count })

    const short = await client.chat({
      model: 'auto',
      messages: question,
      stream: true,
      options: { num_predict: 3 },
    })
    expect((await collect(short)).at(-1)).toMatchObject({ done_reason: 'length', eval_count: 3 })
  })

  it('answers a prompt, raw or not, and fills a gap', async () => {
    const answer = await client.generate({ model: 'node/mac', system: 'Be short.', prompt: 'What is 2+2?' })
    expect(answer.response).toContain('4')
    const parts = await collect(
      await client.generate({ model: shared, prompt: 'def add(a, b):', suffix: 'return c', stream: true }),
    )
    expect(parts.map(({ response }) => response).join('')).not.toBe('')
    expect(parts.at(-1)?.done).toBe(true)
    const raw = await client.generate({ model: shared, prompt: 'Once upon a time', raw: true })
    expect(raw.response).not.toBe('')
    expect(raw.context).toBeUndefined()
  })

  it.each(['node/mac', 'node/station'])('gets the calls of several tools from %s', async model => {
    const server = cluster.server(model.slice('node/'.length))
    server.setBehaviour({ toolCalls: calls })
    try {
      const whole = await client.chat({ model, messages: question, tools })
      expect(whole.message.tool_calls?.map(call => call.function)).toMatchObject(calls)
      const streamed = await collect(await client.chat({ model, messages: question, tools, stream: true }))
      const got = streamed.flatMap(({ message }) => message.tool_calls ?? [])
      expect(got.map(call => call.function)).toMatchObject(calls)

      // What its client sends back has no ids; a server that insists on them gets them all the same.
      const results = calls.map(({ name, arguments: { city } }) => ({
        role: 'tool',
        tool_name: name,
        content: `Sunny in ${city}`,
      }))
      const last = await client.chat({
        model,
        messages: [...question, whole.message, ...results],
        tools,
      })
      expect(last.message.tool_calls).toBeUndefined()
      expect(last.message.content).not.toBe('')
    } finally {
      server.setBehaviour({ toolCalls: [] })
    }
  })

  it('shows images, as bytes or base64', async () => {
    for (const images of [[png], [Buffer.from(png, 'base64')]]) {
      const messages = [{ role: 'user', content: 'What is this?', images }]
      const answer = await client.chat({ model: 'node/mac', messages: messages as never })
      expect(answer.message.content).toMatch(/^Sees 1 image: image\/png, \d+ bytes/)
    }
    const answer = await client.generate({ model: 'node/mac', prompt: 'What is this?', images: [png, png] })
    expect(answer.response).toMatch(/^Sees 2 images/)
  })

  it('gets JSON, free or by a schema', async () => {
    const free = await client.chat({ model: 'node/mac', messages: question, format: 'json' })
    expect(JSON.parse(free.message.content)).toMatchObject({ simulated: true })
    const format = {
      type: 'object',
      properties: { sum: { type: 'integer' }, ok: { type: 'boolean' } },
      required: ['sum', 'ok'],
    }
    for (const model of ['node/mac', 'node/station']) {
      const answer = await client.generate({ model, prompt: 'What is 2+2?', format })
      expect(JSON.parse(answer.response ?? '')).toEqual({ sum: expect.any(Number), ok: true })
    }
  })

  it('gets the vectors of texts', async () => {
    const { embeddings, model } = await client.embed({ model: embedder, input: ['one', 'two'] })
    expect(model).toBe(embedder)
    expect(embeddings.map(({ length }) => length)).toEqual([8, 8])
    expect(embeddings[0]).not.toEqual(embeddings[1])
    const single = await client.embed({ model: 'nomic-embed-text', input: 'one', dimensions: 4 })
    expect(single.embeddings.map(({ length }) => length)).toEqual([4])
    const old = await client.embeddings({ model: embedder, prompt: 'one' })
    expect([old.embedding]).toEqual(embeddings.slice(0, 1))
    expect((await client.embed({ model: embedder, input: [] })).embeddings).toEqual([])
  })

  it('gets thoughts apart from the answer', async () => {
    const asked = { model: 'deepseek-r1:8b', messages: question, think: true }
    const whole = await client.chat(asked)
    expect(whole.message.thinking).toBeTruthy()
    const parts = await collect(await client.chat({ ...asked, stream: true }))
    expect(parts.map(({ message }) => message.thinking ?? '').join('')).toBe(whole.message.thinking)
    expect(textOf(parts)).toBe(whole.message.content)
  })

  it('closes the connection to the node at once when it aborts', async () => {
    const server = cluster.server('tower')
    server.setBehaviour({ tokensPerSecond: 5 })
    const { cancelled } = server.stats
    const stream = await client.chat({ model: 'node/tower', messages: question, stream: true })
    for await (const _part of stream) break
    stream.abort()
    await vi.waitFor(() => expect(server.stats.cancelled).toBe(cancelled + 1), { timeout: 250, interval: 5 })
    server.setBehaviour({ tokensPerSecond: 2000 })
    expect(server.stats.active).toBe(0)
  })

  it('lists what it may ask for, and asks every name of it', async () => {
    const { models } = await client.list()
    const names = models.map(({ name }) => name)
    const virtual = ['auto', 'tier-0', 'tier-1', 'tier-2', 'node/mac', 'node/tower', 'node/station']
    expect(names.slice(0, 7)).toEqual(virtual)
    expect(names.slice(7).toSorted()).toEqual(['deepseek-r1:8b', embedder, shared])
    for (const model of models) {
      // Ollama's command line cuts these without looking.
      expect(model.digest.length).toBeGreaterThanOrEqual(12)
      expect(Number.isNaN(Date.parse(String(model.modified_at)))).toBe(false)
      expect(model.model).toBe(model.name)
    }
    expect(new Set(models.map(({ digest }) => digest)).size).toBe(models.length)
    expect(models.find(({ name }) => name === embedder)?.size).toBe(274e6)
    for (const name of virtual) {
      const { message } = await client.chat({ model: name, messages: question })
      expect(message.content).toContain('4')
    }
  })

  it('is shown what is known of a model, and of a name that is none', async () => {
    const model = await client.show({ model: embedder })
    expect(model.capabilities).toEqual(['embedding'])
    const auto = await client.show({ model: 'auto' })
    expect(auto.capabilities).toContain('completion')
    expect(auto.modelfile).toContain('no model')
    expect(auto.details.family).toBe('harombe')
    const node = await client.show({ model: 'node/tower' })
    expect(node.modelfile).toContain(shared)
    expect(await caught(client.show({ model: 'nope' }))).toMatchObject({ status_code: 404 })
    expect(await caught(client.show({ model: 'node/nowhere' }))).toMatchObject({ status_code: 404 })
  })

  it('learns what is in memory, and the version', async () => {
    await client.chat({ model: 'node/mac', messages: question })
    await cluster.manager.checkNow()
    const { models } = await client.ps()
    expect(models).toContainEqual(expect.objectContaining({ name: shared, node: 'mac' }))
    const { version } = await client.version()
    // Open WebUI and others split it at its dots and compare numbers.
    expect(version).toMatch(/^\d+\.\d+\.\d+$/)
    expect((await fetch(`${cluster.endpoint}/api/version`, { method: 'HEAD' })).status).toBe(200)
  })

  it('throws what went wrong', async () => {
    expect(await caught(client.chat({ model: 'nope', messages: question }))).toMatchObject({
      name: 'ResponseError',
      status_code: 404,
      error: expect.stringContaining('nope'),
    })
    expect(await caught(client.chat({ model: 'nope', messages: question, stream: true }))).toMatchObject({
      status_code: 404,
    })
    const context = await caught(client.generate({ model: 'auto', prompt: 'Hi', context: [1, 2] }))
    expect(context).toMatchObject({ status_code: 400, error: expect.stringContaining('/api/chat') })
    const copy = await caught(client.copy({ source: shared, destination: 'mine' }))
    expect(copy).toMatchObject({ status_code: 501 })
    expect(await caught(client.create({ model: 'mine', from: shared }))).toMatchObject({ status_code: 501 })
    expect(await caught(client.push({ model: 'mine' }))).toMatchObject({ status_code: 501 })
  })

  it('loads a model the way everybody finds it loaded, whatever it says of contexts', async () => {
    const server = cluster.server('mac')
    const name = 'deepseek-r1:8b'
    const contextOf = () => server.models.find(model => model.name === name)?.context
    await client.chat({ model: name, messages: question, options: { num_ctx: 512 }, keep_alive: 0 })
    const context = contextOf()
    expect(context).toBe(8192)
    const { loads } = server.stats
    const loaded = await client.generate({ model: name, prompt: '', options: { num_ctx: 1024 } })
    expect(loaded).toMatchObject({ done: true, done_reason: 'load', response: '' })
    expect(await client.chat({ model: 'auto', messages: [] })).toMatchObject({ done_reason: 'load' })
    await client.chat({ model: name, messages: question, options: { num_ctx: 2048 } })
    expect(contextOf()).toBe(context)
    expect(server.stats.loads).toBe(loads)
  })
})

describe("Ollama's own client changing models", () => {
  let cluster: SimulatedCluster
  const headers = { authorization: `Bearer ${adminToken}` }
  beforeAll(async () => {
    cluster = await startSimulatedCluster(
      {
        mac: { server: { model: shared, pullMs: 40, pullSteps: 4 } },
        tower: { server: { model: shared, pullMs: 40, pullSteps: 4 } },
        station: { server: { model: shared, protocol: 'openai', flavour: 'vllm' } },
      },
      { resolvedAuthToken: authToken },
    )
  })
  afterAll(() => cluster.stop())

  const namesOn = (node: string) => cluster.server(node).models.map(({ name }) => name)

  it('is refused without the right to', async () => {
    for (const [credential, status] of [
      [{}, 401],
      [{ authorization: `Bearer ${authToken}` }, 403],
    ] as const) {
      const client = new Ollama({ host: cluster.endpoint, headers: credential })
      expect(await caught(client.pull({ model: 'phi4' }))).toMatchObject({ status_code: status })
      expect(await caught(client.delete({ model: shared }))).toMatchObject({ status_code: status })
    }
    const client = new Ollama({ host: cluster.endpoint })
    const unload = client.generate({ model: shared, prompt: '', keep_alive: 0 })
    expect(await caught(unload)).toMatchObject({ status_code: 403 })
    expect(cluster.models.view().jobs).toEqual([])
    expect(namesOn('mac')).toEqual([shared])
  })

  it('pulls to this machine, or to the node that is named, and deletes there', async () => {
    const client = new Ollama({ host: cluster.endpoint, headers })
    const lines = await collect(await client.pull({ model: 'phi4:14b', stream: true }))
    expect(lines.at(-1)).toEqual({ status: 'success' })
    const bars = lines.filter(({ digest }) => digest !== undefined)
    expect(bars.at(-1)?.completed).toBeGreaterThan(0)
    // Ollama's command line cuts these letters out without looking.
    for (const { digest, total, completed } of bars) {
      expect(digest.length).toBeGreaterThanOrEqual(19)
      expect(completed).toBeLessThanOrEqual(total)
    }
    expect(namesOn('mac')).toContain('phi4:14b')

    expect(await client.pull({ model: 'node/tower/gemma3:4b' })).toEqual({ status: 'success' })
    expect(namesOn('tower')).toContain('gemma3:4b')
    const toTower = new Ollama({ host: cluster.endpoint, headers: { ...headers, 'x-harombe-node': 'tower' } })
    await toTower.pull({ model: 'smollm2:135m' })
    expect(namesOn('tower')).toContain('smollm2:135m')

    await client.delete({ model: 'phi4:14b' })
    await toTower.delete({ model: 'smollm2:135m' })
    expect(namesOn('mac')).toEqual([shared])
    expect(namesOn('tower')).toEqual([shared, 'gemma3:4b'])
  })

  it('is told why a node cannot', async () => {
    const client = new Ollama({ host: cluster.endpoint, headers })
    const fixed = await caught(client.pull({ model: 'node/station/phi4', stream: true }))
    expect(fixed).toMatchObject({ error: expect.stringContaining('station') })
    expect(await caught(client.delete({ model: 'nope' }))).toMatchObject({ status_code: 404 })
    expect(await caught(client.pull({ model: 'node/nowhere/phi4' }))).toMatchObject({ status_code: 404 })
    for (const model of ['auto', 'node/mac', '../../etc/passwd']) {
      expect(await caught(client.pull({ model }))).toMatchObject({ status_code: 400 })
    }
    cluster.server('mac').setBehaviour({ pullFailure: 'no space left on device' })
    const lines = client.pull({ model: 'phi4', stream: true }).then(collect)
    expect(await caught(lines)).toMatchObject({ message: expect.stringMatching(/space/) })
    expect(await caught(client.pull({ model: 'phi4' }))).toMatchObject({
      error: expect.stringMatching(/space/),
    })
    cluster.server('mac').setBehaviour({ pullFailure: null })
  })

  it('joins a pull under way; leaving it does not end it', async () => {
    cluster.server('mac').setBehaviour({ pullMs: 400, pullSteps: 8 })
    const leaving = new Ollama({ host: cluster.endpoint, headers })
    const staying = new Ollama({ host: cluster.endpoint, headers })
    const first = await leaving.pull({ model: 'phi4:mini', stream: true })
    const second = staying.pull({ model: 'phi4:mini' })
    for await (const _line of first) break
    first.abort()
    expect(await second).toEqual({ status: 'success' })
    expect(cluster.server('mac').stats).toMatchObject({ cancelledPulls: 0 })
    expect(cluster.models.view().jobs.filter(({ model }) => model === 'phi4:mini')).toHaveLength(1)
    expect(namesOn('mac')).toContain('phi4:mini')
  })

  it('drops a model from memory', async () => {
    const client = new Ollama({ host: cluster.endpoint, headers })
    await cluster.manager.checkNow()
    const answer = await client.chat({ model: 'node/mac', messages: [], keep_alive: '0s' })
    expect(answer).toMatchObject({ done_reason: 'unload' })
    expect(cluster.server('mac').models.find(({ name }) => name === shared)?.isLoaded).toBe(false)
    const auto = await caught(client.chat({ model: 'auto', messages: [], keep_alive: 0 }))
    expect(auto).toMatchObject({ status_code: 400 })
  })
})

describe('three nodes of one tier', () => {
  it('share 20 questions of one moment', async () => {
    const machine = { server: { model: shared, tokensPerSecond: 200 }, spec: { tier: 0 as const } }
    const cluster = await startSimulatedCluster({ mac: machine, tower: machine, station: machine })
    const client = new Ollama({ host: cluster.endpoint })
    try {
      const answers = await Promise.all(
        Array.from({ length: 20 }, async (_, n) => {
          const messages = [{ role: 'user', content: `What is ${n}+${n}?` }]
          if (n % 2 === 0) return (await client.chat({ model: shared, messages })).message.content
          return textOf(await collect(await client.chat({ model: shared, messages, stream: true })))
        }),
      )
      for (const [n, answer] of answers.entries()) expect(answer).toContain(String(n + n))
      const shares = ['mac', 'tower', 'station'].map(name => cluster.server(name).stats.completed)
      expect(shares.reduce((sum, share) => sum + share, 0)).toBe(20)
      expect(Math.min(...shares)).toBeGreaterThan(4)
    } finally {
      await cluster.stop()
    }
  })
})

describe('a node that dies in the middle of an answer', () => {
  it.each(['destroy', 'reset', 'end', 'error', 'garbage'] as const)(
    'ends the stream with an error and never well (%s)',
    async failure => {
      const cluster = await startSimulatedCluster({
        mac: { server: { model: shared, failAfterTokens: 4, failure, tokensPerSecond: 100 } },
        tower: { server: { model: shared } },
      })
      try {
        const client = new Ollama({ host: cluster.endpoint })
        const seen: ChatResponse[] = []
        const stream = await client.chat({ model: 'tier-0', messages: question, stream: true })
        const error = await caught(
          (async () => {
            for await (const part of stream) seen.push(part)
          })(),
        )
        expect(error).toBeInstanceOf(Error)
        expect(String(error)).not.toContain('Did not receive done')
        expect(seen.length).toBeGreaterThan(0)
        expect(seen.some(({ done }) => done)).toBe(false)

        const holding = new Ollama({
          host: cluster.endpoint,
          headers: { 'x-harombe-on-stream-failure': 'buffer' },
        })
        const whole = await collect(await holding.chat({ model: 'tier-0', messages: question, stream: true }))
        expect(textOf(whole)).toContain('4')
        expect(whole.at(-1)?.done).toBe(true)
      } finally {
        await cluster.stop()
      }
    },
  )

  it('gets a busy node an error of its own', async () => {
    const cluster = await startSimulatedCluster({ mac: { server: { model: shared, slots: 0 } } })
    try {
      const client = new Ollama({ host: cluster.endpoint })
      const error = await caught(client.chat({ model: 'auto', messages: question }))
      expect(error).toMatchObject({ name: 'ResponseError' })
      expect([429, 502, 503]).toContain((error as { status_code: number }).status_code)
    } finally {
      await cluster.stop()
    }
  })
})

describe('a gateway that wants a token', () => {
  it('takes it from the client as a bearer token', async () => {
    const gateway = await startGateway({
      resolvedAuthToken: authToken,
      server: { require_token: true },
    })
    try {
      const without = new Ollama({ host: gateway.endpoint })
      expect(await caught(without.list())).toMatchObject({ status_code: 401 })
      const client = new Ollama({
        host: gateway.endpoint,
        headers: { authorization: `Bearer ${authToken}` },
      })
      expect((await client.chat({ model: 'auto', messages: question })).message.content).toBe('Hello')
    } finally {
      await gateway.stop()
    }
  })
})

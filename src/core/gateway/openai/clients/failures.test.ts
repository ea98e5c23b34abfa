import OpenAI, {
  APIConnectionError,
  APIError,
  APIUserAbortError,
  AuthenticationError,
  BadRequestError,
  InternalServerError,
  NotFoundError,
  RateLimitError,
} from 'openai'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { caught } from '../../testing/outcomes'
import { type SimulatedCluster, startSimulatedCluster } from '../../testing/simulated-cluster'
import { authToken } from '../../testing/start-gateway'

const clientOf = (cluster: SimulatedCluster, apiKey = 'none') =>
  new OpenAI({ baseURL: `${cluster.endpoint}/v1`, apiKey, maxRetries: 0 })

const messages = [{ role: 'user' as const, content: 'What is 2+2?' }]

describe("OpenAI's own client is told what went wrong", () => {
  // One for each test: a machine that failed is left alone for a while.
  let cluster: SimulatedCluster
  let client: OpenAI
  beforeEach(async () => {
    cluster = await startSimulatedCluster({
      small: { server: { model: 'small:3b' } },
      tower: { server: { model: 'medium:14b', protocol: 'openai', flavour: 'vllm' } },
    })
    client = clientOf(cluster)
  })
  afterEach(() => cluster.stop())

  const everyRoute: [string, (model: string) => Promise<unknown>][] = [
    ['chat', model => client.chat.completions.create({ model, messages })],
    ['chat, streamed', model => client.chat.completions.create({ model, messages, stream: true })],
    ['completions', model => client.completions.create({ model, prompt: 'Hi' })],
    ['completions, streamed', model => client.completions.create({ model, prompt: 'Hi', stream: true })],
    ['embeddings', model => client.embeddings.create({ model, input: 'Hi' })],
    ['responses', model => client.responses.create({ model, input: 'Hi' })],
    ['responses, streamed', model => client.responses.create({ model, input: 'Hi', stream: true })],
  ]

  it.each(everyRoute)('404 NotFoundError for a model nobody has: %s', async (_name, ask) => {
    const error = await caught(ask('no-such-model'))
    expect(error).toBeInstanceOf(NotFoundError)
    expect(error).toMatchObject({ status: 404, code: 'model_not_found', type: 'invalid_request_error' })
  })

  it.each(everyRoute)('400 BadRequestError for a name that cannot be one: %s', async (_name, ask) => {
    const error = await caught(ask('../../etc/passwd'))
    expect(error).toBeInstanceOf(BadRequestError)
    expect(error).toMatchObject({ param: 'model', code: 'bad_request' })
  })

  it('502 InternalServerError: the node that had to answer fails', async () => {
    for (const name of ['small', 'tower']) cluster.server(name).setBehaviour({ status: 500 })
    for (const stream of [false, true]) {
      const error = await caught(client.chat.completions.create({ model: 'node/tower', messages, stream }))
      expect(error).toBeInstanceOf(InternalServerError)
      expect(error).toMatchObject({ status: 502, type: 'server_error' })
    }
  })

  it('an APIError in the middle: a stream that breaks off', async () => {
    cluster.server('tower').setBehaviour({ failAfterTokens: 3 })
    const model = 'node/tower'
    for (const open of [
      () => client.chat.completions.create({ model, messages, stream: true }),
      () => client.completions.create({ model, prompt: 'Once upon a time', stream: true }),
    ]) {
      const seen: unknown[] = []
      const error = await caught(
        (async () => {
          for await (const chunk of await open()) seen.push(chunk)
        })(),
      )
      expect(error).toBeInstanceOf(APIError)
      expect(error).not.toBeInstanceOf(APIConnectionError)
      expect(error).toMatchObject({ type: 'server_error' })
      expect(seen.length).toBeGreaterThan(1)
    }
  })

  it('401 AuthenticationError, and after ten wrong keys 429 RateLimitError', async () => {
    const guarded = await startSimulatedCluster(
      { small: { server: { model: 'small:3b' } } },
      { server: { require_token: true }, resolvedAuthToken: authToken },
    )
    try {
      const right = clientOf(guarded, authToken)
      expect((await right.models.list()).data.length).toBeGreaterThan(4)
      const wrong = clientOf(guarded, 'wrong')
      for (let count = 0; count < 10; count++) {
        const error = await caught(wrong.chat.completions.create({ model: 'auto', messages }))
        expect(error).toBeInstanceOf(AuthenticationError)
        expect(error).toMatchObject({ status: 401, code: 'invalid_api_key', type: 'authentication_error' })
      }
      const banned = await caught(wrong.responses.create({ model: 'auto', input: 'Hi' }))
      expect(banned).toBeInstanceOf(RateLimitError)
      expect(banned).toMatchObject({ status: 429, code: 'rate_limit_exceeded' })
    } finally {
      await guarded.stop()
    }
  })

  it('503 InternalServerError with Retry-After while the machine is busy, and the client tries again', async () => {
    cluster.server('tower').setBehaviour({ slots: 0 })
    const busy = await caught(client.chat.completions.create({ model: 'node/tower', messages }))
    expect(busy).toBeInstanceOf(InternalServerError)
    if (!(busy instanceof InternalServerError)) return
    expect([busy.status, busy.code]).toEqual([503, 'node_busy'])
    expect(Number(busy.headers.get('retry-after'))).toBeGreaterThan(0)
    const statuses: number[] = []
    const patient = client.withOptions({
      maxRetries: 3,
      fetch: async (url, init) => {
        const response = await fetch(url, init)
        statuses.push(response.status)
        return response
      },
    })
    const answer = patient.chat.completions.create({ model: 'node/tower', messages })
    // What the client is told counts: a machine just refused may not be asked again before it.
    await vi.waitFor(() => expect(statuses).toContain(503), 10_000)
    cluster.server('tower').setBehaviour({ slots: 32 })
    expect((await answer).choices[0]?.message.content).toMatch(/^2\+2/)
    expect(statuses.at(-1)).toBe(200)
  })
})

describe("OpenAI's own client goes away", () => {
  let cluster: SimulatedCluster
  let client: OpenAI
  beforeAll(async () => {
    // Slow enough that nothing ends by itself while a test looks on.
    const slow = { tokensPerSecond: 5, ttftMs: 20 }
    cluster = await startSimulatedCluster({
      small: { server: { model: 'small:3b', ...slow } },
      tower: { server: { model: 'medium:14b', protocol: 'openai', flavour: 'vllm', ...slow } },
    })
    client = clientOf(cluster)
  })
  afterAll(() => cluster.stop())

  type Ask = (model: string, signal: AbortSignal) => Promise<unknown>
  const whole: [string, Ask][] = [
    ['a chat completion', (model, signal) => client.chat.completions.create({ model, messages }, { signal })],
    ['a completion', (model, signal) => client.completions.create({ model, prompt: 'Hi' }, { signal })],
    ['a response', (model, signal) => client.responses.create({ model, input: 'Hi' }, { signal })],
  ]
  const streamed: [string, Ask][] = [
    [
      'a chat completion',
      (model, signal) => client.chat.completions.create({ model, messages, stream: true }, { signal }),
    ],
    [
      'a completion',
      (model, signal) => client.completions.create({ model, prompt: 'Hi', stream: true }, { signal }),
    ],
    [
      'a response',
      (model, signal) => client.responses.create({ model, input: 'Hi', stream: true }, { signal }),
    ],
  ]
  const nodes = ['small', 'tower']

  /** The machine behind notices within a quarter of a second, or it would go on computing for nobody. */
  const noticed = (name: string, before: number) =>
    vi.waitFor(() => expect(cluster.server(name).stats.cancelled).toBe(before + 1), {
      timeout: 250,
      interval: 5,
    })

  describe.each(nodes)('and %s stops', name => {
    it.each(whole)('while it waits for %s', async (_name, ask) => {
      const { stats } = cluster.server(name)
      const { cancelled, requests } = stats
      const abort = new AbortController()
      const answer = caught(ask(`node/${name}`, abort.signal))
      await vi.waitFor(() => expect(cluster.server(name).stats.requests).toBeGreaterThan(requests))
      abort.abort()
      expect(await answer).toBeInstanceOf(APIUserAbortError)
      await noticed(name, cancelled)
    })

    it.each(streamed)('in the middle of %s', async (_name, ask) => {
      const { cancelled } = cluster.server(name).stats
      const abort = new AbortController()
      const stream = (await ask(`node/${name}`, abort.signal)) as AsyncIterable<unknown>
      const read = (async () => {
        for await (const _chunk of stream) abort.abort()
      })()
      await read.catch(() => undefined)
      await noticed(name, cancelled)
    })
  })
})

describe('twenty questions at once over three machines', () => {
  let cluster: SimulatedCluster
  beforeAll(async () => {
    const machine = { server: { model: 'small:3b', slots: 8 }, spec: { tier: 0 as const, slots: 8 } }
    const vllm = {
      server: { ...machine.server, protocol: 'openai' as const, flavour: 'vllm' as const },
      spec: machine.spec,
    }
    cluster = await startSimulatedCluster({ one: machine, two: machine, three: vllm })
  })
  afterAll(() => cluster.stop())

  it.each([false, true])('each get their own answer, from all of them (stream: %s)', async stream => {
    const client = clientOf(cluster)
    const names = ['one', 'two', 'three']
    const before = names.map(name => cluster.server(name).stats.completed)
    const texts = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const body = {
          model: 'auto',
          messages: [{ role: 'user' as const, content: `What is ${index}+${index}?` }],
        }
        if (stream) {
          const final = await client.chat.completions.stream(body).finalChatCompletion()
          return final.choices[0]?.message.content
        }
        return (await client.chat.completions.create(body)).choices[0]?.message.content
      }),
    )
    for (const [index, text] of texts.entries()) {
      expect(text).toMatch(new RegExp(`^${index}\\+${index} = \\*\\*${2 * index}\\*\\*`))
    }
    const shares = names.map((name, index) => cluster.server(name).stats.completed - (before[index] ?? 0))
    expect(shares.reduce((sum, share) => sum + share)).toBe(20)
    expect(Math.min(...shares)).toBeGreaterThan(0)
  })
})

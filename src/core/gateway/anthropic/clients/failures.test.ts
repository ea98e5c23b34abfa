import Anthropic, {
  APIError,
  AuthenticationError,
  BadRequestError,
  InternalServerError,
  NotFoundError,
} from '@anthropic-ai/sdk'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HarombeError } from '../../../../shared/errors'
import { failed, says } from '../../testing/fake-cluster'
import { caught } from '../../testing/outcomes'
import { type SimulatedCluster, startSimulatedCluster } from '../../testing/simulated-cluster'
import { authToken, startGateway } from '../../testing/start-gateway'

const shared = 'qwen2.5:7b'
const messages = [{ role: 'user' as const, content: 'What is 2+2?' }]

const textOf = ({ content }: Pick<Anthropic.Message, 'content'>) =>
  content.map(block => (block.type === 'text' ? block.text : '')).join('')

describe("Anthropic's own client", () => {
  let cluster: SimulatedCluster
  let client: Anthropic
  beforeAll(async () => {
    cluster = await startSimulatedCluster({ mac: { server: { model: shared } } })
    client = new Anthropic({ baseURL: cluster.endpoint, apiKey: 'none', maxRetries: 0 })
  })
  afterAll(() => cluster.stop())

  const ask = (changes: Partial<Anthropic.MessageCreateParamsNonStreaming>) =>
    client.messages.create({ model: 'auto', max_tokens: 500, messages, ...changes })

  it('throws the classes its users know', async () => {
    const missing = await caught(ask({ model: 'claude-opus-4' }))
    expect(missing).toBeInstanceOf(NotFoundError)
    expect(missing).toMatchObject({ type: 'not_found_error', requestID: expect.stringMatching(/^req_/) })
    expect(missing).toMatchObject({ error: { type: 'error' } })
    const { requestID, error } = missing as APIError & { error: { request_id: string } }
    expect(error.request_id).toBe(requestID)

    const url: Anthropic.ImageBlockParam = {
      type: 'image',
      source: { type: 'url', url: 'http://169.254.169.254/' },
    }
    const refused = await caught(ask({ messages: [{ role: 'user', content: [url] }] }))
    expect(refused).toBeInstanceOf(BadRequestError)
    expect(refused).toMatchObject({ type: 'invalid_request_error', message: expect.stringMatching(/base64/) })
    const server = await caught(ask({ tools: [{ type: 'web_search_20250305', name: 'web_search' }] }))
    expect(server).toBeInstanceOf(BadRequestError)
  })
})

describe('a node that dies in the middle of an answer', () => {
  it.each(['destroy', 'reset', 'end', 'error', 'garbage'] as const)(
    'ends the stream with an error and without message_stop (%s)',
    async failure => {
      const cluster = await startSimulatedCluster({
        mac: { server: { model: shared, failAfterTokens: 4, failure, tokensPerSecond: 100 } },
        tower: { server: { model: shared } },
      })
      try {
        const client = new Anthropic({ baseURL: cluster.endpoint, apiKey: 'none', maxRetries: 0 })
        const body = { model: 'tier-0', max_tokens: 500, messages }
        const types: string[] = []
        const stream = await client.messages.create({ ...body, stream: true })
        const error = await caught(
          (async () => {
            for await (const event of stream) types.push(event.type)
          })(),
        )
        expect(error).toBeInstanceOf(APIError)
        expect(error).toMatchObject({ type: 'api_error' })
        expect(types).toContain('content_block_delta')
        expect(types).not.toContain('message_delta')
        expect(types).not.toContain('message_stop')

        const headers = { 'x-harombe-on-stream-failure': 'buffer' }
        const whole = await client.messages.stream(body, { headers }).finalMessage()
        expect(textOf(whole)).toContain('4')
        expect(whole.stop_reason).toBe('end_turn')
      } finally {
        await cluster.stop()
      }
    },
  )
})

describe('retries of the client', () => {
  const retrying = async (code: 'NODE_BUSY' | 'NODE_REFUSED' | 'ALL_NODES_FAILED', stream: boolean) => {
    const gateway = await startGateway()
    gateway.fake.play(says(failed(new HarombeError(code, 'No.', { data: { retryAfterMs: 1 } }))))
    const statuses: number[] = []
    const client = new Anthropic({
      baseURL: gateway.endpoint,
      apiKey: 'none',
      maxRetries: 1,
      async fetch(url, init) {
        const response = await fetch(url, init)
        statuses.push(response.status)
        // The wait is the client's own affair and takes a second.
        const headers = new Headers(response.headers)
        headers.set('retry-after-ms', '1')
        return new Response(response.body, { status: response.status, headers })
      },
    })
    try {
      const error = await caught(
        Promise.resolve(client.messages.create({ model: 'auto', max_tokens: 5, messages, stream })),
      )
      return { error, statuses }
    } finally {
      await gateway.stop()
    }
  }

  it.each([false, true])('come where they may help (stream: %s)', async stream => {
    const { error, statuses } = await retrying('NODE_BUSY', stream)
    expect(statuses).toEqual([529, 529])
    expect(error).toMatchObject({ type: 'overloaded_error' })
    expect(error).toBeInstanceOf(InternalServerError)
    expect((await retrying('ALL_NODES_FAILED', stream)).statuses).toEqual([502, 502])
  })

  it.each([false, true])('do not come where they are pointless (stream: %s)', async stream => {
    const { error, statuses } = await retrying('NODE_REFUSED', stream)
    expect(statuses).toEqual([502])
    expect(error).toMatchObject({ type: 'api_error' })
  })
})

describe('a gateway that wants a token', () => {
  it('takes it as x-api-key and as a bearer token', async () => {
    const gateway = await startGateway({ resolvedAuthToken: authToken, server: { require_token: true } })
    const connect = (credential: { apiKey?: string; authToken?: string }) =>
      new Anthropic({ baseURL: gateway.endpoint, apiKey: null, maxRetries: 0, ...credential })
    const body = { model: 'auto', max_tokens: 5, messages }
    try {
      for (const credential of [{ apiKey: authToken }, { authToken }]) {
        expect(textOf(await connect(credential).messages.create(body))).toBe('Hello')
      }
      const wrong = await caught(connect({ apiKey: 'wrong' }).messages.create(body))
      expect(wrong).toBeInstanceOf(AuthenticationError)
      expect(wrong).toMatchObject({ type: 'authentication_error' })
    } finally {
      await gateway.stop()
    }
  })
})

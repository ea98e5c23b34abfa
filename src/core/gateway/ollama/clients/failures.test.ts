import { type ChatResponse, Ollama } from 'ollama'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { caught, collect } from '../../testing/outcomes'
import { type SimulatedCluster, startSimulatedCluster } from '../../testing/simulated-cluster'
import { authToken, startGateway } from '../../testing/start-gateway'

const shared = 'qwen2.5:7b'
const question = [{ role: 'user', content: 'What is 2+2?' }]

const textOf = (parts: readonly ChatResponse[]) => parts.map(({ message }) => message.content).join('')

describe("Ollama's own client is told", () => {
  let cluster: SimulatedCluster
  let client: Ollama
  beforeAll(async () => {
    cluster = await startSimulatedCluster({ mac: { server: { model: shared } } })
    client = new Ollama({ host: cluster.endpoint })
  })
  afterAll(() => cluster.stop())

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

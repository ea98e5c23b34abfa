import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, request, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text as textOf } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Scope } from '../shared/contract/caller'
import type { Message } from '../shared/entities'
import type { Coordinator } from './coordinator'
import { connectTo, createQuietCoordinator } from './coordinator.fixture'
import { createSimulatedServer } from './simulation/create-simulated-server'
import type { SimulatedModel, SimulatedServer } from './simulation/types'

let directory: string
let coordinator: Coordinator
let servers: SimulatedServer[]
let lines: Server[]
let asked: Question[][]

const question = z.object({
  messages: z.array(z.object({ content: z.string().default('') })),
  tools: z.array(z.object({ function: z.object({ name: z.string() }) })).default([]),
})
type Question = z.infer<typeof question>

/** A line to the server on which is seen what it is asked. */
async function tap(url: string, seen: Question[]): Promise<string> {
  const line = createServer(async (from, to) => {
    const body = await textOf(from)
    if (from.url === '/api/chat') seen.push(question.parse(JSON.parse(body)))
    const { method, headers } = from
    const onward = request(new URL(from.url ?? '/', url), { method, headers }, answer => {
      to.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(to)
    })
    onward.on('error', () => to.destroy())
    to.on('close', () => onward.destroy())
    onward.end(body)
  })
  lines.push(line)
  await new Promise<void>(resolve => void line.listen(0, '127.0.0.1', resolve))
  const address = line.address()
  if (address === null || typeof address === 'string') throw new Error('It has no port.')
  return `http://127.0.0.1:${address.port}`
}

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'harombe-route-'))
  servers = []
  lines = []
  asked = []
})
afterEach(async () => {
  await coordinator.stop()
  for (const server of servers) await server.stop()
  for (const line of lines) line.close()
  rmSync(directory, { recursive: true })
})

interface Machine extends Partial<SimulatedModel> {
  tier: 0 | 1 | 2
}

const plain: Machine = { tier: 0, capabilities: ['completion'] }
const able = (tier: 0 | 1 | 2): Machine => ({ tier, capabilities: ['completion', 'tools'] })

/** Nodes t0, t1, …, by their tiers. */
async function start(...machines: Machine[]) {
  const nodes = await Promise.all(
    machines.map(async ({ tier, ...model }, index) => {
      const seen: Question[] = []
      asked[index] = seen
      const name = `model-${tier}`
      const server = createSimulatedServer({
        models: [{ name, loaded: true, ...model }],
        ttftMs: 1,
        tokensPerSecond: 5000,
      })
      servers.push(server)
      const url = await tap((await server.start()).url, seen)
      return { name: `t${tier}`, url, backend: 'ollama', model: name, tier }
    }),
  )
  const config = {
    tools: { workspace: join(directory, 'workspace') },
    memory: { titles: false },
    cluster: { local: { enabled: false }, nodes },
  }
  coordinator = createQuietCoordinator(directory, config)
  await coordinator.start()
  await new Promise<void>(resolve => {
    coordinator.subscribeCluster(view => {
      if (view.nodes.length > 0 && view.nodes.every(({ status }) => status === 'online')) resolve()
    })
  })
  return connect(['read', 'chat', 'admin'])
}

const connect = (scopes: readonly Scope[]) => connectTo(coordinator, { scopes })

type Client = ReturnType<typeof connect>

async function answerTo(client: Client, text: string, settings?: { tools: boolean }): Promise<Message> {
  const chosen = settings && { memory: false, files: false, facts: false, ...settings }
  const { answer } = await client.call('chat.sendMessage', { text, ...(chosen && { settings: chosen }) })
  return await finished(client, answer.id)
}

async function finished(client: Client, messageId: string): Promise<Message> {
  for await (const event of client.stream('chat.watchAnswer', { messageId })) {
    if (event.type === 'finished') return event.message
  }
  throw new Error('It never finished.')
}

/** Of what each server was asked: whether tools were offered in its own form, or told of in the text. */
const formsOf = (index: number) =>
  asked[index]?.map(({ tools, messages }) => {
    if (tools.length > 0) return 'native'
    return messages.some(({ content }) => content.includes('```tool')) ? 'textual' : 'none'
  })

describe('tools that stand beside every question', () => {
  it.each([
    ['cannot take calls, and a large one can', [plain, able(2)], 'textual'],
    ['can, like the large one', [able(0), able(2)], 'native'],
    ['can, and the large one cannot', [able(0), { ...plain, tier: 2 as const }], 'native'],
  ])('leave a small question with the small node where it %s', async (_name, machines, form) => {
    const client = await start(...machines)
    const message = await answerTo(client, 'What is 2+2?')
    expect([message.answeredBy?.node, formsOf(0), formsOf(1)]).toEqual(['t0', [form], []])
    const without = await answerTo(client, 'What is 2+2?', { tools: false })
    expect([without.answeredBy?.node, without.route?.classification.tier]).toEqual([
      't0',
      message.route?.classification.tier,
    ])
  })

  it('leave it there from the first moment on, when nobody knows yet what the models can', async () => {
    const client = await start(plain, able(2))
    for (let asked = 0; asked < 20; asked += 1) {
      expect((await answerTo(client, 'What is 2+2?')).answeredBy?.node).toBe('t0')
    }
  })

  it('leave a hard question with the large node, in the form that one takes', async () => {
    const client = await start(able(0), { ...plain, tier: 2 })
    const hard =
      'Prove that every bounded monotone sequence of reals converges, compare three proofs in depth, and derive the rate of convergence for each.'
    const message = await answerTo(client, hard)
    expect([message.answeredBy?.node, formsOf(1)]).toEqual(['t2', ['textual']])
  })

  it('fit into a small window, so that it is not the tools that lead a question away from it', async () => {
    const client = await start({ ...able(0), contextLength: 2048, servedContext: 2048 }, able(2))
    const message = await answerTo(client, 'What is 12*12 in my head?')
    expect(message.answeredBy?.node).toBe('t0')
    expect(asked[0]?.[0]?.tools.map(tool => tool.function.name)).toEqual(['calculator'])
  })

  it('are not there for whoever may chat and nothing else, in the chat, written again, and in an exchange', async () => {
    await start(able(0))
    const guest = connect(['read', 'chat'])
    const message = await answerTo(guest, 'What is 2+2?', { tools: true })
    const again = await guest.call('chat.regenerate', { messageId: message.id })
    await finished(guest, again.answer.id)
    const exchange = guest.stream('chat.ask', { messages: [{ role: 'user', content: 'Hi' }], tools: true })
    for await (const event of exchange) expect(event.type).not.toBe('step')
    expect(formsOf(0)).toEqual(['none', 'none', 'none'])
    const owner = connect(['read', 'chat', 'admin'])
    await finished(owner, (await owner.call('chat.regenerate', { messageId: message.id })).answer.id)
    expect(formsOf(0)?.at(-1)).toBe('native')
  })
})

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Message } from '../shared/entities'
import type { Coordinator } from './coordinator'
import { anyNodeOnline, connectTo, createQuietCoordinator } from './coordinator.fixture'
import { createSimulatedServer } from './simulation/create-simulated-server'
import { parseScript } from './simulation/script'
import type { SimulatedServer } from './simulation/types'

const maxWaitMs = 1_000
const answerText = 'It is written down, and that is all there is to say of it.'

let directory: string
let coordinator: Coordinator
let servers: SimulatedServer[]

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'harombe-dead-nodes-'))
})
afterEach(async () => {
  await coordinator.stop()
  await dies()
  rmSync(directory, { recursive: true })
})

/** Two nodes with the same model, which writes a file and then answers. */
async function start(native: boolean) {
  const call = { name: 'write_file', arguments: { path: 'a.md', content: 'One '.repeat(60) } }
  const turns = [{ text: 'I write it down.', tool_calls: [call] }, { text: answerText }]
  servers = [0, 1].map(() =>
    createSimulatedServer({
      models: [
        { name: 'scripted', loaded: true, capabilities: native ? ['completion', 'tools'] : ['completion'] },
      ],
      script: parseScript({ native, turns }),
      ttftMs: 1,
      tokensPerSecond: 100,
    }),
  )
  const nodes = await Promise.all(
    servers.map(async (server, tier) => {
      const { url } = await server.start()
      return { name: `node-${tier}`, url, backend: 'ollama', model: 'scripted', tier }
    }),
  )
  coordinator = createQuietCoordinator(directory, {
    tools: { workspace: directory },
    memory: { titles: false },
    cluster: { local: { enabled: false }, queue: { max_wait: maxWaitMs / 1000 }, nodes },
  })
  await coordinator.start()
  await anyNodeOnline(coordinator)
  return connectTo(coordinator)
}

type Client = Awaited<ReturnType<typeof start>>
type Moment = 'at the call' | 'in the answer' | 'in the call'

const dies = () => Promise.all(servers.map(server => server.stop()))

/** Follows an answer, allowing all that is asked for. At `moment` every node dies. */
async function follow(client: Client, messageId: string, moment?: Moment) {
  const leaving = new AbortController()
  let diedAt = 0
  let steps = 0
  const die = async () => {
    if (diedAt > 0) return
    diedAt = performance.now()
    await dies()
  }
  async function decide() {
    for await (const waiting of client.stream('agent.watchApprovals', {}, { signal: leaving.signal })) {
      for (const { id, digest } of waiting) {
        if (moment === 'at the call') await die()
        await client.call('agent.decideApproval', { id, digest, approve: true })
      }
    }
  }
  const deciding = decide().catch(() => undefined)
  let message: Message | null = null
  let said = ''
  for await (const event of client.stream('chat.watchAnswer', { messageId })) {
    if (event.type === 'step') steps += 1
    if (event.type === 'text') said += event.text
    if (event.type === 'text' && moment === 'in the answer' && steps === 2) await die()
    // The block that follows is not shown: what stands before it is.
    if (moment === 'in the call' && said.includes('down.')) await die()
    if (event.type === 'finished') message = event.message
  }
  leaving.abort()
  await deciding
  if (message === null) throw new Error('There was no end.')
  return { message, ms: performance.now() - diedAt }
}

describe.each([
  ['calls tools in its own form', true],
  ['has no place for calls', false],
])('a run with a model that %s, all of whose nodes die', (_name, native) => {
  it.each([
    ['at the call', 'NO_NODE_AVAILABLE', '', 1],
    ['in the answer', 'ALL_NODES_FAILED', 'It', 1],
    ['in the call', 'ALL_NODES_FAILED', 'I write it down.', 0],
  ] as const)('%s', async (moment, code, beginning, steps) => {
    const client = await start(native)
    const sent = await client.call('chat.sendMessage', { text: 'Write it down.' })
    const { message, ms } = await follow(client, sent.answer.id, moment)
    expect(message).toMatchObject({ state: 'failed', error: { code } })
    expect(message.content.startsWith(beginning)).toBe(true)
    expect(message.steps ?? []).toHaveLength(steps)
    // It is waited for the nodes once.
    expect(ms).toBeLessThan(2 * maxWaitMs)

    await Promise.all(servers.map(server => server.start()))
    const again = await client.call('chat.regenerate', { messageId: sent.answer.id })
    const retried = await follow(client, again.answer.id)
    expect(retried.message).toMatchObject({ state: 'complete', content: answerText })
    expect(readFileSync(join(directory, 'a.md'), 'utf8')).toContain('One')
  })
})

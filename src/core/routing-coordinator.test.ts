import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { HarombeClient } from '../shared/contract'
import type { RoutingState } from '../shared/contract/routing'
import type { Message, Tier } from '../shared/entities'
import type { Coordinator } from './coordinator'
import { connectTo, createQuietCoordinator } from './coordinator.fixture'
import { serveHttp } from './inference/testing/scripted-server'

const question = 'What is the capital of Honduras?'
const configText = (nodes: unknown) => `# my machines
memory: {enabled: true}
cluster:
  probe_capabilities: false
  local: {enabled: false}
  nodes: ${JSON.stringify(nodes)}
  routing:
    preference: balanced # as it comes
`

let directory: string
let configPath: string
let coordinator: Coordinator

/** One machine a tier, all of them ready. */
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'harombe-routing-'))
  configPath = join(directory, 'harombe.yaml')
  const line = (content: string, done: boolean) => `${JSON.stringify({ message: { content }, done })}\n`
  const { url } = await serveHttp(({ path }, response) => {
    response.end(path === '/api/chat' ? line('Paris.', false) + line('', true) : '{"models":[{"name":"m"}]}')
  })
  const nodes = [0, 1, 2].map(tier => ({ name: `tier-${tier}`, url, backend: 'ollama', tier }))
  writeFileSync(configPath, configText(nodes))
  await start()
})
afterEach(async () => {
  await coordinator.stop()
  rmSync(directory, { recursive: true })
})

async function start(mode: 'serve' | 'ephemeral' = 'serve') {
  coordinator = createQuietCoordinator(directory, null, { mode })
  await coordinator.start()
}

const connect = (kind: 'desktop' | 'browser' | 'cli' = 'desktop') => connectTo(coordinator, { kind })
type Client = HarombeClient

async function finished(client: Client, messageId: string): Promise<Message> {
  for await (const event of client.stream('chat.watchAnswer', { messageId }))
    if (event.type === 'finished') return event.message
  throw new Error('It never finished.')
}

async function ask(client: Client, tier: 'auto' | Tier = 'auto'): Promise<Message> {
  const { answer } = await client.call('chat.sendMessage', { text: question, tier })
  return finished(client, answer.id)
}

async function redo(client: Client, { id }: Message, tier: Tier): Promise<Message> {
  const { answer } = await client.call('chat.regenerate', { messageId: id, tier })
  return finished(client, answer.id)
}

async function stateOf(client: Client, isWanted = (_state: RoutingState) => true): Promise<RoutingState> {
  for await (const state of client.stream('routing.watchRouting', {})) if (isWanted(state)) return state
  throw new Error('The stream ended.')
}
const settled = (client: Client) => stateOf(client)

describe('learning from the user', () => {
  it('keeps ratings and signals over a restart, exports them without a word, and forgets them', async () => {
    const client = connect()
    const small = await ask(client)
    expect(small).toMatchObject({ state: 'complete', answeredBy: { tier: 0 } })
    await redo(client, small, 2)
    expect(await client.call('chat.rateAnswer', { messageId: small.id, rating: 'down' })).toMatchObject({
      id: small.id,
      rating: 'down',
    })
    const state = await stateOf(client, ({ signals }) => signals.redo_bigger === 1)
    expect(state).toMatchObject({
      preference: 'balanced',
      learn: true,
      bound: 1,
      shift: [0, 0],
      signals: { redo_bigger: 1, thumb_down: 1, forced: 0 },
      problem: null,
    })
    expect(Math.abs(Date.now() - (state.since ?? 0))).toBeLessThan(60_000)
    await coordinator.stop()

    await start()
    const again = connect()
    const exported = await again.call('routing.exportLearning', {})
    expect(exported).toMatchObject({
      version: 1,
      signals: [
        { kind: 'redo_bigger', message: small.parentId, wantedTier: 0, givenTier: 2 },
        { kind: 'thumb_down', message: small.id, wantedTier: 0, givenTier: 0 },
      ],
    })
    expect(readFileSync(join(directory, 'data', 'routing.json'), 'utf8')).not.toContain('Honduras')
    const { messages } = await again.call('chat.getConversation', { id: small.conversationId })
    expect(messages.find(({ id }) => id === small.id)).toMatchObject({ rating: 'down' })
    expect(await again.call('chat.rateAnswer', { messageId: small.id, rating: null })).not.toHaveProperty(
      'rating',
    )
    expect((await settled(again)).signals).toMatchObject({ redo_bigger: 1, thumb_down: 0 })
    expect(await again.call('routing.resetLearning', {})).toEqual({ removed: 1 })
    expect((await settled(again)).since).toBeNull()
    await coordinator.stop()
    await start()
    expect((await connect().call('routing.exportLearning', {})).signals).toEqual([])
  })

  it('shifts every decision after enough redone answers, and each decision says by how much', async () => {
    const client = connect()
    const first = await ask(client)
    const before = await client.call('cluster.explainRoute', { text: question })
    expect(before.classification.shift ?? [0, 0]).toEqual([0, 0])
    await redo(client, first, 2)
    for (let count = 0; count < 15; count += 1) await redo(client, await ask(client), 2)
    const { shift } = await stateOf(client, ({ signals }) => signals.redo_bigger === 16)
    expect(shift[0]).toBeGreaterThan(0.3)
    const after = await client.call('cluster.explainRoute', { text: question })
    expect(after.classification.shift?.[0]).toBeCloseTo(shift[0], 3)
  })

  it('counts tiers the user forces in the chat and on the command line, and none of a program', async () => {
    const askOnce = async (client: Client) => {
      const messages = [{ role: 'user' as const, content: question }]
      for await (const event of client.stream('chat.ask', { messages, tier: 2 }))
        if (event.type === 'finished') return event
    }
    const client = connect('browser')
    await ask(client, 2)
    await askOnce(client)
    expect((await stateOf(client, ({ signals }) => signals.forced > 0)).signals.forced).toBe(1)
    await askOnce(connect('cli'))
    expect((await settled(client)).signals.forced).toBe(2)
    expect((await ask(client, 0)).answeredBy?.tier).toBe(0)
    expect((await settled(client)).signals.forced).toBe(2)
  })

  it('records and applies nothing while it is off, from the moment the call returns, and keeps what it had', async () => {
    const client = connect()
    await redo(client, await ask(client), 2)
    await stateOf(client, ({ signals }) => signals.redo_bigger === 1)
    await client.call('routing.setRouting', { learn: false })
    const small = await ask(client)
    await redo(client, small, 2)
    await client.call('chat.rateAnswer', { messageId: small.id, rating: 'down' })
    expect(await settled(client)).toMatchObject({ learn: false, signals: { redo_bigger: 1, thumb_down: 0 } })
    await client.call('routing.setRouting', { learn: true })
    await redo(client, small, 1)
    await stateOf(client, ({ signals }) => signals.redo_bigger === 2)
  })
})

describe('the settings', () => {
  it('are written with every comment kept, and in force and told at once', async () => {
    const client = connect()
    const before = readFileSync(configPath, 'utf8')
    const seen: string[] = []
    const abort = new AbortController()
    const watching = (async () => {
      for await (const { preference } of client.stream('routing.watchRouting', {}, { signal: abort.signal }))
        seen.push(preference)
    })().catch(() => undefined)
    await client.call('routing.setRouting', { preference: 'quality' })
    const { classification } = await client.call('cluster.explainRoute', { text: question })
    expect(classification.preference).toBe('quality')
    expect(readFileSync(configPath, 'utf8')).toBe(
      before.replace('preference: balanced #', 'preference: quality #'),
    )
    await client.call('routing.setRouting', {})
    expect(readFileSync(configPath, 'utf8')).toContain('quality')
    writeFileSync(configPath, before.replace('balanced', 'eco'))
    await stateOf(client, ({ preference }) => preference === 'eco')
    abort.abort()
    await watching
    expect(seen[0]).toBe('balanced')
    expect(seen).toContain('quality')
  })

  it('take nothing else', async () => {
    const client = connect()
    const wrong = { preference: 'best' } as unknown as { preference: 'eco' }
    await expect(client.call('routing.setRouting', wrong)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    await expect(client.call('chat.rateAnswer', { messageId: 'none', rating: 'up' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
  })
})

it('a command without a coordinator goes by what was learnt, adds nothing, and may forget it', async () => {
  const client = connect('cli')
  await redo(client, await ask(client), 2)
  await stateOf(client, ({ signals }) => signals.redo_bigger === 1)
  await coordinator.stop()

  await start('ephemeral')
  const command = connect('cli')
  await ask(command, 2)
  const messages = [{ role: 'user' as const, content: question }]
  for await (const _event of command.stream('chat.ask', { messages, tier: 2 }));
  expect((await command.call('routing.exportLearning', {})).signals).toHaveLength(1)
  await coordinator.stop()
  expect(readdirSync(join(directory, 'data'))).not.toContain('routing.json.broken')

  await start('ephemeral')
  expect(await connect('cli').call('routing.resetLearning', {})).toEqual({ removed: 1 })
  await coordinator.stop()
  await start()
  expect((await connect().call('routing.exportLearning', {})).signals).toEqual([])
})

import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseYaml } from '../shared/config/document/parse-yaml'
import type { AskEvent } from '../shared/contract/chat'
import type { AnswerEvent, Message } from '../shared/entities'
import { transcriptOf, transcriptOfEvents } from '../shared/entities/testing/transcript'
import type { Coordinator } from './coordinator'
import { anyNodeOnline, connectTo, createQuietCoordinator } from './coordinator.fixture'
import { createSimulatedServer } from './simulation/create-simulated-server'
import { parseScript } from './simulation/script'
import type { SimulatedServer } from './simulation/types'

const fixture = join(import.meta.dirname, '../../e2e/fixtures/agent-run')
const script = parseScript(parseYaml(readFileSync(join(fixture, 'script.yaml'))).document.toJS())
const transcript = readFileSync(join(fixture, 'transcript.txt'), 'utf8')
const question = script.question ?? ''

let directory: string
let workspace: string
let coordinator: Coordinator
let server: SimulatedServer

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'harombe-run-'))
  workspace = join(directory, 'workspace')
  cpSync(join(fixture, 'workspace'), workspace, { recursive: true })
})
afterEach(async () => {
  await coordinator.stop()
  await server.stop()
  rmSync(directory, { recursive: true })
})

async function start(native: boolean) {
  server = createSimulatedServer({
    models: [
      { name: 'scripted', loaded: true, capabilities: native ? ['completion', 'tools'] : ['completion'] },
    ],
    script: { ...script, native },
    ttftMs: 1,
    tokensPerSecond: 5000,
  })
  const { url } = await server.start()
  const node = { name: 'scripted', url, backend: 'ollama', model: 'scripted', tier: 0 }
  const config = {
    tools: { workspace },
    memory: { titles: false },
    cluster: { local: { enabled: false }, nodes: [node] },
  }
  coordinator = createQuietCoordinator(directory, config)
  await coordinator.start()
  await anyNodeOnline(coordinator)
  return connect()
}

const connect = () => connectTo(coordinator)
type Client = ReturnType<typeof connect>

/** Refuses the first call that is asked for, with a word to the model, and allows the others. */
async function decide(client: Client, signal: AbortSignal): Promise<string[]> {
  const seen: string[] = []
  for await (const waiting of client.stream('agent.watchApprovals', {}, { signal })) {
    for (const { id, digest, exact } of waiting) {
      const approve = seen.length > 0
      seen.push(exact.text)
      const note = approve ? {} : { note: 'Leave that file as it is.' }
      await client.call('agent.decideApproval', { id, digest, approve, ...note })
    }
  }
  return seen
}

async function follow<Event extends AnswerEvent | AskEvent>(client: Client, events: AsyncIterable<Event>) {
  const leaving = new AbortController()
  const deciding = decide(client, leaving.signal)
  const seen: Event[] = []
  for await (const event of events) seen.push(event)
  leaving.abort()
  return { events: seen, asked: await deciding.catch(() => []) }
}

async function answer(client: Client): Promise<{ events: AnswerEvent[]; message: Message }> {
  const sent = await client.call('chat.sendMessage', { text: question })
  const { events } = await follow(client, client.stream('chat.watchAnswer', { messageId: sent.answer.id }))
  const last = events.at(-1)
  if (last?.type !== 'finished') throw new Error(`The last event is ${last?.type}.`)
  return { events, message: last.message }
}

describe.each([
  ['calls tools in its own form', true],
  ['has no place for calls', false],
])('a scripted model that %s does a task of five steps, with one call refused', (_name, native) => {
  it('in a chat', async () => {
    const client = await start(native)
    const { events, message } = await answer(client)
    expect(transcriptOfEvents(events)).toBe(transcript)
    expect(transcriptOf(message)).toBe(transcript)
    const { messages } = await client.call('chat.getConversation', { id: message.conversationId })
    expect(transcriptOf(messages.at(-1) ?? message)).toBe(transcript)
    expect(readFileSync(join(workspace, 'june.md'), 'utf8')).toBe('June: 66 euros.\n')
    expect(readFileSync(join(workspace, 'expenses.csv'), 'utf8')).not.toContain('sum')
  })

  it('in an exchange that is not kept', async () => {
    const client = await start(native)
    const asked = client.stream('chat.ask', { messages: [{ role: 'user', content: question }], tools: true })
    const { events } = await follow(client, asked)
    expect(transcriptOfEvents(events)).toBe(transcript)
    expect(existsSync(join(workspace, 'june.md'))).toBe(true)
  })
})

it('a chat in which tools are off is answered without any', async () => {
  const client = await start(true)
  const settings = { tools: false, memory: false, files: false, facts: false }
  const sent = await client.call('chat.sendMessage', { text: question, settings })
  const { events } = await follow(client, client.stream('chat.watchAnswer', { messageId: sent.answer.id }))
  expect(events.some(({ type }) => type === 'step' || type === 'toolCall')).toBe(false)
  expect(transcriptOfEvents(events)).toBe('I look at what is there.\n')
})

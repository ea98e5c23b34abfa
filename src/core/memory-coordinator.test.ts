import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { HarombeClient } from '../shared/contract'
import type { Coordinator } from './coordinator'
import { connectTo, createQuietCoordinator } from './coordinator.fixture'
import { serveHttp } from './inference/testing/scripted-server'

let directory: string
let coordinator: Coordinator
let client: HarombeClient

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'harombe-memory-'))
  const node = await serveHttp(({ path }, response) => {
    if (path !== '/api/chat') return void response.end('{"models":[{"name":"m"}]}')
    const say = (content: string, done: boolean) => `${JSON.stringify({ message: { content }, done })}\n`
    response.end(say('A lighthouse warns ships.', false) + say('', true))
  })
  const config = {
    memory: { titles: false, summaries: false },
    cluster: {
      probe_capabilities: false,
      local: { enabled: false },
      nodes: [{ name: 'mini', url: node.url, backend: 'ollama', tier: 0 }],
    },
  }
  coordinator = createQuietCoordinator(directory, config)
  await coordinator.start()
  client = connectTo(coordinator, { kind: 'test' })
})
afterEach(async () => {
  await coordinator.stop()
  rmSync(directory, { recursive: true })
})

async function ask(text: string) {
  const { conversation, answer } = await client.call('chat.sendMessage', {
    text,
    settings: { tools: false, memory: false, files: false, facts: false },
  })
  for await (const _event of client.stream('chat.watchAnswer', { messageId: answer.id })) {
    // To its end.
  }
  return { id: conversation.id, answerId: answer.id }
}

it('finds what was said, says how much there is, and has everything about one answer', async () => {
  const { id, answerId } = await ask('What is it for?')
  const hits = await client.call('memory.search', { query: 'lighthouse', by: 'both' })
  expect(hits).toMatchObject([{ conversationId: id, messageId: answerId, role: 'assistant', by: 'words' }])
  expect(hits[0]?.snippet).toContainEqual({ text: 'lighthouse', isMatch: true })
  const status = await client.call('memory.status', {})
  expect(status).toMatchObject({ conversations: 1, messages: 2, attachments: 0 })
  expect(status.bytes).toBeGreaterThan(0)
  expect((await client.call('chat.getMessage', { id: answerId })).route?.candidates).toHaveLength(1)
})

it('begins chats as the settings have it, and says so before', async () => {
  const usual = await client.call('chat.defaultSettings', {})
  expect(usual).toEqual({ tools: true, memory: false, files: true, facts: true })
  const { conversation } = await client.call('chat.sendMessage', { text: 'What is it for?' })
  expect(conversation.settings).toEqual(usual)
})

it('tells every window when conversations leave a folder and come back to it', async () => {
  const { id } = await ask('What is it for?')
  const folder = await client.call('memory.createFolder', { name: 'Sea' })
  expect(
    await client.call('chat.updateConversation', { id, folderId: folder.id, pinned: true }),
  ).toMatchObject({
    folderId: folder.id,
    pinned: true,
    titleBy: 'words',
    settings: { tools: false },
  })
  const told: string[] = []
  const abort = new AbortController()
  const watching = (async () => {
    for await (const change of client.stream('chat.watchConversations', {}, { signal: abort.signal }))
      told.push(change.conversationId)
  })().catch(() => undefined)
  await client.call('memory.listFolders', {})
  await client.call('memory.removeFolder', { id: folder.id })
  expect((await client.call('chat.listConversations', {}))[0]?.folderId).toBeNull()
  await vi.waitFor(() => expect(told).toEqual([id]))
  await client.call('memory.restoreFolder', { id: folder.id })
  expect((await client.call('chat.listConversations', {}))[0]?.folderId).toBe(folder.id)
  await vi.waitFor(() => expect(told).toEqual([id, id]))
  abort.abort()
  await watching
})

it('keeps facts', async () => {
  const fact = await client.call('memory.addFact', { text: '  I live by the sea.  ' })
  await client.call('memory.updateFact', { id: fact.id, text: 'I live on a hill.' })
  expect(await client.call('memory.listFacts', {})).toEqual([{ ...fact, text: 'I live on a hill.' }])
  await client.call('memory.removeFact', { id: fact.id })
  expect(await client.call('memory.listFacts', {})).toEqual([])
})

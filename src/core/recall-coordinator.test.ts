import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { HarombeClient } from '../shared/contract'
import type { Attachment, Message } from '../shared/entities'
import type { Coordinator } from './coordinator'
import { anyNodeOnline, connectTo, createQuietCoordinator } from './coordinator.fixture'
import { pngHeader } from './memory/ingest/testing/images'
import { writePdf } from './memory/ingest/testing/write-pdf'
import { createSimulatedServer } from './simulation/create-simulated-server'
import type { SimulatedServer } from './simulation/types'

let directory: string
let server: SimulatedServer
let coordinator: Coordinator
let client: HarombeClient

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'harombe-recall-'))
  server = createSimulatedServer({
    models: [
      { name: 'talker', loaded: true, capabilities: ['completion', 'vision'] },
      { name: 'nomic-embed-text', loaded: true, capabilities: ['embedding'] },
    ],
    ttftMs: 1,
    tokensPerSecond: 5000,
  })
  const { url } = await server.start()
  const node = { name: 'n', url, backend: 'ollama', model: 'talker', tier: 0 }
  coordinator = createQuietCoordinator(directory, {
    memory: { rag: { min_similarity: 0.3 } },
    cluster: { local: { enabled: false }, nodes: [node] },
  })
  await coordinator.start()
  await anyNodeOnline(coordinator)
  client = connectTo(coordinator)
})
afterEach(async () => {
  await coordinator.stop()
  await server.stop()
  rmSync(directory, { recursive: true })
})

async function give(name: string, content: Uint8Array): Promise<Attachment> {
  const { uploadId } = await client.call('memory.beginUpload', { name, bytes: content.length })
  const step = 500_000
  for (let offset = 0; offset < content.length; offset += step) {
    const data = Buffer.from(content.subarray(offset, offset + step)).toString('base64')
    await client.call('memory.appendUpload', { uploadId, offset, data })
  }
  return await client.call('memory.attachUpload', { uploadId })
}

async function ask(
  text: string,
  more: { attachmentIds?: string[]; memory?: boolean } = {},
): Promise<Message> {
  const { attachmentIds, memory = false } = more
  const settings = { tools: false, memory, files: true, facts: true }
  const sent = await client.call('chat.sendMessage', {
    text,
    settings,
    ...(attachmentIds === undefined ? {} : { attachmentIds }),
  })
  for await (const event of client.stream('chat.watchAnswer', { messageId: sent.answer.id }))
    if (event.type === 'finished') return event.message
  throw new Error('The answer had no end.')
}

describe('a coordinator that remembers', () => {
  it('answers about a PDF the moment it is sent, with its source, and shows it again', async () => {
    const paper = await give('paper.pdf', writePdf([['About glaciers'], ['They melt in July']]))
    const answer = await ask('When do they melt?', { attachmentIds: [paper.id] })
    expect(answer.state).toBe('complete')
    expect(answer.sources).toMatchObject([{ number: 1, kind: 'attachment', title: 'paper.pdf' }])
    const { messages } = await client.call('chat.getConversation', { id: answer.conversationId })
    expect(messages[0]?.attachments).toMatchObject([{ name: 'paper.pdf', state: 'ready', pages: 2 }])
    const parts: string[] = []
    for await (const { data } of client.stream('memory.readAttachment', { id: paper.id })) parts.push(data)
    expect(parts.join('')).toBe('About glaciers\fThey melt in July')
    expect(readdirSync(join(directory, 'data', 'uploads'))).toEqual([])
  })

  it('cites the page of a file that fits no window, the moment it is sent and when the question is edited', async () => {
    const lines = (page: number) =>
      Array.from({ length: 30 }, (_, line) =>
        page === 56 && line === 1
          ? 'The wolverine was seen at the glacier in October.'
          : `Line ${line} of what is known about otters and herons in region ${page}.`,
      )
    const paper = await give('survey.pdf', writePdf(Array.from({ length: 80 }, (_, page) => lines(page))))
    for (let turn = 0; turn < 2; turn++) {
      const answer = await ask('When was the wolverine seen at the glacier?', { attachmentIds: [paper.id] })
      expect(answer.sources?.[0]).toMatchObject({
        kind: 'attachment',
        locator: 'page 57',
        excerpt: expect.stringContaining('wolverine'),
      })
    }
  })

  it('gives an image to a model that sees', async () => {
    const picture = await give('what.bin', pngHeader(64, 48))
    const answer = await ask('What is it?', { attachmentIds: [picture.id] })
    expect(answer.state).toBe('complete')
    expect(answer.answeredBy?.model).toBe('talker')
  })

  it('indexes what was said, finds it by meaning, and uses it in another chat that may', async () => {
    await ask('The boiler in the cellar needs new seals every autumn')
    await vi.waitFor(
      async () => {
        const { embedding } = await client.call('memory.status', {})
        expect(embedding).toMatchObject({ model: 'nomic-embed-text', pending: 0, problem: null })
        expect(embedding.indexed).toBeGreaterThan(1)
      },
      { timeout: 15_000, interval: 200 },
    )
    const found = await client.call('memory.search', {
      query: 'seals of the boiler in the cellar',
      by: 'meaning',
    })
    expect(found[0]).toMatchObject({ by: 'meaning', role: 'user' })
    const without = await ask('What does the boiler in the cellar need?')
    expect(without.sources ?? []).toEqual([])
    const answer = await ask('What does the boiler in the cellar need?', { memory: true })
    expect(answer.sources?.some(({ excerpt }) => excerpt.includes('needs new seals'))).toBe(true)
  })

  it('names no chat with the words of a node that pretends', async () => {
    const { conversationId } = await ask('Hello there')
    const { conversation } = await client.call('chat.getConversation', { id: conversationId })
    expect(conversation.titleBy).toBe('words')
  })
})

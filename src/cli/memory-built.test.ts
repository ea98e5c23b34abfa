import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createCoordinator } from '../core/coordinator'
import { writePdf } from '../core/memory/ingest/testing/write-pdf'
import type { HarombeClient } from '../shared/contract'
import type { Attachment, Message } from '../shared/entities'
import { connectInProcess, connectToHolder } from './session'
import { cliPath, lastJson, runCli, type Served, startCli } from './testing/run-cli'

let root: string
let home: string
const cleanUps: (() => unknown)[] = []

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'harombe-built-'))
  home = join(root, 'home')
  mkdirSync(home)
  const node = await startCli(
    [
      ...'simulate --port 0 --model talker --embedding nomic-embed-text --tokens-per-second 5000 --ttft-ms 1'.split(
        ' ',
      ),
    ],
    join(root, 'node'),
  )
  cleanUps.push(() => node.stop())
  const url = String(node.info.url)
  writeFileSync(
    join(home, 'harombe.yaml'),
    JSON.stringify({
      server: { port: 0 },
      memory: { max_history_tokens: 2048 },
      cluster: {
        local: { enabled: false },
        nodes: [{ name: 'n', url, backend: 'ollama', model: 'talker', tier: 0 }],
      },
    }),
  )
})
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
  rmSync(root, { recursive: true, force: true })
})

async function serve(): Promise<{ served: Served; client: HarombeClient }> {
  const served = await startCli(['serve', '--port', '0'], home)
  cleanUps.push(() => served.stop('SIGKILL'))
  const session = await connectToHolder(home)
  if (session === null) throw new Error('It listens nowhere.')
  cleanUps.push(session.close)
  const { client } = session
  return { served, client }
}

async function give(
  client: HarombeClient,
  name: string,
  content: Uint8Array,
  path?: string,
): Promise<Attachment> {
  const { uploadId } = await client.call('memory.beginUpload', { name, bytes: content.length })
  for (let offset = 0; offset < content.length; offset += 500_000) {
    const data = Buffer.from(content.subarray(offset, offset + 500_000)).toString('base64')
    await client.call('memory.appendUpload', { uploadId, offset, data })
  }
  return client.call('memory.attachUpload', { uploadId, ...(path === undefined ? {} : { path }) })
}

async function ask(client: HarombeClient, text: string, attachmentIds: string[]): Promise<Message> {
  const settings = { tools: false, memory: false, files: true, facts: true }
  const { answer } = await client.call('chat.sendMessage', { text, settings, attachmentIds })
  for await (const event of client.stream('chat.watchAnswer', { messageId: answer.id }))
    if (event.type === 'finished') return event.message
  throw new Error('The answer had no end.')
}

async function online(client: HarombeClient): Promise<void> {
  const abort = new AbortController()
  const updates = client.stream('cluster.watchCluster', {}, { signal: abort.signal })
  for await (const update of updates) {
    const nodes = update.type === 'snapshot' ? update.view.nodes : (update.nodes ?? [])
    if (nodes.some(({ status }) => status === 'online')) break
  }
  abort.abort()
}

/** Longer than any window: each page is about something of its own. */
const creatures = ['otter', 'heron', 'badger', 'lynx', 'osprey', 'marmot', 'viper', 'salmon']
const longPaper = () =>
  writePdf(
    Array.from({ length: 80 }, (_, page) =>
      Array.from({ length: 30 }, (_line, line) =>
        page === 56 && line === 1
          ? 'The wolverine was seen at the glacier in October.'
          : `Line ${line} of what is known about the ${creatures[page % creatures.length]} in region ${page}.`,
      ),
    ),
  )

describe('the built app, with its threads', { timeout: 60_000 }, () => {
  it('cites the right page of a PDF that fits no window and the file of a folder, and finds by meaning', async () => {
    const { client } = await serve()
    await online(client)
    const paper = await give(client, 'survey.pdf', longPaper())
    const about = await ask(client, 'When was the wolverine seen at the glacier?', [paper.id])
    expect(about.state).toBe('complete')
    const [first] = about.sources ?? []
    expect(first).toMatchObject({ kind: 'attachment', title: 'survey.pdf', locator: 'page 57' })
    expect(first?.excerpt).toContain('wolverine')
    const files = await Promise.all(
      ['boiler', 'garden'].map(name =>
        give(client, `${name}.md`, Buffer.from(`# ${name}\n\nAll about the ${name}.\n`), `house/${name}.md`),
      ),
    )
    const house = await ask(
      client,
      'What about the boiler?',
      files.map(({ id }) => id),
    )
    expect(house.sources?.map(({ title }) => title).sort()).toEqual(['boiler.md', 'garden.md'])
    await vi.waitFor(
      async () => {
        const status = lastJson(await runCli(['memory', 'status', '--json'], home))
        expect(status.embedding).toMatchObject({ model: 'nomic-embed-text', pending: 0, problem: null })
      },
      { timeout: 30_000, interval: 500 },
    )
    const found = lastJson(await runCli(['memory', 'search', 'wolverine', '--by', 'meaning', '--json'], home))
    // A short question finds what is nearest, and not everything.
    expect(found.hits).toEqual(expect.arrayContaining([expect.objectContaining({ by: 'meaning' })]))
    expect(found.hits).not.toHaveLength(50)
  })

  it('has failed a file that was being read when it was killed, and leaves nothing of it behind', async () => {
    const { served, client } = await serve()
    // Pages without end: reading takes longer than this process lives.
    const slow = await give(
      client,
      'slow.pdf',
      writePdf(Array.from({ length: 4900 }, () => ['word '.repeat(40)])),
    )
    await client.call('memory.beginUpload', { name: 'half.txt', bytes: 10 })
    expect(slow.state).toBe('reading')
    expect(readdirSync(join(home, 'uploads'))).toHaveLength(1)
    await served.stop('SIGKILL')
    const { client: next } = await serve()
    await vi.waitFor(async () => {
      for await (const { state, problem } of next.stream('memory.watchAttachment', { id: slow.id }))
        expect([state, problem]).toEqual(['failed', expect.stringMatching(/Attach it again/)])
    })
    expect(readdirSync(join(home, 'uploads'))).toEqual([])
  })

  it('takes files apart and looks things up on threads of their own', async () => {
    const threads: string[] = []
    const note = (worker: Worker) => void threads.push(worker.threadName ?? '')
    process.on('worker', note)
    cleanUps.push(() => process.off('worker', note))
    const built = (name: string) => join(dirname(cliPath()), `${name}.js`)
    const coordinator = createCoordinator({
      mode: 'serve',
      dataDirectory: join(root, 'data'),
      configPath: join(home, 'harombe.yaml'),
      version: '1.2.3',
      staticRoot: null,
      host: {
        capabilities: [],
        storageThread: built('storage-thread'),
        searchThread: built('search-thread'),
        ingestThread: built('ingest-thread'),
      },
      log: pino({ level: 'silent' }),
      overrides: { port: 0 },
    })
    await coordinator.start()
    cleanUps.push(() => coordinator.stop())
    const client = connectInProcess(coordinator)
    await give(client, 'a.pdf', writePdf([['words']]))
    await vi.waitFor(async () =>
      expect(await client.call('memory.status', {})).toMatchObject({ embedding: { problem: null } }),
    )
    expect(new Set(threads)).toEqual(new Set(['harombe-ingest', 'harombe-search', 'harombe-storage']))
  })
})

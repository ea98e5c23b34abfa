import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { bundleProgram, type TestProgram } from '../../testing/bundle-program'
import { type ConversationStorage, openConversationStorage } from '../conversation-storage'

let program: TestProgram
let directory: string
let storage: ConversationStorage
let reported: unknown[]
let ids = 0

beforeAll(async () => {
  const modules = {
    thread: join(import.meta.dirname, 'search-thread.ts'),
    storage: join(import.meta.dirname, '..', 'conversation-storage.ts'),
  }
  program = await bundleProgram(
    modules,
    `import { openConversationStorage } from './storage.mjs'
     const storage = openConversationStorage(process.argv[2], {
       now: () => 1, createId: () => 'p' + Math.random(), reportBackup() {}, report(error) { throw error },
       searchEntry: new URL('./thread.mjs', import.meta.url).pathname,
     })
     await storage.store.appendUserMessage({ text: 'needle of the program' }).accepted
     const query = { text: 'needle', conversationId: null, folderId: null, limit: 9 }
     console.log((await storage.search(query, AbortSignal.timeout(9000))).length)`,
  )
})
afterAll(() => program.remove())

function open(searchEntry = join(program.path, '..', 'thread.mjs')) {
  storage = openConversationStorage(join(directory, 'memory.db'), {
    now: () => 1_000,
    createId: () => `s${ids++}`,
    reportBackup: error => reported.push(error),
    report: error => reported.push(error),
    searchEntry,
  })
}
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'harombe-search-'))
  reported = []
  open()
})
afterEach(async () => {
  await storage.close()
  rmSync(directory, { recursive: true })
})

const never = new AbortController().signal
const query = (text: string) => ({ text, conversationId: null, folderId: null, limit: 10 })
async function found(text: string) {
  return (await storage.search(query(text), never)).flatMap(({ messageId }) => messageId ?? [])
}

describe('searching on a thread', () => {
  it('finds what is on the disk and what is not saved yet, each once', async () => {
    const saved = storage.store.appendUserMessage({ text: 'needle one' })
    await saved.accepted
    const waiting = storage.store.appendUserMessage({
      text: 'needle two',
      conversationId: saved.conversation.id,
    })
    expect(await found('needle')).toEqual([waiting.message.id, saved.message.id])
    await storage.store.settled()
    expect(new Set(await found('needle'))).toEqual(new Set([waiting.message.id, saved.message.id]))
  })

  it('says how much is kept', async () => {
    const { message, accepted } = storage.store.appendUserMessage({ text: 'q' })
    await accepted
    storage.store.beginAnswer({ parentId: message.id })
    await storage.store.settled()
    expect(await storage.searcher.ask('counts', null, never)).toEqual({
      conversations: 1,
      messages: 2,
      attachments: 0,
    })
    expect(storage.bytes()).toBeGreaterThan(4096)
  })

  it('lets go of whoever gives up, and does not even ask for who gave up before his turn', async () => {
    await storage.store.appendUserMessage({ text: 'needle' }).accepted
    const abort = new AbortController()
    const waiting = Array.from({ length: 20 }, () => storage.search(query('needle'), abort.signal))
    abort.abort()
    const outcomes = await Promise.allSettled(waiting)
    expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true)
    expect(await found('needle')).toHaveLength(1)
  })

  it('is done on the spot where there is no thread', async () => {
    await storage.close()
    open(join(directory, 'missing.mjs'))
    const { message, accepted } = storage.store.appendUserMessage({ text: 'needle' })
    await accepted
    expect(await found('needle')).toEqual([message.id])
    expect(reported).toHaveLength(1)
  })

  it('is done by the next thread after one that broke down', async () => {
    await storage.close()
    const entry = join(directory, 'once.mjs')
    const flag = join(directory, 'broke')
    writeFileSync(
      entry,
      `import { existsSync, writeFileSync } from 'node:fs'
       import { parentPort } from 'node:worker_threads'
       if (!existsSync(${JSON.stringify(flag)})) {
         writeFileSync(${JSON.stringify(flag)}, '')
         parentPort.on('message', () => process.exit(1))
         parentPort.postMessage({ kind: 'ready' })
       } else await import(${JSON.stringify(join(program.path, '..', 'thread.mjs'))})`,
    )
    open(entry)
    const { message, accepted } = storage.store.appendUserMessage({ text: 'needle' })
    await accepted
    await expect(found('needle')).rejects.toMatchObject({ code: 'STORAGE_FAILED' })
    expect(await found('needle')).toEqual([message.id])
  })

  it('does not keep a process alive that found a title and a message', () => {
    const { status, stdout } = spawnSync(process.execPath, [program.path, join(directory, 'other.db')], {
      encoding: 'utf8',
      timeout: 20_000,
    })
    expect([status, stdout.trim()]).toEqual([0, '2'])
  })
})

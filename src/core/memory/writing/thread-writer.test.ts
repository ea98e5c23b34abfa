import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { bundleProgram, type TestProgram } from '../../testing/bundle-program'
import { isIntact, listBackups } from '../backups'
import { type ConversationStorage, openConversationStorage } from '../conversation-storage'

let program: TestProgram
let directory: string
let path: string
let storage: ConversationStorage
let reported: unknown[]
let ids = 0

beforeAll(async () => {
  program = await bundleProgram({ thread: join(import.meta.dirname, 'storage-thread.ts') }, '')
})
afterAll(() => program.remove())

function open(threadEntry = join(program.path, '..', 'thread.mjs')) {
  storage = openConversationStorage(path, {
    now: () => 1_000,
    createId: () => `t${ids++}`,
    reportBackup: error => reported.push(error),
    report: error => reported.push(error),
    threadEntry,
  })
}

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'harombe-thread-'))
  path = join(directory, 'memory.db')
  reported = []
})
afterEach(async () => {
  await storage.close()
  rmSync(directory, { recursive: true })
})

function onDisk(): unknown[] {
  const other = new Database(path, { readonly: true })
  try {
    return other.prepare('SELECT content FROM message ORDER BY sequence').pluck().all()
  } finally {
    other.close()
  }
}

/** Beginnings that the store has accepted when it resolves. */
async function ask(text: string) {
  const { store } = storage
  const { message, accepted } = store.appendUserMessage({ text })
  const begun = store.beginAnswer({ parentId: message.id })
  await Promise.all([accepted, begun.accepted])
  return begun.message
}

describe('storage with a thread', () => {
  it('has on the disk what was accepted, shows it before and after, and leaves no log behind', async () => {
    open()
    const { message, accepted } = storage.store.appendUserMessage({ text: 'question' })
    expect(storage.store.message(message.id).content).toBe('question')
    await accepted
    expect(onDisk()).toEqual(['question'])
    const answer = await ask('another')
    storage.store.checkpointAnswer(answer.id, { content: 'half', epoch: 0 })
    await storage.store.settled()
    expect(onDisk()).toEqual(['question', 'another', 'half'])
    await storage.store.finishAnswer({ ...answer, content: 'whole', state: 'complete' })
    expect(storage.store.list({ search: 'whole' })).toHaveLength(1)
    await storage.close()
    // Read without its log, as a copy of the file alone would be.
    const copy = new Database(path, { readonly: true })
    expect(copy.prepare('SELECT content FROM message').pluck().all()).toEqual([
      'question',
      'another',
      'whole',
    ])
    copy.close()
    expect(reported).toEqual([])
  })

  it('lets the loop go on while the file is locked, goes on in memory and saves it later', async () => {
    open()
    await ask('before')
    const other = new Database(path)
    other.exec('BEGIN IMMEDIATE')
    const { message, accepted } = storage.store.appendUserMessage({ text: 'meanwhile' })
    let turns = 0
    let isAccepted = false
    accepted.then(() => {
      isAccepted = true
    })
    while (!isAccepted) {
      turns += 1
      await new Promise(resolve => setImmediate(resolve))
    }
    // The thread waits 250 ms for the lock; written inline there would be one turn or two.
    expect(turns).toBeGreaterThan(10)
    expect(storage.problem()).toMatch(/locked.*1 message is kept/)
    expect(storage.store.message(message.id).content).toBe('meanwhile')
    other.exec('ROLLBACK')
    other.close()
    await storage.store.create({ title: 'any write tries again' })
    expect(storage.problem()).toBeNull()
    expect(onDisk()).toContain('meanwhile')
  })

  it('refuses what may be refused with a sentence, across the threads', async () => {
    open()
    const { conversationId } = await ask('before')
    const other = new Database(path)
    other.exec('BEGIN IMMEDIATE')
    await expect(storage.store.rename(conversationId, 'new')).rejects.toMatchObject({
      code: 'STORAGE_FAILED',
      message: 'Another program has locked the conversations file.',
    })
    other.exec('ROLLBACK')
    other.close()
    expect((await storage.store.rename(conversationId, 'new')).title).toBe('new')
    expect(storage.store.get(conversationId).conversation.title).toBe('new')
  })

  it('fails alone what breaks a rule of the tables, in the middle of others', async () => {
    open()
    const { conversationId } = await ask('gone')
    const other = new Database(path)
    other.pragma('foreign_keys = ON')
    const { store } = storage
    const first = store.appendUserMessage({ text: 'first' })
    const gone = store.appendUserMessage({ conversationId, text: 'into nothing' })
    const last = store.appendUserMessage({ text: 'last' })
    // Before the turn ends, so before anything of it is written.
    other.prepare('DELETE FROM conversation WHERE id = ?').run(conversationId)
    other.close()
    await expect(gone.accepted).rejects.toMatchObject({ code: 'SQLITE_CONSTRAINT_FOREIGNKEY' })
    await Promise.all([first.accepted, last.accepted])
    expect(onDisk()).toEqual(['first', 'last'])
    expect(() => store.message(gone.message.id)).toThrow('no such message')
    expect(storage.problem()).toBeNull()
  })

  it('backs up while it writes', async () => {
    open()
    await ask('kept')
    // What the timer of openConversationStorage does every quarter of an hour.
    const { createThreadWriter } = await import('./thread-writer')
    const writer = createThreadWriter({
      entry: join(program.path, '..', 'thread.mjs'),
      path,
      report: error => reported.push(error),
      createFallback: () => {
        throw new Error('no thread')
      },
    })
    await writer.backUp(path, 1_000)
    await writer.close()
    const [backup] = listBackups(path)
    expect(backup !== undefined && isIntact(backup.path)).toBe(true)
    expect(reported).toEqual([])
  })

  it('keeps a process alive until it is closed, and no longer', async () => {
    const closing = await bundleProgram(
      {
        storage: join(import.meta.dirname, '..', 'conversation-storage.ts'),
        thread: join(import.meta.dirname, 'storage-thread.ts'),
      },
      `import { openConversationStorage } from './storage.mjs'
      const report = error => { throw error }
      const storage = openConversationStorage(process.argv[2], {
        now: Date.now, createId: () => 'one', report, reportBackup: report,
        threadEntry: new URL('./thread.mjs', import.meta.url).pathname,
      })
      storage.store.appendUserMessage({ text: 'question' })
      await storage.close()
      console.log('closed')`,
    )
    open()
    const own = join(directory, 'own.db')
    const { stdout, status } = spawnSync(process.execPath, [closing.path, own], { timeout: 20_000 })
    closing.remove()
    expect([status, String(stdout)]).toEqual([0, 'closed\n'])
    expect(existsSync(`${own}-wal`)).toBe(false)
  })

  it('writes by itself when the thread cannot be started, and says so', async () => {
    const broken = join(directory, 'broken.mjs')
    writeFileSync(broken, 'throw new Error("not here")')
    open(broken)
    await ask('question')
    expect(onDisk()).toEqual(['question', ''])
    expect(reported).toMatchObject([{ message: 'not here' }])
    expect(storage.problem()).toBeNull()
  })

  it('keeps what was being written when the thread dies, and gives it to the next one', async () => {
    const dying = join(directory, 'dying.mjs')
    // The first thread takes a write and is gone; later ones are real.
    const real = JSON.stringify(join(program.path, '..', 'thread.mjs'))
    const marker = JSON.stringify(join(directory, 'died'))
    writeFileSync(
      dying,
      `import { existsSync, writeFileSync } from 'node:fs'
      import { parentPort } from 'node:worker_threads'
      if (existsSync(${marker})) await import(${real})
      else {
        writeFileSync(${marker}, '')
        parentPort.on('message', () => process.exit(1))
        parentPort.postMessage({ kind: 'ready' })
      }`,
    )
    open(dying)
    await ask('question')
    expect(storage.problem()).toMatch(/2 messages are kept/)
    await storage.store.create({ title: 'any write tries again' })
    expect(storage.problem()).toBeNull()
    expect(onDisk()).toEqual(['question', ''])
  })
})

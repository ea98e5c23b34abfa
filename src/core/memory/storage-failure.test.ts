import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RunStep } from '../../shared/entities'
import { isIntact, listBackups } from './backups'
import { openConversationStorage } from './conversation-storage'
import { createConversationStore } from './conversation-store'
import { type OpenDatabase, openDatabase } from './database'
import type { ConversationStore } from './types'

let directory: string
let path: string
let database: OpenDatabase
let store: ConversationStore
let nextId = 0

const options = { now: () => 1_000, createId: () => `f${nextId++}` }
const failed = expect.objectContaining({ code: 'STORAGE_FAILED' })

beforeEach(() => {
  vi.useFakeTimers()
  directory = mkdtempSync(join(tmpdir(), 'harombe-failure-'))
  path = join(directory, 'memory.db')
  database = openDatabase(path, options)
  store = createConversationStore(database, options)
})

afterEach(async () => {
  await store.close()
  database.close()
  vi.useRealTimers()
  rmSync(directory, { recursive: true })
})

/** A question and its answer the way the chat does it. @returns the error of finishing, if any */
async function exchange(
  target: ConversationStore,
  conversationId: string | undefined,
  text: string,
): Promise<unknown> {
  const { message } = target.appendUserMessage({ conversationId, text })
  const { message: begun, accepted } = target.beginAnswer({ parentId: message.id })
  await accepted
  target.checkpointAnswer(begun.id, { content: 'par', epoch: 0 })
  try {
    await target.finishAnswer({ ...begun, content: `answer to ${text}`, state: 'complete' })
    return null
  } catch (error) {
    return error
  }
}

function contents(target: ConversationStore): string[] {
  return target.list().flatMap(({ id }) => target.get(id).messages.map(({ content }) => content))
}

/** What another connection sees, that is, what is on disk. */
function contentsOnDisk(): unknown[] {
  const other = new Database(path, { readonly: true })
  try {
    return other.prepare('SELECT content FROM message ORDER BY sequence').pluck().all()
  } finally {
    other.close()
  }
}

/** Makes the file refuse to grow, which is what a full disk does. */
function fillDisk() {
  const pages = database.connection.pragma('page_count', { simple: true })
  database.connection.pragma(`max_page_count = ${pages}`)
}

const long = 'y'.repeat(20_000)

describe('with a full disk', () => {
  it('goes on in memory, says so, and saves everything in order once there is space', async () => {
    await exchange(store, undefined, 'before')
    const [conversation] = store.list()
    fillDisk()
    expect(await exchange(store, conversation?.id, `first ${long}`)).toEqual(failed)
    expect(await exchange(store, conversation?.id, 'second')).toEqual(failed)
    expect(await exchange(store, undefined, 'elsewhere')).toEqual(failed)
    const all = [
      'before',
      'answer to before',
      `first ${long}`,
      `answer to first ${long}`,
      'second',
      'answer to second',
    ]
    expect(store.get(conversation?.id ?? '').messages.map(({ content }) => content)).toEqual(all)
    expect(store.history(store.get(conversation?.id ?? '').conversation.activeLeafId ?? '')).toHaveLength(6)
    expect(store.list().map(({ title }) => title)).toEqual(['elsewhere', 'before'])
    expect(store.list({ search: 'SECOND' }).map(({ title }) => title)).toEqual(['before'])
    expect(store.problem()).toBe('The disk is full. 6 messages are kept in memory and not saved yet.')
    expect(contentsOnDisk()).toEqual(['before', 'answer to before'])

    await vi.advanceTimersByTimeAsync(20_000)
    expect(store.problem()).toContain('not saved')
    database.connection.pragma('max_page_count = 4294967294')
    await vi.advanceTimersByTimeAsync(5_000)
    expect(store.problem()).toBeNull()
    expect(contentsOnDisk()).toEqual([...all, 'elsewhere', 'answer to elsewhere'])
    expect(store.list({ search: 'second' })).toHaveLength(1)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('keeps what is thought of an answer, saved or not, and writes it with the rest', async () => {
    await exchange(store, undefined, 'before')
    const saved = store.get(store.list()[0]?.id ?? '').messages.at(-1)?.id ?? ''
    fillDisk()
    await exchange(store, undefined, long)
    const held = store.get(store.list()[0]?.id ?? '').messages.at(-1)?.id ?? ''
    await store.annotateAnswer(saved, { rating: 'up' })
    await store.annotateAnswer(held, { rating: 'down' })
    expect([store.message(saved).rating, store.message(held).rating]).toEqual(['up', 'down'])
    database.connection.pragma('max_page_count = 4294967294')
    await vi.advanceTimersByTimeAsync(60_000)
    const stored = database.connection.prepare('SELECT rating FROM message WHERE id = ?').pluck()
    expect([stored.get(saved), stored.get(held)]).toEqual(['up', 'down'])
  })

  it('saves on closing what can be saved by then', async () => {
    fillDisk()
    await exchange(store, undefined, long)
    database.connection.pragma('max_page_count = 4294967294')
    await store.close()
    expect(contentsOnDisk()).toHaveLength(2)
  })

  it('refuses what is not part of an answer, and changes nothing', async () => {
    await exchange(store, undefined, 'before')
    const [conversation] = store.list()
    const id = conversation?.id ?? ''
    fillDisk()
    await exchange(store, id, long)
    await expect(store.create({ title: long })).rejects.toThrowError(failed)
    await expect(store.rename(id, 'new name')).rejects.toThrowError(failed)
    await expect(store.softDelete(id)).rejects.toThrowError(failed)
    expect(store.list().map(({ title }) => title)).toEqual(['before'])
  })

  it('takes no more than memory bears', async () => {
    fillDisk()
    const huge = 'z'.repeat(1_000_000)
    for (let count = 0; count < 15; count++) await store.appendUserMessage({ text: huge }).accepted
    expect(() => {
      for (let count = 0; count < 3; count++) store.appendUserMessage({ text: huge })
    }).toThrowError(failed)
    expect(store.problem()).toMatch(/^The disk is full\. 1[56] messages/)
  })
})

describe('with a database locked by another program', () => {
  it('goes on in memory without waiting for every write, and saves when the lock is gone', async () => {
    const other = new Database(path)
    other.exec('BEGIN IMMEDIATE')
    const started = performance.now()
    for (let count = 0; count < 50; count++)
      expect(await exchange(store, undefined, `q${count}`)).toEqual(failed)
    // One wait of 250 ms, not one for each of 200 writes; wide enough for a busy machine.
    expect(performance.now() - started).toBeLessThan(5_000)
    expect(store.problem()).toMatch(/Another program has locked/)
    expect(contents(store)).toHaveLength(100)
    other.exec('COMMIT')
    other.close()
    await vi.advanceTimersByTimeAsync(5_000)
    expect(store.problem()).toBeNull()
    expect(contentsOnDisk()).toHaveLength(100)
  })

  it('skips a checkpoint at once instead of waiting', async () => {
    const { message } = store.appendUserMessage({ text: 'q' })
    const { message: begun, accepted } = store.beginAnswer({ parentId: message.id })
    await accepted
    const other = new Database(path)
    other.exec('BEGIN IMMEDIATE')
    store.checkpointAnswer(begun.id, { content: 'lost', epoch: 0 })
    await store.settled()
    other.exec('ROLLBACK')
    other.close()
    expect(store.problem()).toBeNull()
    expect(database.connection.pragma('busy_timeout', { simple: true })).toBe(250)
    expect(database.connection.pragma('synchronous', { simple: true })).toBe(2)
    await store.finishAnswer({ ...begun, content: 'whole', state: 'complete' })
    expect(contentsOnDisk()).toEqual(['q', 'whole'])
  })
})

describe('with a read-only file', () => {
  it('shows what is there, and answers from memory', async () => {
    await exchange(store, undefined, 'before')
    const connection = new Database(path, { readonly: true })
    const readOnly = createConversationStore({ connection }, options)
    const [conversation] = readOnly.list()
    expect(await exchange(readOnly, conversation?.id, 'after')).toEqual(failed)
    expect(contents(readOnly)).toEqual(['before', 'answer to before', 'after', 'answer to after'])
    expect(readOnly.problem()).toMatch(/read-only.*4|read-only.*2 messages/)
    await readOnly.close()
    connection.close()
  })
})

describe('openConversationStorage', () => {
  const reportBackup = vi.fn()
  const report = vi.fn()
  const storageOptions = { ...options, reportBackup, report }

  it('works in memory and says why when the file cannot be used', async () => {
    writeFileSync(join(directory, 'file'), '')
    const storage = openConversationStorage(join(directory, 'file', 'memory.db'), storageOptions)
    expect(await exchange(storage.store, undefined, 'hello')).toBeNull()
    expect(contents(storage.store)).toHaveLength(2)
    expect(storage.problem()).toMatch(/^Conversations are kept in memory only/)
    await storage.close()
    await storage.close()
  })

  it('works in memory when the file is of a newer version, and leaves that alone', async () => {
    database.connection.pragma('user_version = 99')
    database.close()
    const storage = openConversationStorage(path, storageOptions)
    await exchange(storage.store, undefined, 'hello')
    expect(storage.problem()).toMatch(/newer harombe/)
    await storage.close()
    expect(contentsOnDisk()).toEqual([])
  })

  it('makes a backup of the day while it runs, and none after it was closed', async () => {
    await exchange(store, undefined, 'kept')
    database.close()
    const storage = openConversationStorage(path, storageOptions)
    await vi.advanceTimersByTimeAsync(900_000)
    await vi.waitFor(() => expect(listBackups(path)).toHaveLength(1))
    await storage.close()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('reports a backup that cannot be made and goes on', async () => {
    database.close()
    writeFileSync(join(directory, 'backups'), 'not a folder')
    const storage = openConversationStorage(path, storageOptions)
    await vi.advanceTimersByTimeAsync(900_000)
    await vi.waitFor(() => expect(reportBackup).toHaveBeenCalledOnce())
    expect(await exchange(storage.store, undefined, 'still there')).toBeNull()
    await storage.close()
  })

  it('survives being closed in the middle of a backup', async () => {
    for (let count = 0; count < 50; count++) await exchange(store, undefined, long)
    database.close()
    const storage = openConversationStorage(path, storageOptions)
    await vi.advanceTimersByTimeAsync(900_000)
    await storage.close()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(contentsOnDisk()).toHaveLength(100)
    for (const backup of listBackups(path)) expect(isIntact(backup.path)).toBe(true)
  })

  it('marks unfinished answers and purges what was deleted long ago', async () => {
    const { message } = store.appendUserMessage({ text: 'q' })
    const { message: begun } = store.beginAnswer({ parentId: message.id })
    await store.softDelete(store.appendUserMessage({ text: 'old' }).conversation.id)
    database.close()
    const later = { ...storageOptions, now: () => 40 * 86_400_000 }
    const storage = openConversationStorage(path, later)
    expect(storage.store.message(begun.id).state).toBe('interrupted')
    expect(storage.problem()).toBeNull()
    await storage.close()
    expect(contentsOnDisk()).toEqual(['q', ''])
  })
})

describe('steps of an answer', () => {
  const step = (state: 'running' | 'done'): RunStep => ({
    purpose: 'plan',
    text: 'I look.',
    calls: [{ id: 'c', tool: 'shell', arguments: {}, summary: 'ls', risk: 'shell', state, result: long }],
  })

  it('are kept in memory while the disk refuses, so that the run goes on, and saved with the answer', async () => {
    const { message } = store.appendUserMessage({ text: 'q' })
    const { message: begun, accepted } = store.beginAnswer({ parentId: message.id })
    await accepted
    fillDisk()
    await store.recordSteps(begun.id, [step('running')])
    await store.recordSteps(begun.id, [step('done')])
    store.checkpointAnswer(begun.id, { content: 'So', epoch: 0 })
    expect(store.message(begun.id)).toMatchObject({ content: 'So', steps: [step('done')] })
    const finishing = store.finishAnswer({
      ...begun,
      content: 'So.',
      state: 'complete',
      steps: [step('done')],
    })
    await expect(finishing).rejects.toThrowError(failed)
    expect(store.problem()).toContain('not saved yet')
    database.connection.pragma('max_page_count = 4294967294')
    await vi.advanceTimersByTimeAsync(5_000)
    expect(store.problem()).toBeNull()
    const stored = database.connection
      .prepare<[string], { content: string; steps: string }>(
        'SELECT content, steps FROM message WHERE id = ?',
      )
      .get(begun.id)
    expect([stored?.content, JSON.parse(stored?.steps ?? '')]).toEqual(['So.', [step('done')]])
  })
})

describe('a backup too large to be checked at once', () => {
  it('is checked afterwards, and taken away when it is no good', async () => {
    const errors: unknown[] = []
    const day = { ...options, now: () => 100 * 86_400_000, report: (error: unknown) => errors.push(error) }
    await exchange(store, undefined, long)
    database.close()
    const storage = openConversationStorage(path, { ...day, reportBackup: error => errors.push(error) })
    await vi.advanceTimersByTimeAsync(900_000)
    await vi.waitFor(() => expect(listBackups(path)).toHaveLength(1))
    await vi.advanceTimersByTimeAsync(900_000)
    expect(errors).toEqual([])
    await storage.close()
    const [good] = listBackups(path)
    const content = readFileSync(good?.path ?? '')
    writeFileSync(good?.path ?? '', content.fill(0x5a, 8192))
    const again = openConversationStorage(path, { ...day, reportBackup: error => errors.push(error) })
    await vi.advanceTimersByTimeAsync(900_000)
    await vi.waitFor(() => expect(errors).toHaveLength(1))
    expect(listBackups(path)).toEqual([])
    await vi.advanceTimersByTimeAsync(900_000)
    await vi.waitFor(() => expect(listBackups(path).map(each => isIntact(each.path))).toEqual([true]))
    await again.close()
  })
})

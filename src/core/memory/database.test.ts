import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isPrivate } from '../testing/file-mode'
import { backUp, backUpDaily, backUpFile, isIntact, listBackups } from './backups'
import { createConversationStore } from './conversation-store'
import { type OpenDatabase, openDatabase } from './database'
import { migrations } from './migrations'

let directory: string
let path: string
let time: number
let opened: OpenDatabase[]

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'harombe-database-'))
  path = join(directory, 'data', 'memory.db')
  time = Date.UTC(2026, 10, 22)
  opened = []
})

afterEach(() => {
  for (const database of opened) database.close()
  rmSync(directory, { recursive: true })
})

function open(steps: readonly string[] = migrations): OpenDatabase {
  const database = openDatabase(path, { now: () => time++, migrations: steps })
  opened.push(database)
  return database
}

let nextId = 0
async function say(database: OpenDatabase, text: string) {
  const store = createConversationStore(database, { now: () => 1, createId: () => `m${nextId++}` })
  await store.appendUserMessage({ text }).accepted
}

function texts(database: OpenDatabase): unknown[] {
  return database.connection.prepare('SELECT content FROM message ORDER BY sequence').pluck().all()
}

/** What a process that died leaves: the database with its log, copied while it is open. */
function leaveAsAfterCrash(database: OpenDatabase) {
  const copies = ['', '-wal'].map(suffix => [suffix, readFileSync(path + suffix)] as const)
  database.close()
  for (const [suffix, content] of copies) writeFileSync(path + suffix, content)
}

/** Overwrites the pages behind the first with noise. */
function damage(file: string) {
  const content = readFileSync(file)
  content.fill(0x5a, 4096)
  writeFileSync(file, content)
}

describe('a new database', () => {
  it('can be read by its user only, with its companions and its folder', async () => {
    const database = open()
    await say(database, 'private')
    expect(isPrivate(dirname(path))).toBe(true)
    for (const suffix of ['', '-wal', '-shm']) expect(isPrivate(path + suffix)).toBe(true)
  })

  it('has the settings that keep it safe', () => {
    const { connection } = open()
    const setting = (name: string) => connection.pragma(name, { simple: true })
    expect(setting('journal_mode')).toBe('wal')
    expect(setting('synchronous')).toBe(2)
    expect(setting('foreign_keys')).toBe(1)
    expect(setting('trusted_schema')).toBe(0)
    expect(setting('cell_size_check')).toBe(1)
    expect(setting('journal_size_limit')).toBe(67_108_864)
    expect(setting('user_version')).toBe(migrations.length)
  })

  it('works in memory too', async () => {
    const database = openDatabase(':memory:', { now: () => 0 })
    opened.push(database)
    await say(database, 'hello')
    expect(texts(database)).toEqual(['hello'])
  })

  it('is finished when the process died before its first table', () => {
    open().close()
    for (const name of readdirSync(dirname(path))) rmSync(join(dirname(path), name))
    writeFileSync(path, '')
    expect(open().notices).toEqual([])
  })
})

describe('a file of another program', () => {
  function createForeign(pragmas = '') {
    open().close()
    rmSync(path)
    const foreign = new Database(path)
    foreign.exec(`${pragmas} CREATE TABLE sessions (id TEXT); INSERT INTO sessions VALUES ('python')`)
    foreign.close()
    return readFileSync(path)
  }

  it.each(['', 'PRAGMA journal_mode = WAL;', 'PRAGMA application_id = 42;'])(
    'is left byte for byte as it is, and one beside it is used (%s)',
    async pragmas => {
      const before = createForeign(pragmas)
      const database = open()
      expect(basename(database.path)).toBe('memory-desktop.db')
      expect(database.notices).toEqual([expect.stringContaining('belongs to another program')])
      await say(database, 'ours')
      database.close()
      expect(readFileSync(path)).toEqual(before)
      expect(readdirSync(dirname(path)).sort()).toEqual(['memory-desktop.db', 'memory.db'])
    },
  )

  it('is left alone too when it is no database and not named like one', () => {
    const notes = join(directory, 'notes.txt')
    writeFileSync(notes, 'what somebody wrote by hand\n'.repeat(10))
    const database = openDatabase(notes, { now: () => 0 })
    opened.push(database)
    expect(basename(database.path)).toBe('notes-desktop.txt')
    expect(database.notices).toEqual([expect.stringContaining('belongs to another program')])
    expect(readFileSync(notes, 'utf8')).toContain('by hand')
  })

  it('does not hide our conversations when it goes away later', async () => {
    createForeign()
    const database = open()
    await say(database, 'ours')
    database.close()
    rmSync(path)
    const again = open()
    expect(texts(again)).toEqual(['ours'])
    expect(again.notices).toEqual([])
  })

  it('is refused when both names are taken', () => {
    const content = createForeign()
    writeFileSync(join(dirname(path), 'memory-desktop.db'), content)
    expect(() => open()).toThrowError(expect.objectContaining({ code: 'STORAGE_FAILED' }))
  })
})

describe('after a crash', () => {
  it('has everything that was committed', async () => {
    const database = open()
    await say(database, 'committed')
    leaveAsAfterCrash(database)
    const again = open()
    expect(texts(again)).toEqual(['committed'])
    expect(again.notices).toEqual([])
  })

  it('sets a damaged file aside with its log and begins a new one when there is no backup', async () => {
    const database = open()
    await say(database, 'x'.repeat(50_000))
    database.connection.pragma('wal_checkpoint(TRUNCATE)')
    await say(database, 'in the log')
    leaveAsAfterCrash(database)
    damage(path)
    const again = open()
    expect(again.notices).toEqual([expect.stringMatching(/was damaged.*a new one was begun/)])
    expect(texts(again)).toEqual([])
    const aside = readdirSync(dirname(path)).filter(name => name.startsWith('memory.damaged-'))
    expect(aside.map(name => name.replace(/^.*\.db/, ''))).toEqual(expect.arrayContaining(['', '-wal']))
  })

  it('goes back to the newest backup that is intact', async () => {
    const database = open()
    await say(database, 'old')
    backUp(database.connection, path, time++)
    await say(database, 'newer')
    backUp(database.connection, path, time++)
    await say(database, 'x'.repeat(50_000))
    const broken = backUp(database.connection, path, time++)
    damage(broken)
    database.close()
    damage(path)
    truncateSync(path, 60_000)
    const again = open()
    expect(again.notices).toEqual([expect.stringMatching(/The backup of 2026-11-22T.* is in use/)])
    expect(texts(again)).toEqual(['old', 'newer'])
  })

  it.each([
    ['no database at all', (file: string) => writeFileSync(file, 'hello'.repeat(1000))],
    ['cut off in the header', (file: string) => truncateSync(file, 50)],
    ['cut off', (file: string) => truncateSync(file, 4096)],
    ['without its last page', (file: string) => truncateSync(file, statSync(file).size - 4096)],
  ])('recovers from a file that is %s', async (_name, harm) => {
    const database = open()
    await say(database, 'x'.repeat(50_000))
    database.close()
    harm(path)
    const again = open()
    expect(again.notices).toEqual([expect.stringContaining('damaged')])
    await say(again, 'goes on')
    expect(texts(again)).toEqual(['goes on'])
  })
})

describe('migrations', () => {
  const longer = [...migrations, 'ALTER TABLE conversation ADD COLUMN colour INTEGER NOT NULL DEFAULT 0']

  it('bring an existing database up to date after a verified backup', async () => {
    const database = open()
    await say(database, 'kept')
    database.close()
    const again = open(longer)
    expect(again.connection.pragma('user_version', { simple: true })).toBe(longer.length)
    expect(texts(again)).toEqual(['kept'])
    const [backup] = listBackups(path)
    expect(backup !== undefined && isIntact(backup.path)).toBe(true)
    expect(isPrivate(backup?.path ?? '')).toBe(true)
  })

  it.each(migrations.slice(1).map((_step, index) => index + 1))(
    'lead from version %i to the newest, with what was said then, which can be judged now',
    async version => {
      const old = open(migrations.slice(0, version))
      old.connection.exec(`
        INSERT INTO conversation (id, title, created_at, updated_at, activity, active_leaf_id) VALUES ('c', 'Title', 1, 2, 1, 'a');
        INSERT INTO message (id, conversation_id, parent_id, role, state, epoch, created_at, content) VALUES
          ('q', 'c', NULL, 'user', 'complete', 0, 1, 'an old question'),
          ('a', 'c', 'q', 'assistant', 'complete', 0, 2, 'an old answer'),
          ('s', 'c', 'q', 'assistant', 'streaming', 0, 3, 'half an')`)
      old.close()
      const store = createConversationStore(open(), { now: () => 3, createId: () => 'new' })
      expect(store.markInterrupted()).toMatchObject([{ id: 's', state: 'interrupted', content: 'half an' }])
      expect(store.get('c').messages[1]).toEqual({
        id: 'a',
        conversationId: 'c',
        parentId: 'q',
        role: 'assistant',
        state: 'complete',
        content: 'an old answer',
        createdAt: 2,
      })
      await store.annotateAnswer('a', { rating: 'up' })
      expect(store.message('a').rating).toBe('up')
      expect(store.list({ search: 'old answer' })).toHaveLength(1)
      expect(listBackups(path)).toHaveLength(1)
    },
  )

  it('leave the old schema when a step fails, and make no backup of a new file', () => {
    open().close()
    expect(listBackups(path)).toEqual([])
    expect(() =>
      open([...migrations, 'ALTER TABLE conversation ADD COLUMN colour; SELECT nonsense']),
    ).toThrow()
    const again = open()
    expect(again.connection.pragma('user_version', { simple: true })).toBe(migrations.length)
    expect(
      again.connection
        .prepare('SELECT * FROM conversation')
        .columns()
        .map(({ name }) => name),
    ).not.toContain('colour')
  })

  it('keep seven backups', () => {
    const database = open()
    for (let count = 0; count < 9; count++) backUp(database.connection, path, time++)
    expect(listBackups(path)).toHaveLength(7)
    expect(readdirSync(join(dirname(path), 'backups'))).toHaveLength(7)
  })

  it('is not the only occasion: there is a backup a day, whole although the chat goes on meanwhile', async () => {
    const database = open()
    for (let count = 0; count < 100; count++) await say(database, `${count} ${'x'.repeat(20_000)}`)
    const running = backUpDaily(database.connection, path, time)
    await say(database, 'meanwhile')
    await running
    await backUpDaily(database.connection, path, time + 3_600_000)
    const [backup, ...others] = listBackups(path)
    expect(others).toEqual([])
    expect(backup !== undefined && isIntact(backup.path)).toBe(true)
    await backUpDaily(database.connection, path, time + 90_000_000)
    expect(listBackups(path)).toHaveLength(2)
    expect(readdirSync(join(dirname(path), 'backups'))).toHaveLength(2)
  })

  it('can be copied by somebody else while they are written, as before an update', async () => {
    const database = open()
    for (let count = 0; count < 50; count++) await say(database, `${count} ${'x'.repeat(20_000)}`)
    const running = backUpFile(path, time)
    await say(database, 'meanwhile')
    const copy = await running
    expect(copy !== null && isIntact(copy)).toBe(true)
    // The day's own copy is due all the same a day later, not before.
    expect(listBackups(path)).toHaveLength(1)
    expect(await backUpFile(`${path}.none`, time)).toBeNull()
  })

  it('never open the file of a newer version for writing', () => {
    open(longer).close()
    const before = readFileSync(path)
    expect(() => open()).toThrowError(
      expect.objectContaining({
        code: 'STORAGE_FAILED',
        retryable: false,
        message: expect.stringContaining(`schema ${longer.length}, this one knows ${migrations.length}`),
        hint: expect.stringContaining('newer harombe'),
      }),
    )
    expect(readFileSync(path)).toEqual(before)
    expect(existsSync(`${path}-wal`)).toBe(false)
  })
})

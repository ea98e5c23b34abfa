import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createVirtualClock, type VirtualClock } from '../../coordination/testing/virtual-clock'
import { openDatabase } from '../database'
import { createRequestLog } from './request-log'
import { idsOnDisk } from './testing/ids-on-disk'
import { request } from './testing/request'
import type { RequestLog } from './types'

let directory: string
let path: string
let clock: VirtualClock
let connection: Database.Database
let log: RequestLog
const report = vi.fn()

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'harombe-requests-'))
  path = join(directory, 'requests.db')
  clock = createVirtualClock()
  report.mockReset()
})

afterEach(() => {
  log.close()
  rmSync(directory, { recursive: true })
})

function open(mostPending = 5000): void {
  log = createRequestLog({
    path,
    clock,
    settings: () => ({ enabled: true, keepDays: 30 }),
    report,
    mostPending,
    onOpen(opened) {
      connection = opened
    },
  })
}

function add(...names: string[]): void {
  for (const id of names) log.add(request({ id, startedAt: clock.wall() }))
}

const listed = () => log.list({ limit: 200 }).records.map(({ id }) => id)

/** Opened and with one request in it. */
async function begin(mostPending?: number): Promise<void> {
  open(mostPending)
  add('first')
  await clock.advance(1000)
}

describe('a disk that refuses', () => {
  const fill = () => {
    const pages = connection.pragma('page_count', { simple: true })
    connection.pragma(`max_page_count = ${pages}`)
  }
  const long = 'x'.repeat(64)

  it('full: the newest stay in memory, which is said, and are written once there is space', async () => {
    await begin(300)
    fill()
    for (let index = 0; index < 400; index += 1) add(`${long.slice(0, 40)}${index}`)
    await clock.advance(1000)
    expect(log.list({ limit: 1 })).toMatchObject({ kept: 'memory' })
    expect(log.problem()).toBe(
      'The request log is not written: The disk is full. The newest 300 requests are kept in memory. 100 older ones are lost.',
    )
    expect(listed()).toHaveLength(200)
    await clock.advance(10 * 60_000)
    expect(report).toHaveBeenCalledOnce()
    connection.pragma('max_page_count = 4294967294')
    await clock.advance(60_000)
    expect(log.problem()).toBeNull()
    expect(idsOnDisk(path)).toHaveLength(301)
    expect((await log.statistics(24)).totals.requests).toBe(401)
  })

  it('locked: nobody waits for the other program, and it is written afterwards', async () => {
    await begin()
    const other = new Database(path)
    other.exec('BEGIN IMMEDIATE')
    add('second')
    const startedAt = performance.now()
    await clock.advance(1000)
    expect(performance.now() - startedAt).toBeLessThan(500)
    expect(log.problem()).toContain('Another program has locked the request log.')
    expect(listed()).toEqual(['second', 'first'])
    other.exec('COMMIT')
    other.close()
    await clock.advance(5_000)
    expect(log.problem()).toBeNull()
    expect(idsOnDisk(path)).toEqual(['first', 'second'])
  })

  it('read-only: what is in it is still shown', async () => {
    await begin()
    connection.pragma('query_only = ON')
    add('second')
    await clock.advance(1000)
    expect(log.problem()).toContain('The request log is read-only.')
    expect(listed()).toEqual(['second', 'first'])
    connection.pragma('query_only = OFF')
    await clock.advance(5_000)
    expect(log.problem()).toBeNull()
  })

  it('a folder that cannot be made: in memory until it can, then after what was there', async () => {
    await begin()
    log.close()
    rmSync(join(directory, 'requests.db-wal'), { force: true })
    const inner = join(directory, 'data')
    writeFileSync(inner, 'a file where a folder should be')
    path = join(inner, 'requests.db')
    open()
    add('second')
    await clock.advance(1000)
    expect(log.list({ limit: 5 })).toMatchObject({ records: [{ id: 'second' }], kept: 'memory' })
    rmSync(inner)
    mkdirSync(inner)
    await clock.advance(5_000)
    expect(log.problem()).toBeNull()
    expect(idsOnDisk(path)).toEqual(['second'])
  })

  it('one record that does not fit the table does not keep the others from it', async () => {
    await begin()
    add('second')
    log.add(request({ id: 'broken', startedAt: 1.5 }))
    add('third')
    await clock.advance(1000)
    expect(idsOnDisk(path)).toEqual(['first', 'second', 'third'])
    expect(report).toHaveBeenCalledOnce()
    expect(log.problem()).toBeNull()
  })
})

describe('a file that cannot be used', () => {
  const aside = () => readdirSync(directory).filter(name => name.startsWith('requests.damaged-'))

  it('no database at all: set aside, and a new one begun', async () => {
    writeFileSync(path, 'this is no database')
    await begin()
    expect(idsOnDisk(path)).toEqual(['first'])
    expect(aside()).toHaveLength(1)
    expect(report.mock.calls[0]?.[0]).toContain('was damaged')
  })

  it('damaged while it is in use: set aside, and nothing that waits is lost', async () => {
    await begin()
    connection.pragma('wal_checkpoint(TRUNCATE)')
    const pageSize = Number(connection.pragma('page_size', { simple: true }))
    const pages = Number(connection.pragma('page_count', { simple: true }))
    const file = openSync(path, 'r+')
    writeSync(file, Buffer.alloc(pageSize * (pages - 1), 0xff), 0, undefined, pageSize)
    closeSync(file)
    // Or it works on from the pages it remembers.
    connection.pragma('shrink_memory')
    add('second')
    await clock.advance(60_000)
    expect(aside().length).toBeGreaterThan(0)
    expect(idsOnDisk(path)).toEqual(['second'])
    expect(log.problem()).toBeNull()
  })

  it.each([
    ['of a newer harombe', 'PRAGMA user_version = 99', /newer harombe/],
    ['with somebody else’s table', 'DROP TABLE request', /something else/],
  ])('%s: left alone, and requests stay in memory', async (_name, sql, words) => {
    await begin()
    connection.exec(sql)
    log.close()
    open()
    add('second')
    await clock.advance(1000)
    expect(log.problem()).toMatch(words)
    expect(listed()).toEqual(['second'])
    expect(aside()).toEqual([])
  })

  it('of another program: left alone', async () => {
    const other = new Database(path)
    other.exec('CREATE TABLE theirs (x)')
    other.close()
    open()
    add('first')
    await clock.advance(1000)
    expect(log.problem()).toContain('belongs to another program')
    const tables = new Database(path, { readonly: true })
    expect(tables.prepare('SELECT name FROM sqlite_schema').pluck().all()).toEqual(['theirs'])
    tables.close()
  })

  it('the conversations: left alone', async () => {
    openDatabase(path, { now: () => 1 }).close()
    open()
    add('first')
    await clock.advance(1000)
    expect(log.problem()).toContain('something else')
  })
})

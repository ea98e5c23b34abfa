import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type AnswerArchiveFile, type AnswerArchiveOptions, openAnswerArchive } from './answer-archive'

let folder: string
let archive: AnswerArchiveFile | null = null
let time: number
let reported: unknown[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'archive-'))
  time = 1_800_000_000_000
  reported = []
})
afterEach(() => {
  archive?.close()
  rmSync(folder, { recursive: true })
})

function open(options: Partial<AnswerArchiveOptions> = {}): AnswerArchiveFile {
  archive?.close()
  archive = openAnswerArchive(join(folder, 'answers.db'), {
    now: () => time,
    report: error => reported.push(error),
    ...options,
  })
  return archive
}
const answer = (body: string, fingerprint = 'f') => ({
  fingerprint,
  status: 200,
  headers: { 'content-type': 'text/event-stream' },
  body: Buffer.from(body),
})
const hour = 3_600_000

describe('answers that were given', () => {
  it('are there to the byte after a restart, for the user alone', () => {
    open().keep('a', answer('data: ü\n\n'))
    expect(open().find('a')).toEqual(answer('data: ü\n\n'))
    expect(statSync(join(folder, 'answers.db')).mode & 0o077).toBe(0)
  })

  it('are forgotten after a day, also by a clock that was set back', () => {
    open().keep('a', answer('1'))
    time += 23 * hour
    expect(open().find('a')).not.toBeNull()
    time += 2 * hour
    expect(open().find('a')).toBeNull()
    open().keep('b', answer('2'))
    time -= 365 * 24 * hour
    expect(open().find('b')).toBeNull()
  })

  it('are looked through without reading what they say', () => {
    open().keep('a', answer('1'))
    const file = new Database(join(folder, 'answers.db'), { readonly: true })
    const columns = file.prepare("SELECT name FROM pragma_table_info('kept_answer')").pluck().all()
    file.close()
    // SQLite walks through all of a row that stands before the column it looks for.
    expect(columns.at(-1)).toBe('body')
  })

  it('are replaced, and not kept twice', () => {
    const file = open({ maxAnswers: 2 })
    file.keep('a', answer('1'))
    file.keep('b', answer('2'))
    file.keep('a', answer('3', 'g'))
    expect(file.find('a')).toEqual(answer('3', 'g'))
    expect(file.find('b')).not.toBeNull()
  })

  it('make room for newer ones, by number and by bytes', () => {
    const file = open({ maxAnswers: 3 })
    for (const scope of ['a', 'b', 'c', 'd']) file.keep(scope, answer(scope))
    expect(['a', 'b', 'c', 'd'].map(scope => file.find(scope) !== null)).toEqual([false, true, true, true])
    const narrow = open({ maxBytes: 100, maxBody: 90 })
    narrow.keep('long', answer('x'.repeat(91)))
    expect(narrow.find('long')).toBeNull()
    narrow.keep('e', answer('x'.repeat(60)))
    narrow.keep('f', answer('x'.repeat(60)))
    expect(['d', 'e', 'f'].map(scope => narrow.find(scope) !== null)).toEqual([false, false, true])
  })

  it('are kept in memory when the file cannot be used, which is reported', () => {
    writeFileSync(join(folder, 'answers.db'), '')
    rmSync(join(folder, 'answers.db'))
    writeFileSync(join(folder, 'file'), 'x')
    const file = openAnswerArchive(join(folder, 'file', 'answers.db'), {
      now: () => time,
      report: error => reported.push(error),
    })
    expect(reported).toHaveLength(1)
    file.keep('a', answer('1'))
    expect(file.find('a')).toEqual(answer('1'))
    file.close()
  })

  it('that cannot be written are reported, not thrown', () => {
    const file = open()
    file.close()
    file.keep('a', answer('1'))
    expect(file.find('a')).toBeNull()
    expect(reported).toHaveLength(2)
  })
})

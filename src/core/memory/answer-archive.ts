import { z } from 'zod'
import { parseBoundedJson } from '../../shared/bounded-json'
import { isHarombeError } from '../../shared/errors'
import { openDatabase } from './database'
import { toStorageError } from './storage-fault'

/** An answer as it was sent, kept for whoever asks the same again. */
export interface ArchivedAnswer {
  /** What it answers: another one under the same scope is another question. */
  fingerprint: string
  status: number
  headers: Readonly<Record<string, string>>
  body: Buffer
}

export interface AnswerArchiveOptions {
  /** Milliseconds since the epoch. */
  now(): number
  /** Told once of a file that cannot be used, and of every answer that could not be kept or read. */
  report(error: unknown): void
  keepMs?: number
  /** The oldest go first. */
  maxAnswers?: number
  maxBytes?: number
  /** Bytes of one body; longer ones are not kept. */
  maxBody?: number
}

/**
 * Schema of the file, apart from the conversations': it is a cache, and has no place in their backups. The body comes last:
 * SQLite reads through all that stands before a column, and every answer that is kept looks at the age of all others.
 */
const steps = [
  `
  CREATE TABLE kept_answer (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    scope TEXT NOT NULL UNIQUE,
    fingerprint TEXT NOT NULL,
    status INTEGER NOT NULL,
    kept_at INTEGER NOT NULL,
    headers TEXT NOT NULL,
    body BLOB NOT NULL
  ) STRICT;
  `,
]

const dayMs = 86_400_000
/** A clock that was set back must not keep answers for years. */
const clockToleranceMs = 300_000

const row = z.object({
  fingerprint: z.string(),
  status: z.number(),
  headers: z.string().transform(text => parseBoundedJson(text, 4)),
  body: z.instanceof(Buffer),
})
const headersOf = z.record(z.string(), z.string())

/**
 * Answers by scope, for 24 hours and over a restart. Everything is committed when a call returns; nothing throws: what
 * cannot be kept is reported and forgotten, since asking a node again is the worst that comes of it.
 * @param path `:memory:` keeps nothing on disk
 */
export function openAnswerArchive(path: string, options: AnswerArchiveOptions) {
  const { now, report, keepMs = dayMs, maxAnswers = 1_000, maxBytes = 64 * 1024 * 1024 } = options
  const { maxBody = 8 * 1024 * 1024 } = options
  const open = () => {
    try {
      return openDatabase(path, { now, migrations: steps })
    } catch (error) {
      if (!isHarombeError(error)) throw error
      report(error)
      return openDatabase(':memory:', { now, migrations: steps })
    }
  }
  const { connection, close } = open()
  // Without a sync for every answer, which all running ones would wait for. The end of the process loses nothing; a power
  // cut may lose the last answers, and that they are asked for again.
  connection.pragma('synchronous = NORMAL')
  // What is deleted was somebody's words.
  connection.pragma('secure_delete = ON')
  const find = connection.prepare(
    'SELECT fingerprint, status, headers, body FROM kept_answer WHERE scope = ? AND kept_at > ? AND kept_at < ?',
  )
  const insert = connection.prepare(
    'INSERT OR REPLACE INTO kept_answer (scope, fingerprint, status, kept_at, headers, body) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const expire = connection.prepare('DELETE FROM kept_answer WHERE kept_at <= ? OR kept_at >= ?')
  const trim = connection.prepare(
    `DELETE FROM kept_answer WHERE sequence <= (
      SELECT sequence FROM (
        SELECT sequence, row_number() OVER newest AS place, sum(length(body)) OVER newest AS bytes
        FROM kept_answer WINDOW newest AS (ORDER BY sequence DESC)
      ) WHERE place > ? OR bytes > ? ORDER BY sequence DESC LIMIT 1
    )`,
  )
  const bounds = () => [now() - keepMs, now() + clockToleranceMs] as const
  const keep = connection.transaction((scope: string, answer: ArchivedAnswer) => {
    expire.run(...bounds())
    insert.run(
      scope,
      answer.fingerprint,
      answer.status,
      Math.trunc(now()),
      JSON.stringify(answer.headers),
      answer.body,
    )
    trim.run(maxAnswers, maxBytes)
  })

  function attempt<T>(work: () => T): T | null {
    try {
      return work()
    } catch (error) {
      report(toStorageError(error, 'file of kept answers'))
      return null
    }
  }
  attempt(() => expire.run(...bounds()))

  return {
    find: (scope: string): ArchivedAnswer | null =>
      attempt(() => {
        const found = find.get(scope, ...bounds())
        if (found === undefined) return null
        const { headers, ...rest } = row.parse(found)
        return { ...rest, headers: headersOf.parse(headers) }
      }),
    keep(scope: string, answer: ArchivedAnswer): void {
      if (answer.body.length <= maxBody) attempt(() => keep.immediate(scope, answer))
    },
    /** Idempotent. */
    close,
  }
}
export type AnswerArchiveFile = ReturnType<typeof openAnswerArchive>

import type Database from 'better-sqlite3'
import { z } from 'zod'
import type { RequestCount } from '../../../shared/contract/activity'
import { type RequestRecord, requestRecord } from '../../../shared/entities'
import type { Counted } from './tally'
import type { NumberedRecord, RequestQuery } from './types'

/** Column by field, in the order of the insert. */
const columns = {
  startedAt: 'started_at',
  outcome: 'outcome',
  origin: 'origin',
  tier: 'tier',
  node: 'node',
  model: 'model',
  kind: 'kind',
  error: 'error',
  class: 'class',
  wantedTier: 'wanted_tier',
  forced: 'forced',
  queuedMs: 'queued_ms',
  ttftMs: 'ttft_ms',
  durationMs: 'duration_ms',
  promptTokens: 'prompt_tokens',
  tokens: 'tokens',
  spentTokens: 'spent_tokens',
  tokenSource: 'token_source',
  tokensPerSecond: 'tokens_per_second',
  id: 'id',
  reason: 'reason',
} as const satisfies Partial<Record<keyof RequestRecord, string>>

const fields = Object.keys(columns) as (keyof typeof columns)[]
const selection = Object.entries(columns).map(([field, column]) => `${column} AS ${field}`)

/** What statistics are made of. */
const counted = [
  'startedAt',
  'outcome',
  'tier',
  'node',
  'model',
  'class',
  'wantedTier',
  'forced',
  'queuedMs',
  'ttftMs',
  'durationMs',
  'promptTokens',
  'tokens',
  'spentTokens',
  'tokensPerSecond',
] as const satisfies (keyof typeof columns & keyof Counted)[]

const storedFailovers = z
  .string()
  .nullable()
  .transform((text, context) => {
    try {
      return text === null ? [] : JSON.parse(text)
    } catch {
      context.issues.push({ code: 'custom', message: 'no JSON', input: text })
      return z.NEVER
    }
  })
  .pipe(requestRecord.shape.failovers)

const storedRequest = z.object({
  ...requestRecord.shape,
  sequence: z.number().int(),
  failovers: storedFailovers,
})

/** STRICT and the CHECKs of the table guarantee the types and the closed unions. */
export type CountedRow = Counted & { sequence: number }

export interface RequestTable {
  /** All or, when it throws, none. */
  insert(records: readonly NumberedRecord[]): void
  /** Newest first. Rows that cannot be read are left out. `since`: milliseconds since the epoch. */
  page(query: RequestQuery & { since: number | undefined }): NumberedRecord[]
  /** Up to `limit` rows after `sequence`, oldest first, with the number of the last; null at the end. */
  counted(after: number, limit: number): { records: CountedRow[]; last: number } | null
  /** Rows numbered above `after` up to `upTo` that began at `since` or later, by how, on which tier and where they ended. */
  countEach(after: number, upTo: number, since: number): RequestCount[]
  firstSequence(): number | null
  lastSequence(): number
  oldestStart(): number | null
  count(): number
  /** Removes up to `limit` of the rows numbered up to `sequence`, oldest first. @returns how many */
  removeUpTo(sequence: number, limit: number): number
  /** Removes up to `limit` of the rows that began before. @returns how many */
  removeBefore(time: number, limit: number): number
  /** Gives freed pages back to the file system, some at a time. */
  shrink(): void
}

const filters = [
  ['before', 'sequence < @before'],
  ['node', 'node = @node'],
  ['tier', 'tier = @tier'],
  ['model', 'model = @model'],
  ['outcome', 'outcome = @outcome'],
  ['origin', 'origin = @origin'],
  // The + keeps SQLite from using the index, after which it would have to sort.
  ['since', '+started_at >= @since'],
] as const

/** The prepared statements over an open log. Each throws what SQLite throws. */
export function createRequestTable(connection: Database.Database): RequestTable {
  const names = [...Object.values(columns), 'sequence', 'failover_count', 'failovers']
  const insert = connection.prepare(
    `INSERT INTO request (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
  )
  const insertAll = connection.transaction((records: readonly NumberedRecord[]) => {
    for (const { sequence, record } of records) {
      const { failovers } = record
      const values = fields.map(field => record[field])
      const stored = failovers.length === 0 ? null : JSON.stringify(failovers)
      insert.run(...values, sequence, failovers.length, stored)
    }
  })
  const countedAfter = connection.prepare<[number, number], CountedRow>(
    `SELECT sequence, failover_count AS failoverCount, ${counted.map(field => `${columns[field]} AS ${field}`).join(', ')}
    FROM request WHERE sequence > ? ORDER BY sequence LIMIT ?`,
  )
  const countEach = connection.prepare<[number, number, number], RequestCount>(
    `SELECT outcome, tier, node, count(*) AS requests FROM request
    WHERE sequence > ? AND sequence <= ? AND +started_at >= ? GROUP BY outcome, tier, node`,
  )
  const firstSequence = connection.prepare<[], number | null>('SELECT min(sequence) FROM request').pluck()
  const lastSequence = connection.prepare<[], number>('SELECT max(sequence) FROM request').pluck()
  const oldestStart = connection.prepare<[], number>('SELECT min(started_at) FROM request').pluck()
  const count = connection.prepare<[], number>('SELECT count(*) FROM request').pluck()
  const removeUpTo = connection.prepare(
    'DELETE FROM request WHERE sequence IN (SELECT sequence FROM request WHERE sequence <= ? ORDER BY sequence LIMIT ?)',
  )
  const removeBefore = connection.prepare(
    'DELETE FROM request WHERE sequence IN (SELECT sequence FROM request WHERE started_at < ? ORDER BY started_at LIMIT ?)',
  )
  /** By their filters: at most one for each combination. */
  const pages = new Map<string, Database.Statement<[Record<string, unknown>]>>()

  return {
    insert: records => insertAll.immediate(records),
    page(query) {
      const wanted = filters.flatMap(([field, sql]) => (query[field] == null ? [] : [sql]))
      const where = wanted.length === 0 ? '' : `WHERE ${wanted.join(' AND ')}`
      let statement = pages.get(where)
      if (statement === undefined) {
        statement = connection.prepare(
          `SELECT sequence, failovers, ${selection.join(', ')} FROM request ${where} ORDER BY sequence DESC LIMIT @limit`,
        )
        pages.set(where, statement)
      }
      return statement.all({ ...query }).flatMap(row => {
        const parsed = storedRequest.safeParse(row)
        if (!parsed.success) return []
        const { sequence, ...record } = parsed.data
        return [{ sequence, record }]
      })
    },
    counted(after, limit) {
      const records = countedAfter.all(after, limit)
      const last = records.at(-1)?.sequence
      return last === undefined ? null : { records, last }
    },
    countEach: (after, upTo, since) => countEach.all(after, upTo, since),
    firstSequence: () => firstSequence.get() ?? null,
    lastSequence: () => lastSequence.get() ?? 0,
    oldestStart: () => oldestStart.get() ?? null,
    count: () => count.get() ?? 0,
    removeUpTo: (sequence, limit) => removeUpTo.run(sequence, limit).changes,
    removeBefore: (time, limit) => removeBefore.run(time, limit).changes,
    shrink: () => void connection.pragma('incremental_vacuum(64)'),
  }
}

import { setImmediate } from 'node:timers/promises'
import type Database from 'better-sqlite3'
import type { Clock } from '../../../shared/clock'
import type { RequestCount, RequestPage } from '../../../shared/contract/activity'
import type { RequestRecord } from '../../../shared/entities'
import { createHourBook, hourMs } from './hour-book'
import { addCount, createCounts } from './request-counts'
import { createRequestFeed } from './request-feed'
import { createRequestWriter } from './request-writer'
import { createRetention, removedAtOnce } from './retention'
import type { NumberedRecord, RequestLog, RequestQuery } from './types'
import { withoutText } from './without-text'

export interface RequestLogSettings {
  enabled: boolean
  keepDays: number
}

export interface RequestLogOptions {
  /** Null: nothing is kept. */
  path: string | null
  clock: Clock
  settings(): RequestLogSettings
  report(message: string, error: unknown): void
  /** Requests kept in the file; default 200,000. */
  mostKept?: number | undefined
  /** Requests kept in memory while the file cannot be written; default 5,000. */
  mostPending?: number | undefined
  /** For tests: gets the connection whenever the file was opened. */
  onOpen?: ((connection: Database.Database) => void) | undefined
}

/** Starting is busy enough. */
const catchUpAfterMs = 3_000
/** Rows of one reading: a few milliseconds. */
const readAtOnce = 250
/** Rows of one counting: likewise. */
const countAtOnce = 2_000
/** Work of a slice, after which everything else has its turn. */
const sliceMs = 5

const counted = ({ failovers, ...record }: RequestRecord) => ({
  ...record,
  failoverCount: failovers.length,
})

/** @returns a function to await now and then in long work: it lets others go on when the slice is over */
function createBreather(clock: Clock): () => Promise<void> {
  let startedAt = clock.monotonic()
  return async () => {
    if (clock.monotonic() - startedAt < sliceMs) return
    await setImmediate()
    startedAt = clock.monotonic()
  }
}

function matches({ sequence, record }: NumberedRecord, query: RequestQuery, since: number | undefined) {
  return (
    (query.before == null || sequence < query.before) &&
    (query.node === undefined || record.node === query.node) &&
    (query.tier === undefined || record.tier === query.tier) &&
    (query.model === undefined || record.model === query.model) &&
    (query.outcome === undefined || record.outcome === query.outcome) &&
    (query.origin === undefined || record.origin === query.origin) &&
    (since === undefined || record.startedAt >= since)
  )
}

/**
 * The log in a file of its own: conversations are committed one by one and to the platter, while these may wait, may be
 * lost and may be thrown away as a whole, and neither file's trouble is the other's.
 */
export function createRequestLog(options: RequestLogOptions): RequestLog {
  const { path, clock, settings, mostKept = 200_000 } = options
  const feed = createRequestFeed()
  const book = createHourBook()
  const writer =
    path === null
      ? null
      : createRequestWriter({ ...options, path, mostPending: options.mostPending ?? 5_000 })
  /** Requests in the file up to this number are in the book; earlier ones are read when somebody first asks. */
  let readUpTo = 0
  let reading: Promise<void> | null = null
  /** Everything up to this number was removed, though some may still be in the file. */
  let clearedUpTo = 0
  let isClosed = false

  const isEnabled = () => writer !== null && settings().enabled

  function keeping(): Pick<RequestPage, 'kept' | 'problem'> {
    if (!isEnabled()) return { kept: 'off', problem: null }
    const problem = writer?.problem() ?? null
    return { kept: problem === null ? 'disk' : 'memory', problem }
  }

  async function readEarlier(upTo: number): Promise<void> {
    const breathe = createBreather(clock)
    while (!isClosed && readUpTo < upTo) {
      const found = writer?.withTable(table => table.counted(readUpTo, readAtOnce))
      // The file cannot be read now; the next to ask begins where this ended.
      if (found === undefined || found === null) return
      for (const record of found.records) if (record.sequence <= upTo) book.add(record)
      readUpTo = found.last
      await breathe()
    }
  }

  async function countInFile(upTo: number, since: number, counts: Map<string, RequestCount>): Promise<void> {
    const breathe = createBreather(clock)
    const first = writer?.withTable(table => table.firstSequence()) ?? upTo + 1
    for (let after = Math.max(first - 1, clearedUpTo); after < upTo && !isClosed; after += countAtOnce) {
      const end = Math.min(upTo, after + countAtOnce)
      const found = writer?.withTable(table => table.countEach(after, end, since)) ?? []
      for (const count of found) addCount(counts, count)
      await breathe()
    }
  }

  async function catchUp(): Promise<void> {
    const found = writer?.foundUpTo() ?? 0
    if (readUpTo >= found) return
    reading ??= readEarlier(found).finally(() => {
      reading = null
    })
    await reading
  }
  // So that the first to ask need not wait for it.
  const cancelCatchingUp = clock.after(catchUpAfterMs, () => void catchUp())

  const retention =
    writer === null
      ? null
      : createRetention({
          clock,
          writer,
          mostKept,
          keepDays: () => settings().keepDays,
          onRemoved: book.forgetBefore,
        })

  return {
    add(record) {
      if (!isEnabled() || isClosed) return
      const kept = withoutText(record)
      writer?.add(kept)
      book.add(counted(kept))
      feed.tell(kept)
    },
    list(query) {
      if (writer === null) return { records: [], next: null, ...keeping() }
      const since = query.sinceMs === undefined ? undefined : clock.wall() - query.sinceMs
      const limit = query.limit + 1
      const waiting = writer.pending().filter(each => matches(each, query, since))
      const found = waiting.reverse().slice(0, limit)
      if (found.length < limit) {
        const wanted = { ...query, since, limit: limit - found.length }
        found.push(...(writer.withTable(table => table.page(wanted)) ?? []))
      }
      const shown = found.filter(({ sequence }) => sequence > clearedUpTo)
      const page = shown.slice(0, query.limit)
      return {
        records: page.map(({ record }) => record),
        next: shown.length > query.limit ? (page.at(-1)?.sequence ?? null) : null,
        ...keeping(),
      }
    },
    async count(sinceMs) {
      if (writer === null) return []
      const since = sinceMs === undefined ? 0 : clock.wall() - sinceMs
      const counts = createCounts()
      // Before the first pause, after which some of them may be in the file.
      for (const { sequence, record } of writer.pending()) {
        if (sequence > clearedUpTo && record.startedAt >= since) addCount(counts, { ...record, requests: 1 })
      }
      const upTo = writer.lastSequence() - writer.pending().length
      await countInFile(upTo, since, counts)
      return [...counts.values()]
    },
    watch: feed.watch,
    async statistics(hours) {
      await catchUp()
      const since = clock.wall() - (hours - 1) * hourMs
      return { ...(await book.read(since, createBreather(clock))), ...keeping() }
    },
    async clear() {
      if (writer === null) return 0
      const upTo = writer.lastSequence()
      clearedUpTo = upTo
      readUpTo = upTo
      book.clear()
      let removed = writer.clearPending()
      const breathe = createBreather(clock)
      for (;;) {
        const slice = writer.withTable(table => table.removeUpTo(upTo, removedAtOnce)) ?? 0
        removed += slice
        if (slice < removedAtOnce || isClosed) break
        await breathe()
      }
      writer.withTable(table => table.shrink())
      return removed
    },
    problem: () => keeping().problem,
    close() {
      if (isClosed) return
      isClosed = true
      cancelCatchingUp()
      retention?.stop()
      feed.close()
      writer?.close()
    },
  }
}

import { existsSync } from 'node:fs'
import type Database from 'better-sqlite3'
import type { Clock } from '../../../shared/clock'
import { isDamage, isStorageFault, toStorageError } from '../storage-fault'
import { openRequestFile, setRequestsAside } from './open-request-file'
import { createRequestTable, type RequestTable } from './request-table'
import type { NumberedRecord } from './types'

/** Records are written together, this long after the first of them. */
const batchMs = 300
/** Rows of one transaction: a few milliseconds. */
const batchRows = 250
/** Between two batches when more wait, so that answers go on. */
const pauseMs = 10
const firstRetryMs = 5_000
const lastRetryMs = 60_000

function describeFault(error: unknown): string {
  const known = toStorageError(error, 'request log')
  return known instanceof Error ? known.message : String(known)
}

export interface RequestWriterOptions {
  path: string
  clock: Clock
  /** Records that are kept in memory while the file cannot be written; of more, the newest. */
  mostPending: number
  /** Told of what a person at the console should know: a damaged file, a full disk. */
  report(message: string, error: unknown): void
  /** For tests: gets the connection whenever the file was opened. */
  onOpen?: ((connection: Database.Database) => void) | undefined
}

export interface RequestWriter {
  add(record: NumberedRecord['record']): void
  /** Not written yet, oldest first. */
  pending(): readonly NumberedRecord[]
  /** Runs an action on the file; null while there is none or when it fails, which is then noted. */
  withTable<T>(action: (table: RequestTable) => T): T | null
  /** The number of the last record. */
  lastSequence(): number
  /** The number of the last record that was in the file when it was opened; 0 while it is not. */
  foundUpTo(): number
  /** Drops what waits. @returns how many */
  clearPending(): number
  problem(): string | null
  /** Idempotent. */
  close(): void
}

/**
 * Numbers records and writes them in batches. A file that cannot be opened or written is tried again ever less often; until
 * then the newest records stay in memory.
 */
export function createRequestWriter(options: RequestWriterOptions): RequestWriter {
  const { path, clock, mostPending, report } = options
  let file: { connection: Database.Database; table: RequestTable } | null = null
  let pending: NumberedRecord[] = []
  let sequence = 0
  let foundUpTo = 0
  let lost = 0
  let fault: string | null = null
  let retryMs = firstRetryMs
  let cancelTimer: (() => void) | null = null
  let isClosed = false

  function open(): RequestTable {
    const { connection, notice } = openRequestFile(path, clock.wall())
    try {
      const table = createRequestTable(connection)
      const last = table.lastSequence()
      // What was added before the file could be opened comes after what is in it.
      pending = pending.map(({ record }, index) => ({ record, sequence: last + 1 + index }))
      sequence = Math.max(sequence, last + pending.length)
      foundUpTo = last
      file = { connection, table }
    } catch (error) {
      connection.close()
      throw error
    }
    options.onOpen?.(connection)
    if (notice !== null) report(notice, undefined)
    return file.table
  }

  function failed(error: unknown): void {
    const words = describeFault(error)
    if (fault !== words) report(words, error)
    fault = words
    if (file === null || !isDamage(error)) return
    file.connection.close()
    file = null
    try {
      report(setRequestsAside(path, clock.wall()), error)
    } catch (asideError) {
      report(describeFault(asideError), asideError)
    }
  }

  function schedule(ms: number): void {
    if (isClosed || cancelTimer !== null) return
    cancelTimer = clock.after(ms, () => {
      cancelTimer = null
      flush()
    })
  }

  /** One record that the table refuses must not keep all others from it. */
  function insertEach(table: RequestTable, batch: readonly NumberedRecord[]): void {
    for (const numbered of batch) {
      try {
        table.insert([numbered])
      } catch (error) {
        if (isStorageFault(error)) throw error
        report('A request could not be logged.', error)
      }
      pending.shift()
    }
  }

  function write(): void {
    const table = file?.table ?? open()
    const batch = pending.slice(0, batchRows)
    if (batch.length === 0) return
    try {
      table.insert(batch)
      pending = pending.slice(batch.length)
    } catch (error) {
      if (isStorageFault(error)) throw error
      insertEach(table, batch)
    }
  }

  function flush(): void {
    try {
      write()
      fault = null
      lost = 0
      retryMs = firstRetryMs
      if (pending.length > 0) schedule(pauseMs)
    } catch (error) {
      failed(error)
      schedule(retryMs)
      retryMs = Math.min(retryMs * 2, lastRetryMs)
    }
  }

  // At once, because checking a file that a crash left takes a moment; a log that nobody wants makes no file.
  if (existsSync(path)) flush()

  return {
    add(record) {
      if (isClosed) return
      sequence += 1
      pending.push({ sequence, record })
      if (pending.length > mostPending) {
        pending.shift()
        lost += 1
      }
      schedule(batchMs)
    },
    pending: () => pending,
    withTable(action) {
      if (file === null) return null
      try {
        return action(file.table)
      } catch (error) {
        if (!isStorageFault(error)) throw error
        failed(error)
        schedule(retryMs)
        return null
      }
    },
    lastSequence: () => sequence,
    foundUpTo: () => foundUpTo,
    clearPending() {
      const count = pending.length
      pending = []
      lost = 0
      return count
    },
    problem() {
      if (fault === null) return null
      const dropped = lost === 0 ? '' : ` ${lost} older ones are lost.`
      return `The request log is not written: ${fault} The newest ${pending.length} requests are kept in memory.${dropped}`
    },
    close() {
      if (isClosed) return
      isClosed = true
      cancelTimer?.()
      cancelTimer = null
      while (pending.length > 0) {
        const before = pending.length
        flush()
        if (pending.length >= before) break
      }
      file?.connection.close()
      file = null
    },
  }
}

import { rmSync, statSync } from 'node:fs'
import type { SearchHit } from '../../shared/entities'
import { hasCode, isHarombeError } from '../../shared/errors'
import { listBackups } from './backups'
import { type ConversationStoreOptions, createMemoryStores, type MemoryStores } from './conversation-store'
import { type OpenDatabase, openDatabase } from './database'
import { retain } from './retention'
import { createInlineSearcher } from './search/inline-searcher'
import { createMemorySearch } from './search/memory-search'
import type { MemorySearcher } from './search/readings'
import { createThreadSearcher } from './search/thread-searcher'
import type { WordsQuery } from './search/types'
import type { ConversationStore } from './types'
import { createInlineWriter } from './writing/inline-writer'
import { createThreadWriter } from './writing/thread-writer'
import type { Writer } from './writing/types'

/** How often to look whether the day's backup is due. */
const backupLookMs = 900_000
const dayMs = 86_400_000

export interface ConversationStorage {
  store: ConversationStore
  stores: MemoryStores
  /** For reading; everything is written through the queue of the stores. */
  connection: OpenDatabase['connection']
  /** What may take longer than a few milliseconds to read. */
  searcher: MemorySearcher
  /** By words, also in what is not saved yet. Best first. */
  search(query: WordsQuery, signal: AbortSignal): Promise<SearchHit[]>
  /** Of the file with its log, in bytes; 0 in memory. */
  bytes(): number
  /** What opening found and did, for the user. */
  notices: readonly string[]
  /** Why conversations are not (all) on disk; null when they are. */
  problem(): string | null
  /** Idempotent. */
  close(): Promise<void>
}

export interface ConversationStorageOptions extends ConversationStoreOptions {
  /** Told of a backup that could not be made; the next round tries again. */
  reportBackup(error: unknown): void
  /** Default 30. */
  keepDeletedDays?: number
  /** Days after which a chat that nobody wrote in is deleted; 0, the default, keeps all. */
  keepDays?(): number
  /** The built search-thread; absent: looking things up holds everybody up. */
  searchEntry?: string | undefined
  /** The built storage-thread; absent: writing is done where it is asked for, which then waits for the disk. */
  threadEntry?: string | undefined
  /** Told of failures that nobody waits for. */
  report(error: unknown): void
}

function createWriter({ connection, path }: OpenDatabase, options: ConversationStorageOptions): Writer {
  const { threadEntry, report } = options
  if (threadEntry === undefined || path === ':memory:') return createInlineWriter(connection)
  // There is one writer, and from here on it is the thread.
  connection.pragma('query_only = ON')
  return createThreadWriter({
    entry: threadEntry,
    path,
    report,
    createFallback() {
      connection.pragma('query_only = OFF')
      return createInlineWriter(connection)
    },
  })
}

function createSearcher({ connection, path }: OpenDatabase, options: ConversationStorageOptions) {
  const { searchEntry, report } = options
  if (searchEntry === undefined || path === ':memory:') return createInlineSearcher(connection)
  const createFallback = () => createInlineSearcher(connection)
  return createThreadSearcher({ entry: searchEntry, path, report, createFallback })
}

/** Makes the backup of the day if it is due, and checks the newest one on the search thread, once. */
function createBackupRound(
  { path }: OpenDatabase,
  writer: Writer,
  searcher: MemorySearcher,
  { now }: ConversationStorageOptions,
): (signal: AbortSignal) => Promise<void> {
  let checked: string | null = null
  return async signal => {
    if (path === ':memory:') return
    await writer.backUp(path, now())
    const newest = listBackups(path)[0]?.path ?? null
    if (newest === null || newest === checked) return
    const isIntact = await searcher.ask('intact', { path: newest }, signal)
    checked = newest
    if (isIntact) return
    // The next round makes another one.
    rmSync(newest, { force: true })
    throw new Error(`The backup ${newest} did not pass its integrity check.`)
  }
}

/** The newest trace of harombe having run, in the file or beside it. */
function lastSeen({ connection, path }: OpenDatabase): number | null {
  const written: unknown = connection.prepare('SELECT MAX(updated_at) FROM conversation').pluck().get()
  const backedUp = path === ':memory:' ? undefined : listBackups(path)[0]?.takenAt
  const traces = [written, backedUp].filter(trace => typeof trace === 'number')
  return traces.length === 0 ? null : Math.max(...traces)
}

const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0

/**
 * Opens the conversations for a coordinator: marks what a dead process left unfinished, removes at start and once a day what was
 * deleted more than `keepDeletedDays` ago, and keeps a backup of each of the last seven days it ran. When the file cannot be used everything
 * works in memory, and `problem` says why.
 */
export function openConversationStorage(
  path: string,
  options: ConversationStorageOptions,
): ConversationStorage {
  let reason: string | null = null
  const open = () => {
    try {
      return openDatabase(path, { now: options.now })
    } catch (error) {
      if (!isHarombeError(error)) throw error
      reason =
        `Conversations are kept in memory only and will be gone when harombe quits. ${error.message} ${error.hint ?? ''}`.trim()
      return openDatabase(':memory:', { now: options.now })
    }
  }
  const database = open()
  const writer = createWriter(database, options)
  const stores = createMemoryStores(database, options, writer)
  const { conversations: store } = stores
  const searcher = createSearcher(database, options)
  store.markInterrupted()
  const tidy = () =>
    retain({
      stores,
      now: options.now,
      keepDays: options.keepDays ?? (() => 0),
      keepDeletedDays: options.keepDeletedDays ?? 30,
      lastSeen: () => lastSeen(database),
    }).catch(error => {
      // A file that can only be read still shows its conversations.
      if (!hasCode(error, 'STORAGE_FAILED')) options.report(error)
    })
  let tidying = tidy()
  const tidyTimer = setInterval(() => {
    tidying = tidy()
  }, dayMs).unref()
  // Not at once: starting is busy enough.
  const lifetime = new AbortController()
  const backUp = createBackupRound(database, writer, searcher, options)
  const timer = setInterval(() => {
    // A full disk must not end a running coordinator.
    backUp(lifetime.signal).catch(error => {
      if (!lifetime.signal.aborted) options.reportBackup(error)
    })
  }, backupLookMs).unref()
  async function close(): Promise<void> {
    clearInterval(timer)
    clearInterval(tidyTimer)
    lifetime.abort()
    await tidying
    await searcher.close()
    await store.close()
    // The last to close moves the log into the file, which takes its time.
    database.close()
    await writer.close()
  }
  let closing: Promise<void> | null = null
  return {
    store,
    stores,
    connection: database.connection,
    searcher,
    search: createMemorySearch({ searcher, held: stores.held }),
    bytes: () => (database.path === ':memory:' ? 0 : sizeOf(database.path) + sizeOf(`${database.path}-wal`)),
    notices: database.notices,
    problem: () => reason ?? store.problem(),
    close() {
      closing ??= close()
      return closing
    },
  }
}

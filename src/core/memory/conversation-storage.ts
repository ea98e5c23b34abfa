import { hasCode, isHarombeError } from '../../shared/errors'
import { type ConversationStoreOptions, createConversationStore } from './conversation-store'
import { type OpenDatabase, openDatabase } from './database'
import type { ConversationStore } from './types'
import { createInlineWriter } from './writing/inline-writer'
import { createThreadWriter } from './writing/thread-writer'
import type { Writer } from './writing/types'

/** How often to look whether the day's backup is due. */
const backupLookMs = 900_000

export interface ConversationStorage {
  store: ConversationStore
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

/**
 * Opens the conversations for a coordinator: marks what a dead process left unfinished, purges what was deleted more than
 * `keepDeletedDays` ago, and keeps a backup of each of the last seven days it ran. When the file cannot be used everything
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
  const store = createConversationStore(database, options, writer)
  store.markInterrupted()
  store.purgeDeleted(options.keepDeletedDays ?? 30).catch(error => {
    // A file that can only be read still shows its conversations.
    if (!hasCode(error, 'STORAGE_FAILED')) options.report(error)
  })
  // Not at once: starting is busy enough.
  const timer = setInterval(() => {
    if (database.path === ':memory:') return
    // A full disk must not end a running coordinator.
    writer.backUp(database.path, options.now()).catch(options.reportBackup)
  }, backupLookMs).unref()
  async function close(): Promise<void> {
    clearInterval(timer)
    await store.close()
    // The last to close moves the log into the file, which takes its time.
    database.close()
    await writer.close()
  }
  let closing: Promise<void> | null = null
  return {
    store,
    notices: database.notices,
    problem: () => reason ?? store.problem(),
    close() {
      closing ??= close()
      return closing
    },
  }
}

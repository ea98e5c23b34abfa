import { hasCode, isHarombeError } from '../../shared/errors'
import { backUpDaily } from './backups'
import { type ConversationStoreOptions, createConversationStore } from './conversation-store'
import { openDatabase } from './database'
import type { ConversationStore } from './types'

/** How often to look whether the day's backup is due. */
const backupLookMs = 900_000

export interface ConversationStorage {
  store: ConversationStore
  /** What opening found and did, for the user. */
  notices: readonly string[]
  /** Why conversations are not (all) on disk; null when they are. */
  problem(): string | null
  /** Idempotent. */
  close(): void
}

export interface ConversationStorageOptions extends ConversationStoreOptions {
  /** Told of a backup that could not be made; the next round tries again. */
  reportBackup(error: unknown): void
  /** Default 30. */
  keepDeletedDays?: number
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
  const store = createConversationStore(database, options)
  store.markInterrupted()
  try {
    store.purgeDeleted(options.keepDeletedDays ?? 30)
  } catch (error) {
    // A file that can only be read still shows its conversations.
    if (!hasCode(error, 'STORAGE_FAILED')) throw error
  }
  // Not at once: starting is busy enough.
  const timer = setInterval(() => {
    if (database.path === ':memory:') return
    // A full disk must not end a running coordinator.
    backUpDaily(database.connection, database.path, options.now()).catch(options.reportBackup)
  }, backupLookMs).unref()
  return {
    store,
    notices: database.notices,
    problem: () => reason ?? store.problem(),
    close() {
      clearInterval(timer)
      if (!database.connection.open) return
      store.close()
      database.close()
    },
  }
}

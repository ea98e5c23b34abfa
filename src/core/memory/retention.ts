import type { MemoryStores } from './conversation-store'

const dayMs = 86_400_000
/** What was never sent with a question is no use to anybody after so many days. */
const keepUnsentDays = 1
/** A longer silence than this may as well be a clock that is wrong. */
const credibleGapMs = 7 * dayMs

export interface RetentionOptions {
  stores: Pick<MemoryStores, 'conversations' | 'folders' | 'attachments'>
  /** Milliseconds since the epoch. */
  now(): number
  /** Days after which a chat that nobody wrote in goes; 0 keeps all. */
  keepDays(): number
  /** Days for which what was deleted can be brought back. */
  keepDeletedDays: number
  /** When harombe was surely there, as far as the files tell; null: they do not tell. */
  lastSeen(): number | null
}

/**
 * Deletes what nobody wrote in for too long (it can still be brought back), and removes for good what was deleted long ago. A clock
 * that jumped ahead by years deletes nothing on the day it does: whoever was away for a week loses a day of precision instead.
 * Rejects with STORAGE_FAILED.
 */
export async function retain(options: RetentionOptions): Promise<void> {
  const { stores, now, keepDays, keepDeletedDays, lastSeen } = options
  const seen = lastSeen()
  const isCredible = seen === null || now() - seen <= credibleGapMs
  if (!isCredible) return
  await stores.conversations.purgeDeleted(keepDeletedDays)
  await stores.folders.purge(keepDeletedDays)
  await stores.attachments.removeUnsent(keepUnsentDays)
  if (keepDays() > 0) await stores.conversations.expire(keepDays())
}

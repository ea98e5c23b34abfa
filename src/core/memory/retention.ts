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
 * Removes for good what was deleted long ago, and deletes what nobody wrote in for too long, which can still be brought back. A clock
 * that jumped ahead by years deletes nothing on the day it does; whoever was away for a week has it done a day later.
 * Rejects with STORAGE_FAILED.
 */
export async function retain(options: RetentionOptions): Promise<void> {
  const { stores, now, keepDays, keepDeletedDays, lastSeen } = options
  await stores.conversations.purgeDeleted(keepDeletedDays)
  await stores.folders.purge(keepDeletedDays)
  await stores.attachments.removeUnsent(keepUnsentDays)
  const seen = lastSeen()
  const isCredible = seen === null || now() - seen <= credibleGapMs
  if (keepDays() > 0 && isCredible) await stores.conversations.expire(keepDays())
}

import type { Fact, Folder } from '../../../shared/entities'

/** Changes need the disk: they reject with STORAGE_FAILED, and with NOT_FOUND for what is not there. */
export interface FolderStore {
  /** In the order of making. */
  list(): Folder[]
  create(name: string): Promise<Folder>
  rename(id: string, name: string): Promise<Folder>
  /** Hides it, and that conversations are in it; `restore` brings both back until it is purged. Idempotent. */
  remove(id: string): Promise<void>
  restore(id: string): Promise<Folder>
  /** Removes for good what was removed at least so many days ago. */
  purge(olderThanDays: number): Promise<void>
  /** There, and not removed. */
  has(id: string): boolean
}

/** Changes need the disk: they reject with STORAGE_FAILED, and with NOT_FOUND for what is not there. */
export interface FactStore {
  /** In the order of making. */
  list(): Fact[]
  add(text: string): Promise<Fact>
  update(id: string, text: string): Promise<Fact>
  /** Idempotent. */
  remove(id: string): Promise<void>
}

/** What the branch up to and with `lastMessageId` said, in short. */
export interface Summary {
  conversationId: string
  lastMessageId: string
  text: string
  tokens: number
  createdAt: number
}

export interface SummaryStore {
  /** The newest first. */
  of(conversationId: string): Summary[]
  /** Replaces the one of the same message; does nothing when that is gone. Rejects with STORAGE_FAILED */
  save(summary: Omit<Summary, 'createdAt'>): Promise<void>
}

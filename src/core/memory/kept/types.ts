import type { Attachment, Fact, Folder } from '../../../shared/entities'

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

/** An attached file, and the question it was sent with; null: it was not sent yet. */
export interface StoredAttachment {
  attachment: Attachment
  messageId: string | null
}

export interface AttachmentContent {
  /** What was read of it; null: nothing (yet). */
  text: string | null
  /** As it was given; null where only its text is kept. */
  data: Buffer | null
}

/** Files given with questions. Changes need the disk: they reject with STORAGE_FAILED. */
export interface AttachmentStore {
  /** One that is not sent yet; it goes away after a day unless it is. */
  add(attachment: Attachment, content: AttachmentContent): Promise<void>
  /** @throws NOT_FOUND */
  get(id: string): StoredAttachment
  /** @throws NOT_FOUND */
  content(id: string): AttachmentContent
  /** The first characters of its text; null: it has none. @throws NOT_FOUND */
  beginning(id: string, characters: number): string | null
  /** What reading it came to. A null of `content` leaves what is there. Does nothing to one that is gone. */
  finish(
    id: string,
    outcome: Pick<Attachment, 'state' | 'problem' | 'pages' | 'characters'>,
    content?: AttachmentContent,
  ): Promise<void>
  /** In state `reading`: after a start those that nobody reads any more. */
  unread(): Attachment[]
  /** Of every branch, in the order in which they were given. */
  ofConversation(conversationId: string): StoredAttachment[]
  /** Only one that was not sent. Idempotent. */
  remove(id: string): Promise<void>
  /** @returns how many were not sent within so many days */
  removeUnsent(olderThanDays: number): Promise<number>
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

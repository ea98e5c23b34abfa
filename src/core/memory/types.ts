import type { Conversation, Escalation, Message, Rating } from '../../shared/entities'

/** A conversation as stored; `deletedAt` is set while it can still be restored. */
export interface ConversationRecord extends Conversation {
  deletedAt: number | null
}

/** A message as stored. `epoch` is the attempt the text belongs to: it rises when a node dies and the answer restarts. */
export interface MessageRecord extends Message {
  epoch: number
}

/** What is written together: changes of one conversation, and those of its messages that are new or changed. */
export interface Change {
  edit: Partial<Pick<ConversationRecord, 'title' | 'updatedAt' | 'activeLeafId' | 'deletedAt'>>
  messages: readonly MessageRecord[]
  /** Moves the conversation to the top of the list. */
  touched: boolean
}

export interface ConversationWithMessages {
  conversation: Conversation
  messages: Message[]
}

export interface StoredMessage {
  conversation: Conversation
  message: Message
}

/** Read back at once, and written together with whatever else comes in the same moment. */
export interface BegunMessage extends StoredMessage {
  /**
   * When it is committed, or kept in memory because the disk refuses. Rejects when it is neither: the message is gone. Nothing
   * may tell anybody that the message was accepted before.
   */
  accepted: Promise<void>
}

export interface UserMessageInput {
  /** Absent begins a conversation. */
  conversationId?: string | undefined
  /** Absent: it follows the active leaf. Null: it begins another branch at the root. */
  parentId?: string | null | undefined
  text: string
}

/** Text so far of an answer that is being written: the whole text, not what was added. */
export interface AnswerCheckpoint {
  content: string
  reasoning?: string | undefined
  epoch: number
}

export interface Annotation {
  rating?: Rating | null | undefined
  escalation?: Escalation | null | undefined
}

/**
 * All conversations of this machine. Reading is synchronous and shows everything that was written through this store, on the
 * disk or not. Writing is done in groups, each one transaction, in the order of the calls; a promise resolves when its part
 * is committed.
 *
 * When the disk refuses (full, read-only, locked), the path of an answer goes on in memory: `appendUserMessage`,
 * `beginAnswer` and `checkpointAnswer` succeed, `finishAnswer` rejects with STORAGE_FAILED after keeping the message, reads
 * show what is kept, and writing is tried again until it works; `problem()` says so meanwhile. Everything else rejects with
 * STORAGE_FAILED and changes nothing. An unknown or deleted id is NOT_FOUND.
 */
export interface ConversationStore {
  /**
   * Newest activity first. `search` matches titles that contain it, and messages with all its words (the last one as a prefix)
   * among the 5,000 newest such messages.
   */
  list(options?: { search?: string | undefined }): Conversation[]
  /** The conversation with every message of every branch, in the order in which they were written. */
  get(id: string): ConversationWithMessages
  message(id: string): Message
  /** From the first message of the branch to `leafId`. */
  history(leafId: string): Message[]
  create(options?: { title?: string | undefined }): Promise<Conversation>
  rename(id: string, title: string): Promise<Conversation>
  /** Hides it; `restore` brings it back until it is purged. Idempotent. */
  softDelete(id: string): Promise<void>
  restore(id: string): Promise<Conversation>
  /** Removes for good what was deleted at least so many days ago. @returns how many conversations */
  purgeDeleted(olderThanDays: number): Promise<number>
  setActiveLeaf(id: string, leafId: string): Promise<Conversation>
  appendUserMessage(input: UserMessageInput): BegunMessage
  /**
   * An empty assistant message in state `streaming` below `parentId`; it becomes the active leaf. `escalatedFrom`: the smaller
   * node's answer that it is made to better. `isShown` false: the active leaf stays.
   */
  beginAnswer(input: {
    parentId: string
    escalatedFrom?: string | undefined
    isShown?: boolean | undefined
  }): BegunMessage
  /** Ignored once the answer is finished or a later epoch was stored. Survives the end of the process once it is written. */
  checkpointAnswer(id: string, checkpoint: AnswerCheckpoint): void
  /** Final text, terminal state and everything known about the answer. Rejects with CONFLICT when it was finished before */
  finishAnswer(message: Message): Promise<void>
  /**
   * What is said of a finished answer, not what it says: absent leaves as it is, null takes away. While the disk refuses it is
   * kept in memory. @throws NOT_FOUND, CONFLICT for a question and for an answer that is being written
   */
  annotateAnswer(id: string, annotation: Annotation): Promise<Message>
  /** It is the active leaf. @throws NOT_FOUND */
  isShown(id: string): boolean
  /**
   * Makes `leafId` the active leaf where `insteadOf` is it; else the user has moved on, and nothing changes. Also where the
   * conversation was deleted, since it may be restored. While the disk refuses it is kept in memory. Rejects with NOT_FOUND
   */
  showInstead(leafId: string, insteadOf: string): Promise<void>
  /** To be called once at start: what a dead process was still writing becomes `interrupted`. @returns those messages */
  markInterrupted(): Message[]
  /** Why what is shown is not (all) on disk, for the user; null when it is. */
  problem(): string | null
  /** When everything written before is committed, or kept in memory because the disk refuses. */
  settled(): Promise<void>
  /** Tries a last time to save what is kept in memory and stops retrying. Does not close the database. */
  close(): Promise<void>
}

import type {
  Conversation,
  ConversationSettings,
  Escalation,
  Message,
  Rating,
  RunStep,
} from '../../shared/entities'
import type { Statement } from './writing/statements'

export interface StoreOptions {
  /** Milliseconds since the epoch; only stored and shown, nothing is ordered by it. */
  now: () => number
  /** A new unique identifier: letters, digits, - and _, at most 64. */
  createId: () => string
  /** Told of what can never be written, where nobody waits for it. */
  report?: ((error: unknown) => void) | undefined
  /** What a conversation may do and use where nothing else was chosen for it. */
  defaultSettings?: (() => ConversationSettings) | undefined
}

/** Who made a title. Whatever is made by itself never replaces a user's. */
export type TitleBy = 'words' | 'model' | 'user'

/** Absent or undefined: not chosen. */
export type ChosenSettings = { [S in keyof ConversationSettings]?: boolean | undefined }

/** A conversation as stored; `deletedAt` is set while it can still be restored. */
export interface ConversationRecord extends Omit<Conversation, 'settings'> {
  deletedAt: number | null
  /** Also of a folder that was deleted and can be restored. */
  folderId: string | null
  pinned: boolean
  titleBy: TitleBy
  /** What was chosen in this conversation; everything else is as for all. */
  chosen: ChosenSettings
}

/** A message as stored. `epoch` is the attempt the text belongs to: it rises when a node dies and the answer restarts. */
export interface MessageRecord extends Message {
  epoch: number
}

/** A title comes with who made it; `chosen` is merged into what was chosen before. */
export type ConversationChanges = Partial<
  Pick<
    ConversationRecord,
    'title' | 'titleBy' | 'updatedAt' | 'activeLeafId' | 'deletedAt' | 'folderId' | 'pinned' | 'chosen'
  >
>

/** What is written together: changes of one conversation, and those of its messages that are new or changed. */
export interface Change {
  edit: ConversationChanges
  messages: readonly MessageRecord[]
  /** Moves the conversation to the top of the list. */
  touched: boolean
  /** Written after the messages, in the same transaction. */
  more?: readonly Statement[] | undefined
}

export interface ConversationWithMessages {
  conversation: Conversation
  messages: Message[]
}

export interface OpenedConversation {
  conversation: Conversation
  /** JSON of one message each, or of several with commas between them. */
  messages: readonly string[]
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
  /**
   * In the order in which they are shown. One that was sent before (with the question that this one is an edit of) is copied.
   * @throws NOT_FOUND; CONFLICT for one that was sent and is still being read
   */
  attachmentIds?: readonly string[] | undefined
  /** Of a conversation that begins with it. */
  settings?: ChosenSettings | undefined
}

export interface ConversationUpdate {
  pinned?: boolean | undefined
  /** Null takes it out of its folder. */
  folderId?: string | null | undefined
  settings?: ChosenSettings | undefined
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
   * Pinned ones first, then newest activity first. `search` matches titles that contain it, and messages with all its words (the last one as a prefix)
   * among the 5,000 newest such messages.
   */
  list(options?: { search?: string | undefined }): Conversation[]
  /** The conversation with every message of every branch, in the order in which they were written. */
  get(id: string): ConversationWithMessages
  /** As `get`, for showing it: only the newest 500 messages say how their answer came about (`route`), see `message`. */
  open(id: string): OpenedConversation
  message(id: string): Message
  /** From the first message of the branch to `leafId`. */
  history(leafId: string): Message[]
  create(options?: { title?: string | undefined }): Promise<Conversation>
  /** By the user: nothing made by itself replaces it. */
  rename(id: string, title: string): Promise<Conversation>
  /** A title made by itself; the user's stays. @returns the conversation as it is then */
  setTitle(id: string, title: string, by: 'words' | 'model'): Promise<Conversation>
  /** Absent leaves as it is. @throws NOT_FOUND, also for the folder */
  update(id: string, changes: ConversationUpdate): Promise<Conversation>
  /** Hides it; `restore` brings it back until it is purged. Idempotent. */
  softDelete(id: string): Promise<void>
  restore(id: string): Promise<Conversation>
  /** Deletes what nobody wrote in for so many days, as `softDelete` would; pinned ones never. @returns how many */
  expire(unusedDays: number): Promise<number>
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
  /**
   * The steps of an answer that is being written, so far. Resolves when they are committed, or kept in memory because the disk
   * refuses: what has an effect may begin then. Ignored once the answer is finished. Rejects with NOT_FOUND
   */
  recordSteps(id: string, steps: readonly RunStep[]): Promise<void>
  /** Final text, terminal state and everything known about the answer; steps that it leaves out stay. Rejects with CONFLICT when it was finished before */
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
  /**
   * To be called once at start: what a dead process was still writing becomes `interrupted`. Its tool calls that ran are `unknown`
   * from then on, those that waited never ran and are `cancelled`. @returns those messages
   */
  markInterrupted(): Message[]
  /** Why what is shown is not (all) on disk, for the user; null when it is. */
  problem(): string | null
  /** When everything written before is committed, or kept in memory because the disk refuses. */
  settled(): Promise<void>
  /** Tries a last time to save what is kept in memory and stops retrying. Does not close the database. */
  close(): Promise<void>
}

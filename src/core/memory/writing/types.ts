import type { ConversationRow, MessageRow } from '../columns'
import type { RecallStep } from '../recall/recall-steps'
import type { Statement } from './statements'

/** Changes of a conversation that is there; null leaves a column as it is. */
export interface ConversationEdit {
  id: string
  /** A title that the user did not make does not replace one that the user made. */
  title: string | null
  title_by: ConversationRow['title_by']
  updated_at: number | null
  active_leaf_id: string | null
  /** Null takes the deletion back; absent leaves it as it is. */
  deleted_at?: number | null
  /** Null takes it out of its folder; absent leaves it there. */
  folder_id?: string | null
  pinned: number | null
  /** JSON, merged into what is there. */
  settings: string | null
  /** Moves the conversation to the top of the list. */
  touched: boolean
}

/** Text so far of an answer that is being written. */
export type TextRow = Pick<MessageRow, 'id' | 'content' | 'reasoning' | 'epoch'>

/** One statement, as plain data: it may cross to another thread. */
export type Step =
  | { kind: 'begin'; row: ConversationRow }
  | { kind: 'edit'; edit: ConversationEdit }
  | { kind: 'message'; row: MessageRow }
  | { kind: 'text'; row: TextRow }
  | { kind: 'purge'; deletedBefore: number }
  | { kind: 'statement'; statement: Statement }
  | RecallStep

/** What belongs together: all or nothing. */
export type Write = readonly Step[]

export interface Group {
  writes: readonly Write[]
  /** Survives a power cut when it is acknowledged; otherwise only the end of the process. */
  durable: boolean
}

/** An error of SQLite as plain data. */
export interface SqliteFailure {
  code: string
  message: string
}

/** Of one write: the rows that its last statement changed, or why it alone was not done. */
export type Outcome = { changes: number } | SqliteFailure

/** The only one that changes the conversations file. */
export interface Writer {
  /**
   * One transaction. Resolves after the commit, with an outcome for each write; rejects when nothing of the group was
   * written. Called again only after it has settled.
   */
  write(group: Group): Promise<readonly Outcome[]>
  /** A copy of the file unless there is one of the day, see backUpDaily. */
  backUp(path: string, now: number): Promise<void>
  /** Idempotent. Leaves a connection alone that it was given. */
  close(): Promise<void>
}

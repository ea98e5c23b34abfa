import type Database from 'better-sqlite3'
import type { Message, Snippet } from '../../../shared/entities'

/**
 * One kind of question to the conversations file, with its statements prepared on a connection that only reads. Plain data goes in
 * and comes out, since it may be asked on another thread. Throws what SQLite throws.
 */
export type Reading<I, O> = (connection: Database.Database) => (input: I) => O

export interface WordsQuery {
  text: string
  /** Null: all of them. */
  conversationId: string | null
  folderId: string | null
  limit: number
}

/** A message that holds the words, or a conversation whose title does. */
export interface WordsHit {
  conversationId: string
  conversationTitle: string
  messageId: string | null
  role: Message['role'] | null
  createdAt: number
  snippet: Snippet
}

export interface MemoryCounts {
  conversations: number
  messages: number
  attachments: number
}

/** Asks the file what may take longer than a few milliseconds: on a thread of its own where there is one. */
export interface Searcher<R extends Record<string, Reading<never, unknown>>> {
  /**
   * One question is answered at a time, in the order of asking; whoever gives up while it waits spares it. Rejects with
   * STORAGE_FAILED, and with the signal's reason
   */
  ask<K extends keyof R & string>(kind: K, input: InputOf<R[K]>, signal: AbortSignal): Promise<OutputOf<R[K]>>
  /** Idempotent. */
  close(): Promise<void>
}

export type InputOf<R> = R extends Reading<infer I, unknown> ? I : never
export type OutputOf<R> = R extends Reading<never, infer O> ? O : never

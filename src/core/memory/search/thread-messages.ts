import type { SqliteFailure } from '../writing/types'
import type { Readings } from './readings'
import type { InputOf } from './types'

/** What is asked of the thread, each by a number of its own. */
export type SearchRequest = {
  [K in keyof Readings]: { id: number; kind: K; input: InputOf<Readings[K]> }
}[keyof Readings]

export type SearchReply =
  | { kind: 'ready' }
  | { kind: 'found'; id: number; output: unknown }
  /** `failure` is null when it was not SQLite that failed. */
  | { kind: 'failed'; id: number; failure: SqliteFailure | null; message: string }

import type { Group, Outcome, SqliteFailure } from './types'

/** What is asked of the thread, each by a number of its own. */
export type ThreadRequest =
  | { id: number; kind: 'write'; group: Group }
  | { id: number; kind: 'backUp'; path: string; now: number }
  | { id: number; kind: 'close' }

/** Outcomes of a write are null for everything else. */
export type ThreadReply =
  | { kind: 'ready' }
  | { kind: 'done'; id: number; outcomes: Outcome[] | null }
  /** `failure` is null when it was not SQLite that failed. */
  | { kind: 'failed'; id: number; failure: SqliteFailure | null; message: string }

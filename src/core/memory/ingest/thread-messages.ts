import type { ParsedFile, Unreadable } from './types'

/** One file a thread: it ends with its answer, or is ended. */
export interface IngestRequest {
  name: string
  bytes: Uint8Array
}

export type IngestReply = ParsedFile | Unreadable

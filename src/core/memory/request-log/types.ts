import type {
  RequestBatch,
  RequestCount,
  RequestFilter,
  RequestPage,
  RequestStatistics,
} from '../../../shared/contract/activity'
import type { RequestRecord } from '../../../shared/entities'

export interface RequestQuery extends RequestFilter {
  /** Only requests before this number. */
  before?: number | null | undefined
  limit: number
}

/**
 * How requests went, kept for a while. Nothing of it may hold up a request: adding costs microseconds, and a file that
 * cannot be written only means that fewer are kept.
 */
export interface RequestLog {
  add(record: RequestRecord): void
  list(query: RequestQuery): RequestPage
  /** Of the last so many milliseconds; done in slices, between which answers go on. */
  count(sinceMs: number | undefined): Promise<RequestCount[]>
  /** Ends with the signal, or when the log is closed. */
  watch(signal: AbortSignal): AsyncIterable<RequestBatch>
  /** Done in slices, between which answers go on. */
  statistics(hours: number): Promise<RequestStatistics>
  /** @returns how many were removed, of the file and of what waits for it */
  clear(): Promise<number>
  /** Why requests are not (all) kept, for the user; null when they are. */
  problem(): string | null
  /** Writes what waits, if it can. Idempotent. */
  close(): void
}

/** A record and its number. */
export interface NumberedRecord {
  sequence: number
  record: RequestRecord
}

import type { AuditEntry } from '../../../shared/entities'

export type NewAuditEntry = Omit<AuditEntry, 'sequence' | 'at'>

/** What tools were asked for, allowed and did. Only ever added to. */
export interface AuditLog {
  /** Resolves once it is on disk, in the order of calls. @throws HarombeError STORAGE_FAILED */
  append(entry: NewAuditEntry): Promise<void>
  /** Newest first; `before` is the sequence of the last one that is known. */
  read(page: { before?: number | undefined; limit: number }): Promise<AuditEntry[]>
  /** Waits for what is being written; nothing is taken after it. */
  close(): Promise<void>
}

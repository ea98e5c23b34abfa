import type { RememberedApproval } from '../../../shared/entities'

export interface RememberedCall {
  /** SHA-256 of the call with all it depends on. */
  key: string
  tool: string
  exact: RememberedApproval['exact']
  workspace: string
}

/** Calls a person allowed for 24 hours. */
export interface RememberedApprovals {
  /** The id of the approval that covers exactly this call in this workspace; null: none. */
  find(key: string, workspace: string): string | null
  /** @throws HarombeError STORAGE_FAILED when it cannot be kept */
  add(call: RememberedCall): void
  /** Those that still hold, newest first. */
  list(): RememberedApproval[]
  /** Idempotent. What was revoked; null when there was none. @throws HarombeError STORAGE_FAILED when that cannot be kept; it is revoked for now */
  revoke(id: string): RememberedApproval | null
}

import type { ToolCallRecord } from '../../../shared/entities'
import { redactSecrets } from '../../../shared/redact-secrets'
import { rawCallDigest } from '../approvals/digest'
import { showLine } from '../approvals/shown-text'
import type { AuditLog, NewAuditEntry } from '../audit/types'
import { cutResult } from './cut-result'
import type { ToolRun, ToolRunner } from './types'

export type Call = Parameters<ToolRunner['run']>[0]
export type CallHooks = Parameters<ToolRunner['run']>[2]

/** One call as it is shown, kept and written down, from when it was made until it has ended. */
export interface CallRecord {
  readonly current: ToolCallRecord
  /** Told to nobody yet. */
  set(changes: Partial<ToolCallRecord>): void
  /** Tells whoever watches. */
  tell(): void
  /** It does not wait any more. */
  unask(): void
  /** What the audit calls it by from now on. */
  bind(digest: string): void
  /** @throws HarombeError STORAGE_FAILED */
  note(event: NewAuditEntry['event'], details?: Partial<NewAuditEntry>): Promise<void>
  /** Its last state. `text` is what the model is told. */
  end(state: ToolCallRecord['state'], text: string, changes?: Partial<ToolCallRecord>): void
}

export function createCallRecord(
  call: Call,
  { conversationId }: ToolRun,
  onChange: CallHooks['onChange'],
  audit: Pick<AuditLog, 'append'>,
): CallRecord {
  let digest = rawCallDigest(call.tool, call.arguments)
  let record: ToolCallRecord = {
    id: call.id,
    tool: showLine(call.tool, 64),
    arguments: call.arguments,
    summary: showLine(call.tool, 64),
    risk: 'none',
    state: 'running',
  }
  function unask(): void {
    const { approval: _, ...rest } = record
    record = rest
  }
  return {
    get current() {
      return record
    },
    set(changes) {
      record = { ...record, ...changes }
    },
    tell: () => onChange(record),
    unask,
    bind(next) {
      digest = next
    },
    note(event, details = {}) {
      const { tool, risk } = record
      // A header of a request, a password on a command line: kept for ever there, and needed by nobody.
      const summary = redactSecrets(record.summary)
      return audit.append({ callId: call.id, conversationId, tool, risk, summary, digest, event, ...details })
    },
    end(state, text, changes = {}) {
      unask()
      record = { ...record, ...changes, state, result: cutResult(text) }
      onChange(record)
    },
  }
}

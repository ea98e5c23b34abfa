import type { AuditEntry, ToolDecision } from '../../../shared/entities'
import { callStateWord, decisionWord } from '../../../shared/entities/tool-words'
import { texts } from '../../texts'
import type { StatusShape } from '../../ui'

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** As the filter offers them. */
export const decisions: readonly ToolDecision[] = [
  'approved',
  'remembered',
  'denied',
  'refused',
  'expired',
  'nobody',
  'not_needed',
]

export const decisionText = (decision: ToolDecision): string => capital(decisionWord(decision, texts.t))

const decisionShapes: Readonly<Record<ToolDecision, StatusShape>> = {
  approved: 'ok',
  remembered: 'ok',
  not_needed: 'held',
  denied: 'off',
  expired: 'off',
  nobody: 'off',
  refused: 'danger',
}

export interface EntryLook {
  shape: StatusShape
  text: string
}

/** What happened, in a few words. */
export function entryLook({ event, decision, state, exitCode }: AuditEntry): EntryLook {
  switch (event) {
    case 'asked':
      return { shape: 'half', text: 'Asked for' }
    case 'decided':
      return decision === undefined
        ? { shape: 'held', text: 'Decided' }
        : { shape: decisionShapes[decision], text: decisionText(decision) }
    case 'started':
      return { shape: 'busy', text: 'Began' }
    case 'ended':
      return endedLook({ state, exitCode })
    case 'revoked':
      return { shape: 'off', text: 'Permission taken back' }
    case 'pinned':
      return { shape: 'ok', text: 'MCP server approved' }
  }
}

function endedLook({ state, exitCode }: Pick<AuditEntry, 'state' | 'exitCode'>): EntryLook {
  if (state === undefined) return { shape: 'held', text: 'Ended' }
  const shape = state === 'done' ? 'ok' : state === 'failed' ? 'danger' : 'off'
  return { shape, text: callStateWord({ state, exitCode }, texts.t) }
}

export interface AuditFilter {
  tool?: string
  decision?: ToolDecision
}

export const isMatch = (entry: AuditEntry, { tool, decision }: AuditFilter): boolean =>
  (tool === undefined || entry.tool === tool) && (decision === undefined || entry.decision === decision)

/** "14:03:22" for today, with the date before it for earlier days. */
export function timeText(at: number, now: number): string {
  const time = new Date(at)
  const clock = time.toLocaleTimeString('en-GB')
  if (time.toDateString() === new Date(now).toDateString()) return clock
  return `${time.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })} ${clock}`
}

import type { AuditEntry, ToolDecision } from '../../../shared/entities'
import { callStateWord, decisionWord } from '../../../shared/entities/tool-words'
import type { Translate } from '../../../shared/texts/translator'
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

export const decisionText = (decision: ToolDecision, t: Translate): string =>
  capital(decisionWord(decision, t))

const decisionShapes: Readonly<Record<ToolDecision, StatusShape>> = {
  approved: 'ok',
  remembered: 'ok',
  not_needed: 'held',
  denied: 'off',
  expired: 'off',
  nobody: 'off',
  refused: 'danger',
}

const eventShapes: Readonly<Record<AuditEntry['event'], StatusShape>> = {
  asked: 'half',
  decided: 'held',
  started: 'busy',
  ended: 'held',
  revoked: 'off',
  pinned: 'ok',
}

export interface EntryLook {
  shape: StatusShape
  text: string
}

/** What happened, in a few words. */
export function entryLook({ event, decision, state, exitCode }: AuditEntry, t: Translate): EntryLook {
  if (event === 'decided' && decision !== undefined)
    return { shape: decisionShapes[decision], text: decisionText(decision, t) }
  if (event === 'ended' && state !== undefined) {
    const shape = state === 'done' ? 'ok' : state === 'failed' ? 'danger' : 'off'
    return { shape, text: callStateWord({ state, exitCode }, t) }
  }
  return { shape: eventShapes[event], text: t(`tools.audit.event.${event}`) }
}

export interface AuditFilter {
  tool?: string
  decision?: ToolDecision
}

export const isMatch = (entry: AuditEntry, { tool, decision }: AuditFilter): boolean =>
  (tool === undefined || entry.tool === tool) && (decision === undefined || entry.decision === decision)

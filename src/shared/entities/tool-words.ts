import type { Translate } from '../texts/translator'
import type { RunLimit, ToolCallRecord, ToolDecision, ToolRisk, UntrustedKind } from './agent'

const ownTools = [
  'shell',
  'read_file',
  'write_file',
  'edit_file',
  'delete_file',
  'list_files',
  'search_files',
  'web_search',
  'web_fetch',
  'calculator',
  'date_time',
  'system_info',
  'search_memory',
  'ask_node',
] as const

/** A tool's name in words; one that is not harombe's own as it is written, without its joints. */
export function toolTitle(tool: string, t: Translate): string {
  const own = ownTools.find(name => name === tool)
  if (own !== undefined) return t(`words.tool.${own}`)
  const words = tool.replaceAll(/[_-]+/g, ' ').trim()
  return words === '' ? tool : words.charAt(0).toUpperCase() + words.slice(1)
}

/** What a call of it may do at worst. */
export const riskWord = (risk: ToolRisk, t: Translate): string => t(`words.risk.${risk}`)

/** Where text comes from that may try to give the model orders. */
export const untrustedWord = (kind: UntrustedKind, t: Translate): string => t(`words.untrusted.${kind}`)

/** How a call stands, in a word or two. */
export function callStateWord(
  { state, decision, exitCode }: Pick<ToolCallRecord, 'state' | 'decision' | 'exitCode'>,
  t: Translate,
): string {
  if (state === 'failed' && exitCode !== undefined) {
    return t('words.callState.failedWithCode', { code: exitCode })
  }
  if (state === 'denied' && (decision === 'expired' || decision === 'nobody')) {
    return t(`words.callState.${decision}`)
  }
  return t(`words.callState.${state}`)
}

/** What is to be said of a call beside its state; null where that says it all. */
export function callStateNote(
  { state, decision }: Pick<ToolCallRecord, 'state' | 'decision'>,
  t: Translate,
): string | null {
  if (state === 'unknown' || state === 'refused') return t(`words.callNote.${state}`)
  return state === 'done' && decision === 'remembered' ? t('words.callNote.remembered') : null
}

/** How it came to be run or not, for the audit. */
export const decisionWord = (decision: ToolDecision, t: Translate): string => t(`words.decision.${decision}`)

/** Which budget ended a run. */
export const limitWord = (limit: RunLimit, t: Translate): string => t(`words.limit.${limit}`)

import type { ToolRisk, UntrustedKind } from '../../../shared/entities'
import { untrustedWord } from '../../../shared/entities/tool-words'
import { english } from '../../../shared/texts/english'
import type { CallPlan, Tool } from '../tools/types'

/** These are asked for every time. Reading in the workspace, and what only computes, are not. */
const askedFor: ReadonlySet<ToolRisk> = new Set(['write', 'delete', 'shell', 'network', 'mcp'])

/** Whether a person has to be asked. What an MCP server says of its own tools lifts nothing. No setting does either. */
export const mustAsk = (tool: Pick<Tool, 'server'>, plan: Pick<CallPlan, 'risk' | 'asks'>): boolean =>
  plan.asks || tool.server !== null || askedFor.has(plan.risk)

/** Whether it has an effect outside the conversation, so that it must be on disk that it may have run. */
export const hasEffect = (tool: Pick<Tool, 'server'>, plan: Pick<CallPlan, 'risk'>): boolean =>
  tool.server !== null || askedFor.has(plan.risk)

/**
 * Whether an approval of yesterday may stand for one of now. Whoever wrote the untrusted content may have chosen this call, so
 * none does once there is any, but for reading.
 */
export const mayUseRemembered = (
  plan: Pick<CallPlan, 'risk' | 'canRemember'>,
  tainted: readonly UntrustedKind[],
): boolean => plan.canRemember && (tainted.length === 0 || !askedFor.has(plan.risk))

/** Why it is asked for, beside what the tool itself says; empty when it would be asked for anyway and nothing is special. */
export function taintReasons(tainted: readonly UntrustedKind[]): string[] {
  if (tainted.length === 0) return []
  const list = new Intl.ListFormat('en').format(tainted.map(kind => untrustedWord(kind, english)))
  return [`This conversation holds text from ${list}, which may have told the model to do this.`]
}

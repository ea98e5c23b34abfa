import type { Message } from '../../shared/entities'
import { estimateTokens } from '../inference/estimate-tokens'

/** How an answer without a word stands in the history: several templates refuse two user messages in a row. */
export const unanswered = '(There was no answer.)'

export interface PromptWindow {
  window: Message[]
  /** Messages at the beginning of the branch that did not fit. */
  dropped: number
}

/**
 * What is sent of a branch beside the system prompt: the newest messages within the budget. The last message is always there,
 * however long.
 */
export function choosePromptWindow(
  history: readonly Message[],
  systemPrompt: string,
  maxTokens: number,
): PromptWindow {
  const sendable = history.filter(
    ({ role, content, attachments }) =>
      role === 'assistant' || (role === 'user' && (content !== '' || attachments !== undefined)),
  )
  const window: Message[] = []
  let budget = maxTokens - estimateTokens(systemPrompt)
  for (const message of sendable.toReversed()) {
    budget -= estimateTokens(message.content === '' ? unanswered : message.content)
    if (budget < 0 && window.length > 0) break
    window.unshift(message)
  }
  // A window that opens with an answer to a question the model cannot see confuses it.
  while (window.length > 1 && window[0]?.role === 'assistant') window.shift()
  return { window, dropped: sendable.length - window.length }
}

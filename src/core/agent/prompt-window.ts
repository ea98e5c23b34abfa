import type { Message } from '../../shared/entities'
import { estimateTokens } from '../inference/estimate-tokens'
import type { ChatMessage } from '../inference/protocol'

export interface PromptWindow {
  messages: ChatMessage[]
  /** Messages at the beginning of the branch that did not fit. */
  dropped: number
}

const unanswered = '(There was no answer.)'

/**
 * What is sent of a branch: the system prompt, then the newest messages within the budget. The last message is always
 * there, however long. An answer that failed without a word stands as a remark: templates of several model families refuse
 * two user messages in a row.
 */
export function buildPromptWindow(
  history: readonly Message[],
  systemPrompt: string,
  maxTokens: number,
): PromptWindow {
  const sendable = history
    .filter(message => message.role !== 'system' && (message.content !== '' || message.role === 'assistant'))
    .map(({ role, content }) => ({ role, content: content === '' ? unanswered : content }))
  const kept: ChatMessage[] = []
  let budget = maxTokens - estimateTokens(systemPrompt)
  for (const message of sendable.toReversed()) {
    budget -= estimateTokens(message.content)
    if (budget < 0 && kept.length > 0) break
    kept.unshift(message)
  }
  // A window that opens with an answer to a question the model cannot see confuses it.
  while (kept.length > 1 && kept[0]?.role === 'assistant') kept.shift()
  const dropped = sendable.length - kept.length
  const system: ChatMessage[] = systemPrompt === '' ? [] : [{ role: 'system', content: systemPrompt }]
  return { messages: [...system, ...kept], dropped }
}

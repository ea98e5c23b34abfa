import type { UntrustedKind } from '../../../shared/entities'
import type { ContextBuilder } from '../context/types'
import { choosePromptWindow } from '../prompt-window'

/**
 * The system prompt and the newest messages, and nothing that would have to be looked up.
 * @param taintOf what untrusted content is in a conversation, every branch of it
 */
export function createPlainContext(
  taintOf: (conversationId: string) => readonly UntrustedKind[],
): ContextBuilder {
  return {
    async build({ conversation, history, systemPrompt, maxTokens }) {
      const { window, dropped } = choosePromptWindow(history, systemPrompt, maxTokens)
      return {
        system: systemPrompt,
        window: window.map(message => ({ message, attached: '', images: [] })),
        dropped,
        sources: [],
        tainted: taintOf(conversation.id),
      }
    },
    answered() {},
  }
}

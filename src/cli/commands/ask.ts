import type { HarombeClient } from '../../shared/contract'
import type { AskEvent } from '../../shared/contract/chat'
import type { TierChoice } from '../../shared/entities'

export interface AskTarget {
  tier: TierChoice
  node?: string | undefined
  model?: string | undefined
}

export interface PromptMessage {
  role: 'user' | 'assistant'
  content: string
}

export function ask(
  client: HarombeClient,
  messages: PromptMessage[],
  { tier, node, model }: AskTarget,
  signal: AbortSignal,
): AsyncIterable<AskEvent> {
  const target = { tier, ...(node === undefined ? {} : { node }), ...(model === undefined ? {} : { model }) }
  return client.stream('chat.ask', { messages, ...target }, { signal })
}

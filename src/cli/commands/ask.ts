import type { HarombeClient } from '../../shared/contract'
import type { AskEvent } from '../../shared/contract/chat'
import type { TierChoice, UntrustedKind } from '../../shared/entities'

export interface AskTarget {
  tier: TierChoice
  node?: string | undefined
  model?: string | undefined
}

export interface PromptMessage {
  role: 'user' | 'assistant'
  content: string
  /** By this the coordinator knows its answer, to keep all of it. */
  exchangeId?: string | undefined
}

export interface Question {
  messages: readonly PromptMessage[]
  target: AskTarget
  tools: boolean
  /** Whose words are in the messages beside the user's. */
  tainted: readonly UntrustedKind[]
}

/** A frame of the contract holds 1 MiB; the rest of the question needs little. */
const maxBytes = 1_000_000
const maxMessages = 2000

/** The newest messages that can be sent in one go, the question always; the node's context is smaller still. */
function newest(messages: readonly PromptMessage[]): PromptMessage[] {
  const kept: PromptMessage[] = []
  let bytes = 0
  for (const { role, content } of messages.toReversed()) {
    const message = { role, content }
    bytes += Buffer.byteLength(JSON.stringify(message)) + 1
    if (kept.length > 0 && (bytes > maxBytes || kept.length >= maxMessages)) break
    kept.push(message)
  }
  return kept.reverse()
}

export function ask(
  client: HarombeClient,
  { messages, target: { tier, node, model }, tools, tainted }: Question,
  signal: AbortSignal,
): AsyncIterable<AskEvent> {
  const target = { tier, ...(node === undefined ? {} : { node }), ...(model === undefined ? {} : { model }) }
  return client.stream(
    'chat.ask',
    { messages: newest(messages), tools, tainted: [...tainted], ...target },
    { signal },
  )
}

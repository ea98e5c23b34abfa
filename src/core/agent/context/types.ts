import type { Conversation, Fact, Message, Source, UntrustedKind } from '../../../shared/entities'
import type { InputImage } from '../../inference/protocol'

/** A message of the window, with what was attached to it. */
export interface WindowEntry {
  message: Message
  /** Text of attached files, to stand before the message's own; empty: none. */
  attached: string
  images: readonly InputImage[]
}

/** All that an answer is made of, before a tool was called. Neither roles nor tool calls are rendered yet. */
export interface AnswerContext {
  /** The system prompt with facts, the summary of what fell out, and excerpts that were looked up; empty: none. */
  system: string
  /** The newest messages that fit, the question last and always there. */
  window: readonly WindowEntry[]
  /** Messages at the beginning of the branch that are not in the window. */
  dropped: number
  /** By the numbers that `system` and `attached` give them. */
  sources: readonly Source[]
  /** What untrusted content is in the conversation (any branch) or was looked up. */
  tainted: readonly UntrustedKind[]
}

export interface ContextRequest {
  conversation: Conversation
  /** From the first message of the branch to the question. */
  history: readonly Message[]
  systemPrompt: string
  /** For all of it. */
  maxTokens: number
}

/** Gathers what an answer is made of. Looking things up has a time budget: an answer never waits for it for long. */
export interface ContextBuilder {
  /** Never rejects but for the signal: what could not be looked up is left out. */
  build(request: ContextRequest, signal: AbortSignal): Promise<AnswerContext>
  /** After an answer was stored: titles, summaries, the index. Nobody waits for it. */
  answered(conversationId: string, answer: Message): void
}

/** A piece of a message or of a file that may be looked up. */
export interface RecallHit {
  kind: 'message' | 'attachment'
  conversationId: string | null
  messageId: string | null
  attachmentId: string | null
  /** Of the conversation, or the file's name. */
  title: string
  locator: string | null
  text: string
  /** Similarity 0 to 1 by meaning; null where it was found by words. */
  score: number | null
  /** Others wrote it, or something in its conversation. */
  untrusted: boolean
}

export interface RecallQuery {
  text: string
  /** Absent: by words alone. */
  embedding?: { model: string; vector: readonly number[] } | undefined
  /** Files of these messages' conversation only, or what other conversations said. */
  scope: { attachmentIds: readonly string[] } | { notConversationId: string | null }
  limit: number
  minSimilarity: number
}

/** What of the stored conversations may be looked up. Implemented over SQLite, searched on a thread of its own. */
export interface Recall {
  facts(): readonly Fact[]
  search(query: RecallQuery, signal: AbortSignal): Promise<RecallHit[]>
}

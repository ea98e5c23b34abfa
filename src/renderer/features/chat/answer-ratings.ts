import type { HarombeClient } from '../../../shared/contract'
import type { Message, Rating } from '../../../shared/entities'
import type { MessageMap } from './conversation-tree'

export interface AnswerRatingsOptions {
  client: HarombeClient
  messages(): MessageMap
  /** Replaces one message. */
  show(message: Message): void
  failed(error: unknown): void
}

/** The message with another rating; null for none. */
export function withRating({ rating: _before, ...message }: Message, rating: Rating | null): Message {
  return rating === null ? message : { ...message, rating }
}

/**
 * Thumbs, shown before the coordinator has them. Of several quick clicks the last one counts; when it fails, what the
 * coordinator last confirmed is shown again.
 */
export function createAnswerRatings({ client, messages, show, failed }: AnswerRatingsOptions) {
  const confirmed = new Map<string, Rating | null>()
  const latest = new Map<string, symbol>()

  return async (messageId: string, rating: Rating | null): Promise<void> => {
    const message = messages().get(messageId)
    if (message === undefined) return
    if (!confirmed.has(messageId)) confirmed.set(messageId, message.rating ?? null)
    const own = Symbol('rating')
    latest.set(messageId, own)
    show(withRating(message, rating))
    let settled: Rating | null
    try {
      const stored = await client.call('chat.rateAnswer', { messageId, rating })
      settled = stored.rating ?? null
      confirmed.set(messageId, settled)
    } catch (error) {
      settled = confirmed.get(messageId) ?? null
      if (latest.get(messageId) === own) failed(error)
    }
    if (latest.get(messageId) !== own) return
    latest.delete(messageId)
    confirmed.delete(messageId)
    const current = messages().get(messageId)
    if (current !== undefined) show(withRating(current, settled))
  }
}

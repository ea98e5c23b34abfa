import type { Conversation, Message } from '../../../shared/entities'
import { titleFrom } from '../title'
import type { FinishedExchanges } from './finished-exchanges'
import { settled } from './own-format'
import type { ConversationSink } from './types'

export interface SaveExchangeOptions {
  sink: Pick<ConversationSink, 'put'>
  /** Milliseconds since the epoch. */
  now(): number
  createId(): string
  exchanges: Pick<FinishedExchanges, 'find'>
}

export interface Exchange {
  title?: string | undefined
  /** `exchangeId`: all of the answer is taken as it was given, where it is still known; else the words. */
  messages: readonly (Pick<Message, 'role' | 'content'> & { exchangeId?: string | undefined })[]
}

/** Keeps what was asked and answered elsewhere as a conversation of one branch. Rejects with STORAGE_FAILED */
export async function saveExchange(
  { title, messages }: Exchange,
  { sink, now, createId, exchanges }: SaveExchangeOptions,
): Promise<Conversation> {
  const time = now()
  const id = createId()
  let parentId: string | null = null
  const kept = messages.map(({ role, content, exchangeId }): Message => {
    const given = role !== 'assistant' || exchangeId === undefined ? null : exchanges.find(exchangeId)
    const message = settled({
      id: createId(),
      conversationId: id,
      parentId,
      role,
      content,
      state: 'complete',
      createdAt: time,
      ...given,
    })
    parentId = message.id
    return message
  })
  const conversation: Conversation = {
    id,
    title: title ?? titleFrom(messages.find(({ role }) => role === 'user')?.content ?? ''),
    createdAt: time,
    updatedAt: time,
    activeLeafId: parentId,
    titleBy: title === undefined ? 'words' : 'user',
  }
  await sink.put(conversation, kept, new Map())
  return conversation
}

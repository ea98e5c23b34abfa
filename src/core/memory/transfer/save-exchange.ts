import type { Conversation, Message } from '../../../shared/entities'
import { titleFrom } from '../title'
import type { ConversationSink } from './types'

export interface SaveExchangeOptions {
  sink: Pick<ConversationSink, 'put'>
  /** Milliseconds since the epoch. */
  now(): number
  createId(): string
}

/** Keeps what was asked and answered elsewhere as a conversation of one branch. Rejects with STORAGE_FAILED */
export async function saveExchange(
  { title, messages }: { title?: string | undefined; messages: readonly Pick<Message, 'role' | 'content'>[] },
  { sink, now, createId }: SaveExchangeOptions,
): Promise<Conversation> {
  const time = now()
  const id = createId()
  let parentId: string | null = null
  const kept = messages.map(({ role, content }): Message => {
    const message: Message = {
      id: createId(),
      conversationId: id,
      parentId,
      role,
      content,
      state: 'complete',
      createdAt: time,
    }
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

import type { Change, ConversationChanges, ConversationRecord, MessageRecord } from './types'

interface Held {
  conversation: ConversationRecord
  messages: Map<string, { record: MessageRecord; number: number }>
  /** Of the last change. */
  number: number
  touched: boolean
}

export type HeldConversation = Pick<Held, 'conversation' | 'touched'> & { messages: readonly MessageRecord[] }

/** What was changed and is not in the file yet, as it will be read from there. */
export interface Overlay {
  /** `base` is the conversation as it was read. @returns releases what no later change has replaced */
  add(base: ConversationRecord, change: Change): () => void
  /** Changes what is held of a conversation, if anything is. */
  edit(id: string, edit: ConversationChanges): void
  conversation(id: string): ConversationRecord | undefined
  message(id: string): MessageRecord | undefined
  messages(conversationId: string): readonly MessageRecord[]
  /** In the order of the last changes, the newest first. */
  all(): readonly HeldConversation[]
  messageCount(): number
}

/** As the table would take it, see write-group. */
export function edited(record: ConversationRecord, changes: ConversationChanges): ConversationRecord {
  const { title, titleBy, chosen, ...rest } = changes
  const stays = title === undefined || (record.titleBy === 'user' && titleBy !== 'user')
  return {
    ...record,
    ...rest,
    ...(stays ? {} : { title, titleBy: titleBy ?? record.titleBy }),
    ...(chosen === undefined ? {} : { chosen: { ...record.chosen, ...JSON.parse(JSON.stringify(chosen)) } }),
  }
}

export function createOverlay(): Overlay {
  const held = new Map<string, Held>()
  const conversationOf = new Map<string, string>()
  let lastNumber = 0

  const recordsOf = ({ messages }: Held) => [...messages.values()].map(({ record }) => record)

  function release(id: string, change: Change, number: number): void {
    const entry = held.get(id)
    if (entry === undefined) return
    for (const message of change.messages) {
      if (entry.messages.get(message.id)?.number !== number) continue
      entry.messages.delete(message.id)
      conversationOf.delete(message.id)
    }
    if (entry.number === number) held.delete(id)
  }

  return {
    add(base, change) {
      lastNumber += 1
      const number = lastNumber
      const { id } = base
      const before = held.get(id)
      const messages = before?.messages ?? new Map()
      for (const record of change.messages) {
        messages.set(record.id, { record, number })
        conversationOf.set(record.id, id)
      }
      held.delete(id)
      const touched = change.touched || before?.touched === true
      held.set(id, { conversation: edited(base, change.edit), messages, number, touched })
      return () => release(id, change, number)
    },
    edit(id, edit) {
      const entry = held.get(id)
      if (entry !== undefined) entry.conversation = edited(entry.conversation, edit)
    },
    conversation: id => held.get(id)?.conversation,
    message: id => held.get(conversationOf.get(id) ?? '')?.messages.get(id)?.record,
    messages(conversationId) {
      const entry = held.get(conversationId)
      return entry === undefined ? [] : recordsOf(entry)
    },
    all: () =>
      [...held.values()].reverse().map(entry => ({
        conversation: entry.conversation,
        touched: entry.touched,
        messages: recordsOf(entry),
      })),
    messageCount: () => conversationOf.size,
  }
}

import type { Conversation, Message } from '../../shared/entities'
import { HarombeError } from '../../shared/errors'
import { createBufferedRepository, withoutEpoch } from './buffered-repository'
import type { OpenDatabase } from './database'
import { createRepository } from './repository'
import { titleFrom, untitled } from './title'
import type { ConversationRecord, ConversationStore, MessageRecord } from './types'

export interface ConversationStoreOptions {
  /** Milliseconds since the epoch; only stored and shown, nothing is ordered by it. */
  now: () => number
  /** A new unique identifier: letters, digits, - and _, at most 64. */
  createId: () => string
}

const dayMs = 86_400_000

export function createConversationStore(
  { connection }: Pick<OpenDatabase, 'connection'>,
  { now, createId }: ConversationStoreOptions,
): ConversationStore {
  const repository = createBufferedRepository(createRepository(connection))

  const anyConversation = (id: string): ConversationRecord => {
    const found = repository.conversation(id)
    if (found === undefined) throw new HarombeError('NOT_FOUND', 'There is no such conversation.')
    return found
  }
  const liveConversation = (id: string): ConversationRecord => {
    const found = anyConversation(id)
    if (found.deletedAt !== null) throw new HarombeError('NOT_FOUND', 'This conversation was deleted.')
    return found
  }
  const anyMessage = (id: string): MessageRecord => {
    const found = repository.message(id)
    if (found === undefined) throw new HarombeError('NOT_FOUND', 'There is no such message.')
    return found
  }
  const newConversation = (title: string): ConversationRecord => {
    const time = now()
    return { id: createId(), title, createdAt: time, updatedAt: time, activeLeafId: null, deletedAt: null }
  }
  /** Changes a conversation itself; the disk must agree. */
  const update = (conversation: ConversationRecord, changes: Partial<ConversationRecord>): Conversation => {
    const changed = { ...conversation, ...changes }
    repository.save({ conversation: changed, messages: [], touched: false }, 'refuse')
    return toConversation(changed)
  }
  /** Adds a message and shows its branch. */
  const append = (
    conversation: ConversationRecord,
    message: Pick<Message, 'parentId' | 'role' | 'content' | 'state'>,
    title: string,
  ) => {
    const time = now()
    const record = {
      ...message,
      id: createId(),
      conversationId: conversation.id,
      createdAt: time,
      epoch: 0,
    }
    const changed = { ...conversation, title, updatedAt: time, activeLeafId: record.id }
    repository.save({ conversation: changed, messages: [record], touched: true }, 'keep')
    return { conversation: toConversation(changed), message: withoutEpoch(record) }
  }

  return {
    list: ({ search = '' } = {}) => repository.conversations(search).map(toConversation),
    get: id => ({
      conversation: toConversation(liveConversation(id)),
      messages: repository.messages(id),
    }),
    message: id => withoutEpoch(anyMessage(id)),
    history(leafId) {
      const branch = repository.branch(leafId)
      if (branch.length === 0) throw new HarombeError('NOT_FOUND', 'There is no such message.')
      return branch
    },
    create({ title = untitled } = {}) {
      const conversation = newConversation(title)
      repository.save({ conversation, messages: [], touched: true }, 'refuse')
      return toConversation(conversation)
    },
    rename: (id, title) => update(liveConversation(id), { title }),
    softDelete(id) {
      const conversation = anyConversation(id)
      if (conversation.deletedAt === null) update(conversation, { deletedAt: now() })
    },
    restore: id => update(anyConversation(id), { deletedAt: null }),
    purgeDeleted: olderThanDays => repository.purge(now() - olderThanDays * dayMs),
    setActiveLeaf(id, leafId) {
      const conversation = liveConversation(id)
      if (anyMessage(leafId).conversationId !== id) {
        throw new HarombeError('NOT_FOUND', 'This message belongs to another conversation.')
      }
      return update(conversation, { activeLeafId: leafId })
    },
    appendUserMessage({ conversationId, parentId, text }) {
      const conversation =
        conversationId === undefined ? newConversation(titleFrom(text)) : liveConversation(conversationId)
      const parent = parentId === undefined ? conversation.activeLeafId : parentId
      if (parent !== null && anyMessage(parent).conversationId !== conversation.id) {
        throw new HarombeError('NOT_FOUND', 'The message to follow belongs to another conversation.')
      }
      const isFirst = conversation.activeLeafId === null && conversation.title === untitled
      const title = isFirst ? titleFrom(text) : conversation.title
      return append(conversation, { parentId: parent, role: 'user', content: text, state: 'complete' }, title)
    },
    beginAnswer({ parentId }) {
      const conversation = liveConversation(anyMessage(parentId).conversationId)
      const message = { parentId, role: 'assistant', content: '', state: 'streaming' } as const
      return append(conversation, message, conversation.title)
    },
    checkpointAnswer: (id, checkpoint) => repository.checkpoint(id, checkpoint),
    finishAnswer(message) {
      const begun = anyMessage(message.id)
      if (begun.state !== 'streaming') {
        throw new HarombeError('CONFLICT', 'This answer was finished before.')
      }
      const conversation = { ...anyConversation(begun.conversationId), updatedAt: now() }
      const { id, conversationId, parentId, role, createdAt, epoch } = begun
      const record = { ...message, id, conversationId, parentId, role, createdAt, epoch }
      if (repository.save({ conversation, messages: [record], touched: true }, 'keep')) return
      throw new HarombeError('STORAGE_FAILED', repository.problem() ?? 'The answer could not be saved.', {
        hint: 'It is kept in memory and saved as soon as that is possible.',
      })
    },
    markInterrupted() {
      const error = new HarombeError('INTERRUPTED', 'harombe ended while this answer was being written.')
      return repository.unfinished().map(unfinished => {
        const record: MessageRecord = { ...unfinished, state: 'interrupted', error: error.toShape() }
        const conversation = anyConversation(record.conversationId)
        repository.save({ conversation, messages: [record], touched: false }, 'keep')
        return withoutEpoch(record)
      })
    },
    problem: () => repository.problem(),
    close: () => repository.close(),
  }
}

function toConversation({ deletedAt: _deletedAt, ...conversation }: ConversationRecord): Conversation {
  return conversation
}

import type { Conversation, Message } from '../../shared/entities'
import { HarombeError } from '../../shared/errors'
import type { OpenDatabase } from './database'
import { createHeldRepository, withoutEpoch } from './held-repository'
import { createRepository } from './repository'
import { titleFrom, untitled } from './title'
import type {
  Annotation,
  BegunMessage,
  Change,
  ConversationRecord,
  ConversationStore,
  MessageRecord,
} from './types'
import { createCommitQueue } from './writing/commit-queue'
import { createInlineWriter } from './writing/inline-writer'
import type { Writer } from './writing/types'

export interface ConversationStoreOptions {
  /** Milliseconds since the epoch; only stored and shown, nothing is ordered by it. */
  now: () => number
  /** A new unique identifier: letters, digits, - and _, at most 64. */
  createId: () => string
  /** Told of what can never be written, where nobody waits for it. */
  report?: ((error: unknown) => void) | undefined
}

const dayMs = 86_400_000
const ignore = () => undefined

/** @param writer by default the connection itself */
export function createConversationStore(
  { connection }: Pick<OpenDatabase, 'connection'>,
  { now, createId, report = ignore }: ConversationStoreOptions,
  writer: Writer = createInlineWriter(connection),
): ConversationStore {
  const queue = createCommitQueue(writer, report)
  const repository = createHeldRepository(createRepository(connection), queue)

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
  const edit = async (conversation: ConversationRecord, changes: Change['edit']): Promise<Conversation> => {
    await repository.edit(conversation.id, changes)
    return toConversation({ ...conversation, ...changes })
  }
  /** Adds a message and shows its branch, or leaves what is shown. */
  const append = (
    conversation: ConversationRecord,
    message: Pick<Message, 'parentId' | 'role' | 'content' | 'state' | 'escalatedFrom'>,
    { title, isNew = false, isShown = true }: { title?: string; isNew?: boolean; isShown?: boolean } = {},
  ): BegunMessage => {
    const time = now()
    const record = {
      ...message,
      id: createId(),
      conversationId: conversation.id,
      createdAt: time,
      epoch: 0,
    }
    const changes = {
      updatedAt: time,
      ...(isShown ? { activeLeafId: record.id } : {}),
      ...(title === undefined ? {} : { title }),
    }
    const change = { edit: changes, messages: [record], touched: true }
    const accepted = repository.keep(conversation, change, isNew).then(ignore)
    // Whoever does not wait for it reads that the message is gone.
    accepted.catch(ignore)
    return {
      conversation: toConversation({ ...conversation, ...changes }),
      message: withoutEpoch(record),
      accepted,
    }
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
    async create({ title = untitled } = {}) {
      const conversation = newConversation(title)
      await repository.begin(conversation)
      return toConversation(conversation)
    },
    rename: async (id, title) => edit(liveConversation(id), { title }),
    async softDelete(id) {
      const conversation = anyConversation(id)
      if (conversation.deletedAt === null) await edit(conversation, { deletedAt: now() })
    },
    restore: async id => edit(anyConversation(id), { deletedAt: null }),
    purgeDeleted: async olderThanDays => repository.purge(now() - olderThanDays * dayMs),
    async setActiveLeaf(id, leafId) {
      const conversation = liveConversation(id)
      if (anyMessage(leafId).conversationId !== id) {
        throw new HarombeError('NOT_FOUND', 'This message belongs to another conversation.')
      }
      return edit(conversation, { activeLeafId: leafId })
    },
    appendUserMessage({ conversationId, parentId, text }) {
      const isNew = conversationId === undefined
      const conversation =
        conversationId === undefined ? newConversation(titleFrom(text)) : liveConversation(conversationId)
      const parent = parentId === undefined ? conversation.activeLeafId : parentId
      if (parent !== null && anyMessage(parent).conversationId !== conversation.id) {
        throw new HarombeError('NOT_FOUND', 'The message to follow belongs to another conversation.')
      }
      const isFirst = conversation.activeLeafId === null && conversation.title === untitled
      const message = { parentId: parent, role: 'user', content: text, state: 'complete' } as const
      return append(conversation, message, { isNew, ...(isFirst ? { title: titleFrom(text) } : {}) })
    },
    beginAnswer({ parentId, escalatedFrom, isShown = true }) {
      const conversation = liveConversation(anyMessage(parentId).conversationId)
      const message = { parentId, role: 'assistant', content: '', state: 'streaming' } as const
      return append(conversation, escalatedFrom === undefined ? message : { ...message, escalatedFrom }, {
        isShown,
      })
    },
    checkpointAnswer: (id, checkpoint) => repository.checkpoint(id, checkpoint),
    async finishAnswer(message) {
      const begun = anyMessage(message.id)
      if (begun.state !== 'streaming') {
        throw new HarombeError('CONFLICT', 'This answer was finished before.')
      }
      const { id, conversationId, parentId, role, createdAt, epoch } = begun
      const record = { ...message, id, conversationId, parentId, role, createdAt, epoch }
      const change = { edit: { updatedAt: now() }, messages: [record], touched: true }
      if (await repository.keep(anyConversation(conversationId), change, false)) return
      throw new HarombeError('STORAGE_FAILED', repository.problem() ?? 'The answer could not be saved.', {
        hint: 'It is kept in memory and saved as soon as that is possible.',
      })
    },
    async annotateAnswer(id, annotation) {
      const before = anyMessage(id)
      if (before.role !== 'assistant' || before.state === 'streaming') {
        throw new HarombeError('CONFLICT', 'Only a finished answer can be judged.')
      }
      const record = annotated(before, annotation)
      const change = { edit: {}, messages: [record], touched: false }
      await repository.keep(liveConversation(record.conversationId), change, false)
      return withoutEpoch(record)
    },
    isShown(id) {
      const message = anyMessage(id)
      return liveConversation(message.conversationId).activeLeafId === id
    },
    async showInstead(leafId, insteadOf) {
      const conversation = anyConversation(anyMessage(leafId).conversationId)
      if (conversation.activeLeafId !== insteadOf) return
      // Shown before it is committed: who goes back at once must find where it went.
      const change = { edit: { activeLeafId: leafId }, messages: [], touched: false }
      await repository.keep(conversation, change, false)
    },
    markInterrupted() {
      const error = new HarombeError('INTERRUPTED', 'harombe ended while this answer was being written.')
      return repository.unfinished().map(unfinished => {
        const record: MessageRecord = { ...unfinished, state: 'interrupted', error: error.toShape() }
        const change = { edit: {}, messages: [record], touched: false }
        repository.keep(anyConversation(record.conversationId), change, false).catch(report)
        return withoutEpoch(record)
      })
    },
    problem: () => repository.problem(),
    settled: queue.settled,
    close: queue.close,
  }
}

function annotated(record: MessageRecord, { rating, escalation }: Annotation): MessageRecord {
  const { rating: ratingBefore, escalation: escalationBefore, ...rest } = record
  const rated = rating === undefined ? ratingBefore : rating
  const escalated = escalation === undefined ? escalationBefore : escalation
  return {
    ...rest,
    ...(rated == null ? {} : { rating: rated }),
    ...(escalated == null ? {} : { escalation: escalated }),
  }
}

function toConversation({ deletedAt: _deletedAt, ...conversation }: ConversationRecord): Conversation {
  return conversation
}

import type { Conversation, ConversationSettings, Message } from '../../shared/entities'
import { HarombeError } from '../../shared/errors'
import { createAttachmentClaims } from './claimed-attachments'
import { type HeldRepository, withoutEpoch } from './held-repository'
import { interruptedSteps } from './interrupted-steps'
import type { FolderStore } from './kept/types'
import { titleFrom, untitled } from './title'
import type {
  Annotation,
  BegunMessage,
  Change,
  ChosenSettings,
  ConversationRecord,
  ConversationStore,
  MessageRecord,
  StoreOptions,
  TitleBy,
} from './types'
import type { CommitQueue } from './writing/commit-queue'

export interface ConversationParts {
  repository: HeldRepository
  queue: Pick<CommitQueue, 'settled' | 'close'>
  folders: Pick<FolderStore, 'has'>
}

const dayMs = 86_400_000
const ignore = () => undefined

const everything = (): ConversationSettings => ({ tools: true, memory: true, files: true, facts: true })

export function createConversations(
  { repository, queue, folders }: ConversationParts,
  { now, createId, report = ignore, defaultSettings = everything }: StoreOptions,
): ConversationStore {
  const claim = createAttachmentClaims({ find: repository.attachment, createId, now })

  const toConversation = ({ deletedAt: _at, chosen, ...record }: ConversationRecord): Conversation => ({
    ...record,
    folderId: record.folderId !== null && folders.has(record.folderId) ? record.folderId : null,
    settings: withChosen(defaultSettings(), chosen),
  })
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
  const newConversation = (
    title: string,
    titleBy: TitleBy,
    chosen: ChosenSettings = {},
  ): ConversationRecord => {
    const time = now()
    return {
      id: createId(),
      title,
      createdAt: time,
      updatedAt: time,
      activeLeafId: null,
      deletedAt: null,
      folderId: null,
      pinned: false,
      titleBy,
      chosen,
    }
  }
  /** Changes a conversation itself; the disk must agree. */
  const edit = async ({ id }: ConversationRecord, changes: Change['edit']): Promise<Conversation> => {
    await repository.edit(id, changes)
    // Read once more: others may have been written before it, and not every title is taken.
    return toConversation(anyConversation(id))
  }
  /** Adds a message and shows its branch, or leaves what is shown. */
  const append = (
    conversation: ConversationRecord,
    message: Pick<Message, 'parentId' | 'role' | 'content' | 'state' | 'escalatedFrom'>,
    how: {
      title?: string
      isNew?: boolean
      isShown?: boolean
      attachmentIds?: readonly string[] | undefined
    } = {},
  ): BegunMessage => {
    const { title, isNew = false, isShown = true, attachmentIds = [] } = how
    const time = now()
    const id = createId()
    const { attachments, statements, release } = claim(attachmentIds, id)
    const record: MessageRecord = {
      ...message,
      id,
      conversationId: conversation.id,
      createdAt: time,
      epoch: 0,
      ...(attachments.length === 0 ? {} : { attachments }),
    }
    const changes = {
      updatedAt: time,
      ...(isShown ? { activeLeafId: record.id } : {}),
      ...(title === undefined ? {} : { title, titleBy: 'words' as const }),
    }
    const change = { edit: changes, messages: [record], touched: true, more: statements }
    const accepted = repository.keep(conversation, change, isNew).then(ignore)
    // Whoever does not wait for it reads that the message is gone.
    accepted.catch(release)
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
    open: id => ({
      conversation: toConversation(liveConversation(id)),
      messages: repository.shownMessages(id).map(({ json }) => json),
    }),
    message: id => withoutEpoch(anyMessage(id)),
    history(leafId) {
      const branch = repository.branch(leafId)
      if (branch.length === 0) throw new HarombeError('NOT_FOUND', 'There is no such message.')
      return branch
    },
    async create({ title } = {}) {
      const conversation = newConversation(title ?? untitled, title === undefined ? 'words' : 'user')
      await repository.begin(conversation)
      return toConversation(conversation)
    },
    rename: async (id, title) => edit(liveConversation(id), { title, titleBy: 'user' }),
    async setTitle(id, title, by) {
      const conversation = liveConversation(id)
      if (conversation.titleBy === 'user') return toConversation(conversation)
      return edit(conversation, { title, titleBy: by })
    },
    async update(id, { pinned, folderId, settings }) {
      const conversation = liveConversation(id)
      if (typeof folderId === 'string' && !folders.has(folderId)) {
        throw new HarombeError('NOT_FOUND', 'There is no such folder.')
      }
      return edit(conversation, {
        ...(pinned === undefined ? {} : { pinned }),
        ...(folderId === undefined ? {} : { folderId }),
        ...(settings === undefined ? {} : { chosen: settings }),
      })
    },
    async softDelete(id) {
      const conversation = anyConversation(id)
      if (conversation.deletedAt === null) await edit(conversation, { deletedAt: now() })
    },
    restore: async id => edit(anyConversation(id), { deletedAt: null }),
    expire: async unusedDays => {
      const time = now()
      const values = { now: time, before: time - unusedDays * dayMs }
      return repository.run([{ name: 'expireConversations', values }])
    },
    purgeDeleted: async olderThanDays => repository.purge(now() - olderThanDays * dayMs),
    async setActiveLeaf(id, leafId) {
      const conversation = liveConversation(id)
      if (anyMessage(leafId).conversationId !== id) {
        throw new HarombeError('NOT_FOUND', 'This message belongs to another conversation.')
      }
      return edit(conversation, { activeLeafId: leafId })
    },
    appendUserMessage({ conversationId, parentId, text, attachmentIds, settings }) {
      const isNew = conversationId === undefined
      const conversation =
        conversationId === undefined
          ? newConversation(titleFrom(text), 'words', settings)
          : liveConversation(conversationId)
      const parent = parentId === undefined ? conversation.activeLeafId : parentId
      if (parent !== null && anyMessage(parent).conversationId !== conversation.id) {
        throw new HarombeError('NOT_FOUND', 'The message to follow belongs to another conversation.')
      }
      const isFirst = conversation.activeLeafId === null && conversation.title === untitled
      const message = { parentId: parent, role: 'user', content: text, state: 'complete' } as const
      return append(conversation, message, {
        isNew,
        attachmentIds,
        ...(isFirst ? { title: titleFrom(text) } : {}),
      })
    },
    beginAnswer({ parentId, escalatedFrom, isShown = true }) {
      const conversation = liveConversation(anyMessage(parentId).conversationId)
      const message = { parentId, role: 'assistant', content: '', state: 'streaming' } as const
      return append(conversation, escalatedFrom === undefined ? message : { ...message, escalatedFrom }, {
        isShown,
      })
    },
    checkpointAnswer: (id, checkpoint) => repository.checkpoint(id, checkpoint),
    async recordSteps(id, steps) {
      const record = anyMessage(id)
      if (record.state !== 'streaming') return
      const change = { edit: {}, messages: [{ ...record, steps: [...steps] }], touched: false }
      await repository.keep(anyConversation(record.conversationId), change, false)
    },
    async finishAnswer(message) {
      const begun = anyMessage(message.id)
      if (begun.state !== 'streaming') {
        throw new HarombeError('CONFLICT', 'This answer was finished before.')
      }
      const { id, conversationId, parentId, role, createdAt, epoch, steps } = begun
      const recorded = steps === undefined ? {} : { steps }
      const record = { ...recorded, ...message, id, conversationId, parentId, role, createdAt, epoch }
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
        const { steps } = unfinished
        const record: MessageRecord = {
          ...unfinished,
          state: 'interrupted',
          error: error.toShape(),
          ...(steps === undefined ? {} : { steps: interruptedSteps(steps) }),
        }
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

function withChosen(defaults: ConversationSettings, chosen: ChosenSettings): ConversationSettings {
  return {
    tools: chosen.tools ?? defaults.tools,
    memory: chosen.memory ?? defaults.memory,
    files: chosen.files ?? defaults.files,
    facts: chosen.facts ?? defaults.facts,
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

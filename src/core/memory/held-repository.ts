import type { Message } from '../../shared/entities'
import { createOverlay, type HeldConversation } from './overlay'
import type { Repository } from './repository'
import { fromConversation, fromMessage, withText } from './rows'
import { withStorageErrors } from './storage-fault'
import type { AnswerCheckpoint, Change, ConversationRecord, MessageRecord } from './types'
import type { CommitQueue } from './writing/commit-queue'
import type { ConversationEdit, Step } from './writing/types'

export interface HeldRepository extends Repository {
  /**
   * Reads show it from now on. `isNew`: the conversation is not in the file yet. @throws STORAGE_FAILED when too much waits
   * @returns whether it is committed; false when it is kept in memory, for now
   */
  keep(conversation: ConversationRecord, change: Change, isNew: boolean): Promise<boolean>
  /** Reads show it once it is committed. */
  begin(conversation: ConversationRecord): Promise<void>
  edit(id: string, edit: Change['edit']): Promise<void>
  checkpoint(id: string, checkpoint: AnswerCheckpoint): void
  purge(deletedBefore: number): Promise<number>
  problem(): string | null
}

/** Puts what is not in the file yet over what is read from it. */
export function createHeldRepository(repository: Repository, queue: CommitQueue): HeldRepository {
  const overlay = createOverlay()
  const newest = (record: MessageRecord): MessageRecord => queue.texts(record.id).reduce(withText, record)
  const held = (id: string) => overlay.message(id)

  function messageOf(id: string): MessageRecord | undefined {
    const record = held(id) ?? withStorageErrors(() => repository.message(id))
    return record === undefined ? undefined : newest(record)
  }
  const heldMessages = (conversationId: string) => overlay.messages(conversationId).map(newest)

  return {
    keep(conversation, change, isNew) {
      const steps: Step[] = isNew ? [{ kind: 'begin', row: fromConversation(conversation) }] : []
      steps.push({ kind: 'edit', edit: toEdit(conversation.id, change) })
      for (const message of change.messages) steps.push({ kind: 'message', row: fromMessage(message) })
      const characters = charactersOf(change.messages)
      let release = () => {}
      const written = queue.add({ write: steps, policy: 'keep', characters, ended: () => release() })
      release = overlay.add(conversation, change)
      for (const { id } of change.messages) queue.dropText(id)
      return written.then(({ saved }) => saved)
    },
    async begin(conversation) {
      await queue.add({
        write: [{ kind: 'begin', row: fromConversation(conversation) }],
        policy: 'refuse',
        characters: conversation.title.length,
      })
    },
    async edit(id, edit) {
      await queue.add({
        write: [{ kind: 'edit', edit: toEdit(id, { edit, touched: false }) }],
        policy: 'refuse',
        characters: edit.title?.length ?? 0,
        ended(isCommitted) {
          if (isCommitted) overlay.edit(id, edit)
        },
      })
    },
    checkpoint: (id, { content, reasoning, epoch }) =>
      queue.addText({
        id,
        content: content.toWellFormed(),
        reasoning: reasoning?.toWellFormed() ?? null,
        epoch,
      }),
    async purge(deletedBefore) {
      const written = await queue.add({
        write: [{ kind: 'purge', deletedBefore }],
        policy: 'refuse',
        characters: 0,
      })
      return written.saved ? written.changes : 0
    },

    conversations(search) {
      const stored = withStorageErrors(() => repository.conversations(search))
      const all = new Map(overlay.all().map(each => [each.conversation.id, each]))
      if (all.size === 0) return stored
      const found = new Set(stored.map(({ id }) => id))
      const top = [...all.values()].filter(
        each => each.touched && (found.has(each.conversation.id) || contains(each, search)),
      )
      const others = stored.filter(({ id }) => all.get(id)?.touched !== true)
      return [...top, ...others.map(each => all.get(each.id) ?? { conversation: each })]
        .map(({ conversation }) => conversation)
        .filter(({ deletedAt }) => deletedAt === null)
    },
    conversation: id => overlay.conversation(id) ?? withStorageErrors(() => repository.conversation(id)),
    message: messageOf,
    messages(conversationId) {
      const waiting = new Map<string, Message>(
        heldMessages(conversationId).map(record => [record.id, withoutEpoch(record)]),
      )
      const stored = withStorageErrors(() => repository.messages(conversationId)).map(message => {
        const newer = waiting.get(message.id)
        waiting.delete(message.id)
        return newer ?? message
      })
      return [...stored, ...waiting.values()]
    },
    branch(leafId) {
      const tail: Message[] = []
      let next: string | null = leafId
      while (next !== null) {
        const waiting = held(next)
        if (waiting === undefined) break
        tail.unshift(withoutEpoch(newest(waiting)))
        next = waiting.parentId
      }
      const above = next
      if (above === null) return tail
      const stored = withStorageErrors(() => repository.branch(above)).map(message => {
        const newer = held(message.id)
        return newer === undefined ? message : withoutEpoch(newest(newer))
      })
      return [...stored, ...tail]
    },
    unfinished: () =>
      withStorageErrors(() => repository.unfinished()).filter(({ id }) => held(id) === undefined),
    problem() {
      const fault = queue.fault()
      if (fault === null) return null
      const count = overlay.messageCount()
      return `${fault} ${count === 1 ? '1 message is' : `${count} messages are`} kept in memory and not saved yet.`
    },
  }
}

function toEdit(id: string, { edit, touched }: Pick<Change, 'edit' | 'touched'>): ConversationEdit {
  return {
    id,
    title: edit.title ?? null,
    updated_at: edit.updatedAt ?? null,
    active_leaf_id: edit.activeLeafId ?? null,
    ...(edit.deletedAt === undefined ? {} : { deleted_at: edit.deletedAt }),
    touched,
  }
}

export function withoutEpoch({ epoch: _epoch, ...message }: MessageRecord): Message {
  return message
}

function contains({ conversation, messages }: HeldConversation, search: string): boolean {
  const text = search.trim().toLowerCase()
  const texts = [conversation.title, ...messages.map(({ content }) => content)]
  return texts.some(candidate => candidate.toLowerCase().includes(text))
}

function charactersOf(messages: readonly MessageRecord[]): number {
  return messages.reduce((sum, { content, reasoning }) => sum + content.length + (reasoning?.length ?? 0), 0)
}

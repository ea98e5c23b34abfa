import type { Message, RunStep } from '../../shared/entities'
import { createOverlay, type HeldConversation } from './overlay'
import type { Repository } from './repository'
import { fromConversation, fromMessage, withText } from './rows'
import type { ShownPart } from './shown-messages'
import { withStorageErrors } from './storage-fault'
import type { AnswerCheckpoint, Change, ConversationRecord, MessageRecord } from './types'
import type { CommitQueue } from './writing/commit-queue'
import type { Statement } from './writing/statements'
import type { ConversationEdit, Step } from './writing/types'

export interface HeldRepository extends Omit<Repository, 'shownMessages'> {
  /** As JSON, see `Repository`. */
  shownMessages(conversationId: string): ShownPart[]
  /**
   * Reads show it from now on. `isNew`: the conversation is not in the file yet. @throws STORAGE_FAILED when too much waits
   * @returns whether it is committed; false when it is kept in memory, for now
   */
  keep(conversation: ConversationRecord, change: Change, isNew: boolean): Promise<boolean>
  /** Reads show it once it is committed. */
  begin(conversation: ConversationRecord): Promise<void>
  edit(id: string, edit: Change['edit']): Promise<void>
  /** In one transaction; the disk must agree. @returns rows changed by the last one. Rejects with STORAGE_FAILED */
  run(statements: readonly Statement[]): Promise<number>
  checkpoint(id: string, checkpoint: AnswerCheckpoint): void
  purge(deletedBefore: number): Promise<number>
  problem(): string | null
  /** What is not in the file yet, the newest conversation first. */
  held(): readonly HeldConversation[]
}

/** Puts what is not in the file yet over what is read from it. */
export function createHeldRepository(repository: Repository, queue: CommitQueue): HeldRepository {
  const overlay = createOverlay()
  /** A file may be read while the question it was sent with waits for the disk. */
  const withAttachments = (record: MessageRecord): MessageRecord => {
    const { attachments } = record
    if (attachments === undefined) return record
    const stored = withStorageErrors(() =>
      attachments.map(each => repository.attachment(each.id)?.attachment ?? each),
    )
    return { ...record, attachments: stored }
  }
  const newest = (record: MessageRecord): MessageRecord =>
    withAttachments(queue.texts(record.id).reduce(withText, record))
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
      for (const statement of change.more ?? []) steps.push({ kind: 'statement', statement })
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
    async run(statements) {
      const write = statements.map(statement => ({ kind: 'statement', statement }) as const)
      const written = await queue.add({ write, policy: 'refuse', characters: 0 })
      return written.saved ? written.changes : 0
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
        .sort((a, b) => Number(b.pinned) - Number(a.pinned))
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
    shownMessages(id) {
      const waiting = new Map(
        heldMessages(id).map(record => [record.id, JSON.stringify(withoutEpoch(record))]),
      )
      const parts = withStorageErrors(() => repository.shownMessages(id, new Set(waiting.keys())))
      const stored = parts.map(part => {
        const newer = part.id === null ? undefined : waiting.get(part.id)
        if (newer === undefined || part.id === null) return part
        waiting.delete(part.id)
        return { id: part.id, json: newer }
      })
      return [...stored, ...Array.from(waiting, ([messageId, json]) => ({ id: messageId, json }))]
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
    attachment: id => withStorageErrors(() => repository.attachment(id)),
    unfinished: () =>
      withStorageErrors(() => repository.unfinished()).filter(({ id }) => held(id) === undefined),
    held: () => overlay.all().map(each => ({ ...each, messages: each.messages.map(newest) })),
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
    title_by: edit.titleBy ?? 'user',
    updated_at: edit.updatedAt ?? null,
    active_leaf_id: edit.activeLeafId ?? null,
    ...(edit.deletedAt === undefined ? {} : { deleted_at: edit.deletedAt }),
    ...(edit.folderId === undefined ? {} : { folder_id: edit.folderId }),
    pinned: edit.pinned === undefined ? null : Number(edit.pinned),
    settings: edit.chosen === undefined ? null : JSON.stringify(edit.chosen),
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
  return messages.reduce(
    (sum, { content, reasoning, steps = [] }) =>
      sum + content.length + (reasoning?.length ?? 0) + steps.reduce(addStep, 0),
    0,
  )
}

function addStep(sum: number, { text, reasoning, calls }: RunStep): number {
  const results = calls.reduce((length, { result }) => length + (result?.length ?? 0), 0)
  return sum + text.length + (reasoning?.length ?? 0) + results
}

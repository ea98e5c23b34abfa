import type { Message } from '../../shared/entities'
import { HarombeError } from '../../shared/errors'
import type { Repository } from './repository'
import { isStorageFault, toStorageError, withStorageErrors } from './storage-fault'
import type { AnswerCheckpoint, Change, ConversationRecord, MessageRecord } from './types'

/** keep: go on in memory when the disk refuses; refuse: throw STORAGE_FAILED and change nothing. */
export type FaultPolicy = 'keep' | 'refuse'

export interface BufferedRepository
  extends Pick<
    Repository,
    | 'conversations'
    | 'conversation'
    | 'message'
    | 'messages'
    | 'branch'
    | 'unfinished'
    | 'checkpoint'
    | 'purge'
  > {
  /** @returns false when it is kept in memory only, for now */
  save(change: Change, policy: FaultPolicy): boolean
  problem(): string | null
  close(): void
}

interface Pending {
  conversation: ConversationRecord
  messages: Map<string, MessageRecord>
}

const retryMs = 5000
/** Characters of text that may wait for the disk; more are refused, so that a full disk does not fill the memory too. */
const maximumPending = 16_000_000

/**
 * Puts a memory in front of the tables. While nothing waits it only passes on; after a storage fault the answer path is kept
 * here, reads show what is kept, and every five seconds (and with every refusable write) all of it is tried again at once.
 */
export function createBufferedRepository(repository: Repository): BufferedRepository {
  const pending = new Map<string, Pending>()
  let fault: string | null = null
  let timer: NodeJS.Timeout | undefined

  const settled = () => {
    pending.clear()
    fault = null
    clearTimeout(timer)
    timer = undefined
  }
  const retry = () => {
    timer = undefined
    if (pending.size === 0) return
    try {
      repository.save(toChanges(pending))
      settled()
    } catch (error) {
      fault = explain(error)
      timer = setTimeout(retry, retryMs).unref()
    }
  }
  const keep = (next: Pending, error: unknown) => {
    if (charactersOf(pending) + charactersOf([['', next]]) > maximumPending) {
      throw new HarombeError(
        'STORAGE_FAILED',
        `${fault ?? explain(error)} Too much is waiting to be saved.`,
        {
          hint: 'Nothing more can be kept until the conversations can be written again.',
          cause: error,
        },
      )
    }
    pending.delete(next.conversation.id)
    pending.set(next.conversation.id, next)
    if (error !== undefined) fault = explain(error)
    timer ??= setTimeout(retry, retryMs).unref()
  }
  const pendingMessage = (id: string): MessageRecord | undefined => {
    for (const { messages } of pending.values()) {
      const found = messages.get(id)
      if (found !== undefined) return found
    }
    return undefined
  }

  return {
    save(change, policy) {
      const next = merge(pending.get(change.conversation.id), change)
      // One fault is enough: waiting for a lock again with every write would stop all running answers.
      if (pending.size > 0 && policy === 'keep') {
        keep(next, undefined)
        return false
      }
      try {
        const others = [...pending].filter(([id]) => id !== change.conversation.id)
        repository.save(toChanges([...others, [change.conversation.id, next]], change.touched))
        settled()
        return true
      } catch (error) {
        if (!isStorageFault(error) || policy === 'refuse') throw toStorageError(error)
        keep(next, error)
        return false
      }
    },
    checkpoint(id, checkpoint) {
      const waiting = pendingMessage(id)
      if (waiting !== undefined) return applyCheckpoint(waiting, checkpoint)
      try {
        repository.checkpoint(id, checkpoint)
      } catch (error) {
        // Only a crash would need it, and finishing saves the whole text anyway.
        if (!isStorageFault(error)) throw error
      }
    },
    conversations(search) {
      const stored = withStorageErrors(() => repository.conversations(search))
      if (pending.size === 0) return stored
      const found = new Set(stored.map(({ id }) => id))
      const waiting = [...pending.values()]
        .filter(entry => found.has(entry.conversation.id) || contains(entry, search))
        .map(({ conversation }) => conversation)
        .filter(({ deletedAt }) => deletedAt === null)
      return [...waiting.reverse(), ...stored.filter(({ id }) => !pending.has(id))]
    },
    conversation: id => pending.get(id)?.conversation ?? withStorageErrors(() => repository.conversation(id)),
    message: id => pendingMessage(id) ?? withStorageErrors(() => repository.message(id)),
    messages(conversationId) {
      const waiting = new Map(pending.get(conversationId)?.messages)
      const stored = withStorageErrors(() => repository.messages(conversationId)).map(message => {
        const newer = waiting.get(message.id)
        waiting.delete(message.id)
        return newer === undefined ? message : withoutEpoch(newer)
      })
      return [...stored, ...[...waiting.values()].map(withoutEpoch)]
    },
    branch(leafId) {
      const tail: Message[] = []
      let next: string | null = leafId
      while (next !== null) {
        const waiting = pendingMessage(next)
        // What waits was written after everything stored, so no ancestor of a stored message waits.
        if (waiting === undefined) break
        tail.unshift(withoutEpoch(waiting))
        next = waiting.parentId
      }
      const above = next
      return above === null ? tail : [...withStorageErrors(() => repository.branch(above)), ...tail]
    },
    unfinished: () => withStorageErrors(() => repository.unfinished()),
    purge: deletedBefore => withStorageErrors(() => repository.purge(deletedBefore)),
    problem() {
      if (fault === null) return null
      const count = [...pending.values()].reduce((sum, { messages }) => sum + messages.size, 0)
      return `${fault} ${count === 1 ? '1 message is' : `${count} messages are`} kept in memory and not saved yet.`
    },
    close() {
      clearTimeout(timer)
      retry()
      clearTimeout(timer)
      timer = undefined
    },
  }
}

function merge(before: Pending | undefined, change: Change): Pending {
  const messages = new Map(before?.messages)
  for (const message of change.messages) messages.set(message.id, message)
  return { conversation: change.conversation, messages }
}

function toChanges(pending: Iterable<[string, Pending]>, touched = true): Change[] {
  return [...pending].map(([, { conversation, messages }]) => ({
    conversation,
    messages: [...messages.values()],
    touched,
  }))
}

export function withoutEpoch({ epoch: _epoch, ...message }: MessageRecord): Message {
  return message
}

function applyCheckpoint(message: MessageRecord, { content, reasoning, epoch }: AnswerCheckpoint): void {
  if (message.state !== 'streaming' || epoch < message.epoch) return
  message.content = content
  message.epoch = epoch
  if (reasoning === undefined) delete message.reasoning
  else message.reasoning = reasoning
}

function contains({ conversation, messages }: Pending, search: string): boolean {
  const text = search.trim().toLowerCase()
  const texts = [conversation.title, ...[...messages.values()].map(({ content }) => content)]
  return texts.some(candidate => candidate.toLowerCase().includes(text))
}

function charactersOf(pending: Iterable<[string, Pending]>): number {
  let sum = 0
  for (const [, { messages }] of pending) {
    for (const { content, reasoning } of messages.values()) sum += content.length + (reasoning?.length ?? 0)
  }
  return sum
}

function explain(error: unknown): string {
  const known = toStorageError(error)
  return known instanceof Error ? known.message : 'The conversations could not be saved.'
}

import { createConversations } from './conversations'
import type { OpenDatabase } from './database'
import { createHeldRepository } from './held-repository'
import { createAttachmentStore } from './kept/attachment-store'
import { createFactStore } from './kept/fact-store'
import { createFolderStore } from './kept/folder-store'
import type { RunStatements } from './kept/run-statements'
import { createSummaryStore } from './kept/summary-store'
import type { AttachmentStore, FactStore, FolderStore, SummaryStore } from './kept/types'
import { createOrigins, type Origins } from './origins'
import type { HeldConversation } from './overlay'
import { createRepository } from './repository'
import type { ConversationStore, StoreOptions } from './types'
import { type CommitQueue, createCommitQueue } from './writing/commit-queue'
import { createInlineWriter } from './writing/inline-writer'
import type { Writer } from './writing/types'

export type ConversationStoreOptions = StoreOptions

/** All that is kept in the conversations file. They share one queue: what is written in one moment is one transaction. */
export interface MemoryStores {
  conversations: ConversationStore
  folders: FolderStore
  facts: FactStore
  attachments: AttachmentStore
  summaries: SummaryStore
  /** For whatever else is kept in the file. */
  queue: CommitQueue
  /** What is not in the file yet, the newest conversation first. */
  held(): readonly HeldConversation[]
  /** Where what is in a conversation came from, in every branch of it. */
  origins(conversationId: string): Origins
}

/** @param writer by default the connection itself */
export function createMemoryStores(
  { connection }: Pick<OpenDatabase, 'connection'>,
  options: StoreOptions,
  writer: Writer = createInlineWriter(connection),
): MemoryStores {
  const queue = createCommitQueue(writer, options.report ?? (() => undefined))
  const repository = createHeldRepository(createRepository(connection), queue)
  const run: RunStatements = (...statements) => repository.run(statements)
  const folders = createFolderStore(connection, run, options)
  return {
    conversations: createConversations({ repository, queue, folders }, options),
    folders,
    facts: createFactStore(connection, run, options),
    attachments: createAttachmentStore(connection, run, options),
    summaries: createSummaryStore(connection, run, options),
    queue,
    held: repository.held,
    origins: createOrigins({ connection, held: repository.held }),
  }
}

/** Conversations alone. */
export function createConversationStore(
  database: Pick<OpenDatabase, 'connection'>,
  options: StoreOptions,
  writer?: Writer,
): ConversationStore {
  return createMemoryStores(database, options, writer).conversations
}

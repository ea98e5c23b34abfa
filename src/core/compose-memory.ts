import { randomUUID } from 'node:crypto'
import type { Config } from '../shared/config/schema'
import type { ConversationSettings } from '../shared/entities'
import type { CompositionOptions } from './coordinator-options'
import { databasePathOf } from './database-path'
import { createMemoryHandlers, type MemoryHandlerDependencies } from './gateway/handlers/memory-handlers'
import { type ConversationStorage, openConversationStorage } from './memory/conversation-storage'
import { createFinishedExchanges } from './memory/transfer/finished-exchanges'
import { type Exchange, saveExchange } from './memory/transfer/save-exchange'
import { createConversationSink, createConversationSource } from './memory/transfer/stored-conversations'

/** What may be used in a conversation in which nothing was chosen. */
export const usualSettings = ({ memory }: Config): ConversationSettings => ({
  tools: true,
  memory: memory.rag.enabled,
  files: true,
  facts: true,
})

/** What is kept of conversations: a command that runs without a coordinator keeps nothing. */
export function openStorage(
  { mode, dataDirectory, host, log, reportUnknown }: CompositionOptions,
  config: () => Config,
): ConversationStorage {
  const path = (mode === 'serve' ? databasePathOf(config(), dataDirectory) : null) ?? ':memory:'
  const storage = openConversationStorage(path, {
    now: Date.now,
    createId: randomUUID,
    reportBackup: err => log.warn({ err }, 'the conversations were not backed up'),
    threadEntry: host.storageThread,
    searchEntry: host.searchThread,
    keepDays: () => config().memory.keep_days,
    defaultSettings: () => usualSettings(config()),
    report: error => void reportUnknown(error, 'storage'),
  })
  for (const notice of storage.notices) log.warn(notice)
  return storage
}

export interface MemoryHandlerParts {
  storage: ConversationStorage
  meaning: MemoryHandlerDependencies['meaning']
  conversationChanged(id: string): void
}

/** The handlers of what is kept; those of uploads and of import and export are added beside them. */
export function composeMemoryHandlers({ storage, meaning, conversationChanged }: MemoryHandlerParts) {
  const { store, stores, searcher, search, bytes } = storage
  return createMemoryHandlers({
    folders: stores.folders,
    facts: stores.facts,
    counts: signal => searcher.ask('counts', null, signal),
    bytes,
    searchWords: search,
    meaning,
    conversationsIn: folderId =>
      store
        .list()
        .filter(conversation => conversation.folderId === folderId)
        .map(({ id }) => id),
    conversationChanged,
  })
}

/** The way in and out of what is kept. */
export function composeTransfer({
  storage,
  conversationChanged,
}: Pick<MemoryHandlerParts, 'storage' | 'conversationChanged'>) {
  const { connection, store, stores } = storage
  const { queue, folders, attachments } = stores
  const sink = createConversationSink({ connection, queue, folders }, conversationChanged)
  const exchanges = createFinishedExchanges(randomUUID)
  return {
    sink,
    exchanges,
    source: createConversationSource({ conversations: store, folders, attachments }),
    saveExchange: (exchange: Exchange) =>
      saveExchange(exchange, { sink, now: Date.now, createId: randomUUID, exchanges }),
  }
}

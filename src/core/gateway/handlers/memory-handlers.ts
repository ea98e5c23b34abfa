import type { GroupHandlers } from '../../../shared/contract/define'
import type { keptContract } from '../../../shared/contract/memory'
import type { Fact, Folder, MemoryStatus, SearchHit } from '../../../shared/entities'
import { mergeHits } from './merge-hits'

/** What is searched, after defaults. */
export interface MemoryQuery {
  text: string
  conversationId: string | null
  folderId: string | null
  limit: number
}

export interface MemoryHandlerDependencies {
  folders: {
    list(): Folder[]
    create(name: string): Promise<Folder>
    rename(id: string, name: string): Promise<Folder>
    remove(id: string): Promise<void>
    restore(id: string): Promise<Folder>
  }
  facts: {
    list(): Fact[]
    add(text: string): Promise<Fact>
    update(id: string, text: string): Promise<Fact>
    remove(id: string): Promise<void>
  }
  counts(signal: AbortSignal): Promise<Pick<MemoryStatus, 'conversations' | 'messages' | 'attachments'>>
  /** Of the file, in bytes. */
  bytes(): number
  searchWords(query: MemoryQuery, signal: AbortSignal): Promise<SearchHit[]>
  /** How far there is an index by meaning, and what it finds: nothing where no node serves an embedding model. */
  meaning: {
    status(signal: AbortSignal): MemoryStatus['embedding'] | Promise<MemoryStatus['embedding']>
    search(query: MemoryQuery, signal: AbortSignal): Promise<SearchHit[]>
  }
  /** Of those that are not deleted. */
  conversationsIn(folderId: string): string[]
  /** To be told to every window. */
  conversationChanged(id: string): void
}

export function createMemoryHandlers(
  dependencies: MemoryHandlerDependencies,
): GroupHandlers<typeof keptContract> {
  const { folders, facts, meaning, searchWords } = dependencies
  return {
    async status(_input, { signal }) {
      const [counts, embedding] = await Promise.all([dependencies.counts(signal), meaning.status(signal)])
      return { ...counts, bytes: dependencies.bytes(), embedding }
    },
    async search({ query, by, conversationId = null, folderId = null, limit }, { signal }) {
      const wanted = { text: query, conversationId, folderId, limit }
      const [words, similar] = await Promise.all([
        by === 'meaning' ? [] : searchWords(wanted, signal),
        by === 'words' ? [] : meaning.search(wanted, signal),
      ])
      return mergeHits(words, similar, limit)
    },
    listFolders: () => folders.list(),
    createFolder: ({ name }) => folders.create(name),
    renameFolder: ({ id, name }) => folders.rename(id, name),
    async removeFolder({ id }) {
      const left = dependencies.conversationsIn(id)
      await folders.remove(id)
      left.forEach(dependencies.conversationChanged)
      return null
    },
    async restoreFolder({ id }) {
      const folder = await folders.restore(id)
      dependencies.conversationsIn(id).forEach(dependencies.conversationChanged)
      return folder
    },
    listFacts: () => facts.list(),
    addFact: ({ text }) => facts.add(text),
    updateFact: ({ id, text }) => facts.update(id, text),
    async removeFact({ id }) {
      await facts.remove(id)
      return null
    },
  }
}

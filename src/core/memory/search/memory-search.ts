import type { SearchHit } from '../../../shared/entities'
import type { HeldConversation } from '../overlay'
import { fold } from './fold'
import type { MemorySearcher } from './readings'
import { snippetOf } from './snippet'
import { searchTerms } from './terms'
import type { WordsHit, WordsQuery } from './types'

export interface MemorySearchOptions {
  searcher: Pick<MemorySearcher, 'ask'>
  /** What is not in the file yet. */
  held(): readonly HeldConversation[]
}

/** Messages that wait for the disk and have all the words, the newest first. */
function heldHits(held: readonly HeldConversation[], query: WordsQuery): WordsHit[] {
  const terms = searchTerms(query.text)
  if (terms.words.length === 0) return []
  const { conversationId, folderId } = query
  const wanted = held.filter(
    ({ conversation }) =>
      conversation.deletedAt === null &&
      (conversationId === null || conversation.id === conversationId) &&
      (folderId === null || conversation.folderId === folderId),
  )
  return wanted.flatMap(({ conversation, messages }) =>
    messages
      .filter(({ state, content }) => {
        // An answer is found once it is finished, on the disk or not.
        if (state === 'streaming') return false
        const folded = fold(content)
        return terms.words.every(word => folded.includes(word))
      })
      .map(message => ({
        conversationId: conversation.id,
        conversationTitle: conversation.title,
        messageId: message.id,
        role: message.role,
        createdAt: message.createdAt,
        snippet: snippetOf(message.content, terms),
      }))
      .reverse(),
  )
}

/** Searches what was said by its words: first titles, then what is not saved yet, then the best of the newest messages. */
export function createMemorySearch({ searcher, held }: MemorySearchOptions) {
  return async (query: WordsQuery, signal: AbortSignal): Promise<SearchHit[]> => {
    // Before the file is asked: what is saved meanwhile is found there.
    const waiting = heldHits(held(), query)
    const stored = await searcher.ask('words', query, signal)
    const ids = new Set(waiting.map(({ messageId }) => messageId))
    const titles = stored.filter(({ messageId }) => messageId === null)
    const messages = stored.filter(({ messageId }) => messageId !== null && !ids.has(messageId))
    return [...titles, ...waiting, ...messages]
      .slice(0, query.limit)
      .map(hit => ({ ...hit, by: 'words' as const }))
  }
}

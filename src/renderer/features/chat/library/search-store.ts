import { createStore, type StoreApi } from 'zustand/vanilla'
import type { HarombeClient } from '../../../../shared/contract'
import type { SearchHit } from '../../../../shared/entities'
import { toErrorShape } from '../error-shape'

/** What was found in one chat. */
export interface FoundChat {
  conversationId: string
  title: string
  /** In the order in which they were found, best first. */
  hits: readonly SearchHit[]
}

export interface SearchState {
  query: string
  byMeaning: boolean
  /** A node serves an embedding model. */
  canByMeaning: boolean
  /** Of the last query that was answered; null while none was. */
  found: readonly FoundChat[] | null
  isSearching: boolean
  error: string | null
}

export interface SearchStore {
  store: StoreApi<SearchState>
  setQuery(query: string): void
  setByMeaning(byMeaning: boolean): void
  /** Asks whether a node serves an embedding model now. */
  checkMeaning(): Promise<void>
  /** Searches again, as what is searched has changed. */
  refresh(): void
  /** Takes a chat that was deleted out of what was found. */
  forget(conversationId: string): void
  stop(): void
}

const delayMs = 160
const refreshDelayMs = 600
const mostHits = 100
const maxCharacters = 500

/** One entry a chat, where its best hit stands. */
export function groupHits(hits: readonly SearchHit[]): FoundChat[] {
  const chats = new Map<string, { conversationId: string; title: string; hits: SearchHit[] }>()
  for (const hit of hits) {
    const chat = chats.get(hit.conversationId)
    if (chat === undefined) {
      const { conversationId, conversationTitle: title } = hit
      chats.set(conversationId, { conversationId, title, hits: [hit] })
    } else chat.hits.push(hit)
  }
  return [...chats.values()]
}

const initial: SearchState = {
  query: '',
  byMeaning: false,
  canByMeaning: false,
  found: null,
  isSearching: false,
  error: null,
}

/** Looks through all that was said. Only the newest question may answer; the one before it is called off. */
export function createSearchStore(client: HarombeClient): SearchStore {
  const store = createStore<SearchState>(() => initial)
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: AbortController | null = null

  async function search(): Promise<void> {
    running?.abort()
    const { query, byMeaning, canByMeaning } = store.getState()
    const words = query.trim().slice(0, maxCharacters)
    if (words === '') return
    const control = new AbortController()
    running = control
    try {
      const by = byMeaning && canByMeaning ? 'both' : 'words'
      const hits = await client.call(
        'memory.search',
        { query: words, by, limit: mostHits },
        { signal: control.signal },
      )
      if (control.signal.aborted) return
      store.setState({ found: groupHits(hits), isSearching: false, error: null })
    } catch (error) {
      if (control.signal.aborted) return
      store.setState({ found: [], isSearching: false, error: toErrorShape(error).message })
    }
  }

  function later(ms: number): void {
    clearTimeout(timer)
    timer = setTimeout(() => void search(), ms)
  }

  return {
    store,
    setQuery(query) {
      if (query.trim() === '') {
        clearTimeout(timer)
        running?.abort()
        store.setState({ query, found: null, isSearching: false, error: null })
        return
      }
      store.setState({ query, isSearching: true })
      later(delayMs)
    },
    setByMeaning(byMeaning) {
      const { query } = store.getState()
      store.setState({ byMeaning, isSearching: query.trim() !== '' })
      later(0)
    },
    async checkMeaning() {
      try {
        const { embedding } = await client.call('memory.status', {})
        store.setState({ canByMeaning: embedding.model !== null })
      } catch {
        store.setState({ canByMeaning: false })
      }
    },
    refresh() {
      if (store.getState().query.trim() !== '') later(refreshDelayMs)
    },
    forget(conversationId) {
      store.setState(({ found }) => ({
        found: found?.filter(chat => chat.conversationId !== conversationId) ?? null,
      }))
    },
    stop() {
      clearTimeout(timer)
      running?.abort()
    },
  }
}

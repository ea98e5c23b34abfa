import { createStore, type StoreApi } from 'zustand/vanilla'
import type { HarombeClient } from '../../../shared/contract'
import type { Conversation, SearchHit } from '../../../shared/entities'

export interface ChatSearchState {
  /** As the coordinator last listed them; kept while it is away. */
  recent: readonly Conversation[]
  /** The query that `hits` answer. */
  query: string
  hits: readonly SearchHit[]
  stage: 'idle' | 'searching' | 'done' | 'failed'
}

export interface ChatSearch {
  store: StoreApi<ChatSearchState>
  /** Lists the chats anew. */
  refresh(): Promise<void>
  setQuery(query: string): void
  stop(): void
}

const delayMs = 180
/** A search that takes longer is not waited for: the rest of the palette answers at once. */
const patienceMs = 8_000
const mostHits = 12
const fewestCharacters = 2

/** The chats of the palette: the list, and what was said in them. Only the newest question may answer. */
export function createChatSearch(client: HarombeClient): ChatSearch {
  const store = createStore<ChatSearchState>(() => ({ recent: [], query: '', hits: [], stage: 'idle' }))
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: AbortController | null = null

  async function search(query: string): Promise<void> {
    const control = new AbortController()
    running = control
    const signal = AbortSignal.any([control.signal, AbortSignal.timeout(patienceMs)])
    try {
      const hits = await client.call('memory.search', { query, by: 'words', limit: mostHits }, { signal })
      if (!control.signal.aborted) store.setState({ hits, query, stage: 'done' })
    } catch {
      if (!control.signal.aborted) store.setState({ hits: [], query, stage: 'failed' })
    }
  }

  function stop(): void {
    clearTimeout(timer)
    running?.abort()
    running = null
  }

  return {
    store,
    async refresh() {
      try {
        store.setState({ recent: await client.call('chat.listConversations', {}) })
      } catch {
        // What was listed before is still worth showing.
      }
    },
    setQuery(text) {
      const query = text.trim().slice(0, 500)
      stop()
      if (query.length < fewestCharacters) return store.setState({ hits: [], query, stage: 'idle' })
      store.setState({ stage: 'searching' })
      timer = setTimeout(() => void search(query), delayMs)
    },
    stop,
  }
}

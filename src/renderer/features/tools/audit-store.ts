import { createStore, type StoreApi } from 'zustand/vanilla'
import type { HarombeClient } from '../../../shared/contract'
import type { AuditEntry } from '../../../shared/entities'
import { texts } from '../../texts'
import { wordsOf } from '../../words-of'

export interface AuditState {
  /** Newest first, each once. */
  entries: readonly AuditEntry[]
  status: 'loading' | 'ready' | 'failed'
  error: string | null
  hasMore: boolean
  isLoadingMore: boolean
}

export interface AuditStore {
  store: StoreApi<AuditState>
  /** Looks for what is new. Lists all anew where something between is missing. */
  refresh(): Promise<void>
  /** The next page, if there is one and none is on its way. */
  loadMore(): Promise<void>
}

const pageSize = 200

/** What was asked, decided and done, read page by page from its end. */
export function createAuditStore(client: HarombeClient): AuditStore {
  const store = createStore<AuditState>(() => ({
    entries: [],
    status: 'loading',
    error: null,
    hasMore: false,
    isLoadingMore: false,
  }))

  function take(page: readonly AuditEntry[]): void {
    const { entries, hasMore } = store.getState()
    const newest = entries[0]?.sequence ?? -1
    const fresh = page.filter(({ sequence }) => sequence > newest)
    const isWhole = fresh.length < page.length || page.length < pageSize
    if (entries.length > 0 && isWhole) {
      store.setState({
        ...(fresh.length === 0 ? {} : { entries: [...fresh, ...entries] }),
        hasMore,
        status: 'ready',
        error: null,
      })
    } else store.setState({ entries: page, hasMore: page.length === pageSize, status: 'ready', error: null })
  }

  return {
    store,
    async refresh() {
      try {
        take(await client.call('agent.readAudit', { limit: pageSize }))
      } catch (error) {
        const { entries } = store.getState()
        store.setState({
          status: entries.length === 0 ? 'failed' : 'ready',
          error: wordsOf(error, texts.t('tools.audit.notRead')),
        })
      }
    },
    async loadMore() {
      const { entries, hasMore, isLoadingMore } = store.getState()
      const oldest = entries.at(-1)?.sequence
      if (!hasMore || isLoadingMore || oldest === undefined) return
      store.setState({ isLoadingMore: true })
      try {
        const page = await client.call('agent.readAudit', { before: oldest, limit: pageSize })
        store.setState(state => {
          const last = state.entries.at(-1)?.sequence ?? 0
          return {
            entries: [...state.entries, ...page.filter(({ sequence }) => sequence < last)],
            hasMore: page.length === pageSize,
            isLoadingMore: false,
          }
        })
      } catch (error) {
        store.setState({
          isLoadingMore: false,
          hasMore: false,
          error: wordsOf(error, texts.t('tools.audit.earlierNotRead')),
        })
      }
    },
  }
}

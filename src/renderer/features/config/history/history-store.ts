import { createStore, type StoreApi } from 'zustand/vanilla'
import type { HarombeClient } from '../../../../shared/contract'
import type { ConfigVersion } from '../../../../shared/entities'
import type { ErrorShape } from '../../../../shared/harombe-error'
import { toErrorShape } from '../plan/error-shape'

export interface VersionText {
  version: number
  text: string
  /** Null: there was none before. */
  previous: string | null
}

export interface HistoryState {
  /** Newest first; null until read. */
  versions: readonly ConfigVersion[] | null
  listError: ErrorShape | null
  /** The one that is looked at. */
  selected: number | null
  /** Of `selected`, once it is read. */
  text: VersionText | null
  textError: ErrorShape | null
}

export interface HistoryStore {
  store: StoreApi<HistoryState>
  /** Reads the list; the newest is looked at when nothing else is. */
  read(): Promise<void>
  select(version: number | null): Promise<void>
  stop(): void
}

/** One opening of the history. */
export function createHistoryStore(client: HarombeClient): HistoryStore {
  const store = createStore<HistoryState>(() => ({
    versions: null,
    listError: null,
    selected: null,
    text: null,
    textError: null,
  }))
  const lifetime = new AbortController()

  return {
    store,
    async read() {
      try {
        const versions = await client.call('config.listVersions', {}, lifetime)
        store.setState({ versions, listError: null })
      } catch (error) {
        if (!lifetime.signal.aborted) store.setState({ listError: toErrorShape(error) })
      }
    },
    async select(version) {
      store.setState({ selected: version, text: null, textError: null })
      if (version === null) return
      // Meanwhile another may have been chosen.
      const isStillWanted = () => store.getState().selected === version
      try {
        const found = await client.call('config.getVersion', { version }, lifetime)
        if (isStillWanted()) store.setState({ text: { version, ...found } })
      } catch (error) {
        if (isStillWanted() && !lifetime.signal.aborted) store.setState({ textError: toErrorShape(error) })
      }
    },
    stop: () => lifetime.abort(),
  }
}

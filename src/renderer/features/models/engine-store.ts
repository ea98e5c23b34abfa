import { createStore, type StoreApi } from 'zustand/vanilla'
import type { HarombeClient } from '../../../shared/contract'
import type { EngineStatus } from '../../../shared/entities'
import { isHarombeError } from '../../../shared/harombe-error'
import { pageHint } from '../../format'
import { texts } from '../../texts'

export interface EngineStoreState {
  /** Null until it is known; kept when the coordinator is away. */
  status: EngineStatus | null
  /** What the installation said, the last lines of it. */
  lines: readonly string[]
  installing: boolean
  /** It is being put to use. */
  starting: boolean
  error: { message: string; hint: string | undefined } | null
}

export interface EngineStore {
  store: StoreApi<EngineStoreState>
  refresh(): Promise<void>
  /** Goes on in the coordinator when the page is left. */
  install(): Promise<void>
  /** Lets the coordinator's machine answer with it; true when it does, else `error` says why not. */
  use(): Promise<boolean>
}

const keptLines = 200

const inWords = (error: unknown, otherwise: string): EngineStoreState['error'] =>
  isHarombeError(error)
    ? { message: error.message, hint: pageHint(error.hint) }
    : { message: otherwise, hint: undefined }

/** The optional embedded engine of the coordinator's machine. */
export function createEngineStore(client: HarombeClient): EngineStore {
  const store = createStore<EngineStoreState>(() => ({
    status: null,
    lines: [],
    installing: false,
    starting: false,
    error: null,
  }))

  async function refresh(): Promise<void> {
    try {
      store.setState({ status: await client.call('models.engineStatus', {}) })
    } catch {
      // What was known stays; the banner above the page says when the connection is gone.
    }
  }

  return {
    store,
    refresh,
    async install() {
      if (store.getState().installing) return
      store.setState({ installing: true, lines: [], error: null })
      try {
        for await (const { line } of client.stream('models.installEngine', {})) {
          store.setState(({ lines }) => ({ lines: [...lines, line].slice(-keptLines) }))
        }
      } catch (error) {
        store.setState({ error: inWords(error, texts.t('models.engine.installFailed')) })
      } finally {
        store.setState({ installing: false })
        await refresh()
      }
    },
    async use() {
      if (store.getState().starting) return false
      store.setState({ starting: true, error: null })
      try {
        store.setState({ status: await client.call('models.useEngine', {}) })
        return true
      } catch (error) {
        store.setState({ error: inWords(error, texts.t('models.engine.useFailed')) })
        return false
      } finally {
        store.setState({ starting: false })
      }
    },
  }
}

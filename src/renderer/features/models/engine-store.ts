import { createStore, type StoreApi } from 'zustand/vanilla'
import type { HarombeClient } from '../../../shared/contract'
import type { EngineStatus } from '../../../shared/entities'
import { isHarombeError } from '../../../shared/harombe-error'
import { pageHint } from '../../format'

export interface EngineStoreState {
  /** Null until it is known; kept when the coordinator is away. */
  status: EngineStatus | null
  /** What the installation said, the last lines of it. */
  lines: readonly string[]
  installing: boolean
  error: { message: string; hint: string | undefined } | null
}

export interface EngineStore {
  store: StoreApi<EngineStoreState>
  refresh(): Promise<void>
  /** Goes on in the coordinator when the page is left. */
  install(): Promise<void>
}

const keptLines = 200

/** The optional embedded engine of the coordinator's machine. */
export function createEngineStore(client: HarombeClient): EngineStore {
  const store = createStore<EngineStoreState>(() => ({
    status: null,
    lines: [],
    installing: false,
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
        store.setState({
          error: isHarombeError(error)
            ? { message: error.message, hint: pageHint(error.hint) }
            : { message: 'The installation failed.', hint: undefined },
        })
      } finally {
        store.setState({ installing: false })
        await refresh()
      }
    },
  }
}

import { createStore, type StoreApi } from 'zustand/vanilla'
import type { HarombeClient } from '../../shared/contract'
import type { SystemInfo } from '../../shared/contract/system'

export interface SystemMirror {
  store: StoreApi<{ info: SystemInfo | null }>
  /** Asks again: after a reconnect, after the first run. Keeps what it has when the coordinator is away. */
  refresh(): Promise<void>
}

export function createSystemMirror(client: HarombeClient): SystemMirror {
  const store = createStore(() => ({ info: null as SystemInfo | null }))
  return {
    store,
    async refresh() {
      try {
        store.setState({ info: await client.call('system.getInfo', {}) })
      } catch {
        // The connection banner says so already.
      }
    },
  }
}

import { createStore, type StoreApi } from 'zustand/vanilla'
import type { HarombeClient, HarombeOutput } from '../../../shared/contract'
import type { RememberedApproval } from '../../../shared/entities'
import { texts } from '../../texts'
import { wordsOf } from '../../words-of'

export type ToolsView = HarombeOutput<'agent.listTools'>

/** Something that is asked for; what was there stays when it cannot be had again. */
export interface Asked<T> {
  value: T | null
  error: string | null
}

export interface ToolsState {
  view: Asked<ToolsView>
  remembered: Asked<readonly RememberedApproval[]>
}

export interface ToolsStore {
  store: StoreApi<ToolsState>
  refreshTools(): Promise<void>
  refreshRemembered(): Promise<void>
  /** False when it failed. */
  revoke(id: string): Promise<boolean>
}

export function createToolsStore(client: HarombeClient): ToolsStore {
  const nothing = { value: null, error: null }
  const store = createStore<ToolsState>(() => ({ view: nothing, remembered: nothing }))

  async function refreshRemembered(): Promise<void> {
    try {
      store.setState({ remembered: { value: await client.call('agent.listRemembered', {}), error: null } })
    } catch (error) {
      const { value } = store.getState().remembered
      store.setState({ remembered: { value, error: wordsOf(error, texts.t('tools.allowed.notListed')) } })
    }
  }

  return {
    store,
    refreshRemembered,
    async refreshTools() {
      try {
        store.setState({ view: { value: await client.call('agent.listTools', {}), error: null } })
      } catch (error) {
        const { value } = store.getState().view
        store.setState({ view: { value, error: wordsOf(error, texts.t('tools.notListed')) } })
      }
    },
    async revoke(id) {
      try {
        await client.call('agent.revokeRemembered', { id })
      } catch {
        return false
      }
      await refreshRemembered()
      return true
    },
  }
}

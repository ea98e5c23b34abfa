import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { ClusterStore } from './cluster-store'

const ClusterStoreContext = createContext<ClusterStore | null>(null)

export const ClusterStoreProvider = ClusterStoreContext.Provider

export function useClusterStore(): ClusterStore {
  const store = useContext(ClusterStoreContext)
  if (store === null) throw new Error('useClusterStore is used outside ClusterStoreProvider')
  return store
}

/** Whether an action on this node, or with `*` on the whole cluster, is under way. */
export function useIsBusy(key: string): boolean {
  return useStore(useClusterStore().store, state => state.busy.has(key))
}

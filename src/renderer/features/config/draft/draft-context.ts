import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { DraftState, DraftStore } from './draft-store'

const DraftContext = createContext<DraftStore | null>(null)

export const DraftProvider = DraftContext.Provider

export function useDraftStore(): DraftStore {
  const draft = useContext(DraftContext)
  if (draft === null) throw new Error('useDraftStore is used outside DraftProvider')
  return draft
}

export function useDraft<T>(select: (state: DraftState) => T): T {
  return useStore(useDraftStore().store, select)
}

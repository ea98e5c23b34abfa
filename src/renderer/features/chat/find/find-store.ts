import { createStore } from 'zustand/vanilla'

export interface FindState {
  isOpen: boolean
  query: string
  matchCase: boolean
}

/** The search in the chat that is open. The words stay when the bar is closed, for "next match". */
export const findStore = createStore<FindState>(() => ({ isOpen: false, query: '', matchCase: false }))

import { useStore } from 'zustand'
import type { Folder } from '../../../../../shared/entities'
import { useChatServices } from '../../chat-context'

export function useFolders(): readonly Folder[] {
  return useStore(useChatServices().library.folders.store, state => state.folders)
}

export function useOpened(): ReadonlySet<string> {
  return useStore(useChatServices().library.folders.store, state => state.opened)
}

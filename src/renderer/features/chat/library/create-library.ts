import type { HarombeClient } from '../../../../shared/contract'
import type { ChatStore } from '../chat-store'
import type { Notice } from '../conversation-list'
import { createFolderStore, type FolderStore } from './folder-store'
import { createMessageJumpStore, type MessageJumpStore } from './message-jump'
import { readOpened, writeOpened } from './opened-folders'
import { createSearchStore, type SearchStore } from './search-store'

/** What stands around the list of chats: folders, the search, and the way from what it found into a chat. */
export interface ChatLibrary {
  folders: FolderStore
  search: SearchStore
  jump: MessageJumpStore
  /** Follows the list until the returned function is called. */
  start(): () => void
}

export interface ChatLibraryOptions {
  client: HarombeClient
  chat: ChatStore
  notify(notice: Notice): void
  storage: Storage | null
}

/** The coordinator says nothing of folders themselves, so they are asked for again with the list of chats. */
export function createChatLibrary({ client, chat, notify, storage }: ChatLibraryOptions): ChatLibrary {
  const folders = createFolderStore({
    client,
    notify,
    onChanged: chat.refresh,
    opened: readOpened(storage),
  })
  const search = createSearchStore(client)
  folders.store.subscribe((state, before) => {
    if (state.opened !== before.opened) writeOpened(storage, state.opened)
  })
  return {
    folders,
    search,
    jump: createMessageJumpStore(),
    start() {
      void folders.refresh()
      void search.checkMeaning()
      const stop = chat.store.subscribe((state, before) => {
        if (state.conversations === before.conversations) return
        void folders.refresh()
        search.refresh()
      })
      return () => {
        stop()
        search.stop()
      }
    },
  }
}

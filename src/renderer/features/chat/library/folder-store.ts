import { createStore, type StoreApi } from 'zustand/vanilla'
import type { HarombeClient } from '../../../../shared/contract'
import type { Folder } from '../../../../shared/entities'
import { texts } from '../../../texts'
import type { Notice } from '../conversation-list'
import { toErrorShape } from '../error-shape'

export interface FolderState {
  folders: readonly Folder[]
  /** Those whose chats are shown. */
  opened: ReadonlySet<string>
}

export interface FolderStore {
  store: StoreApi<FolderState>
  /** Lists them anew, after they may have changed in another window. Keeps what it has when that fails. */
  refresh(): Promise<void>
  /** Null when it failed, which is said by then. */
  create(name: string): Promise<Folder | null>
  rename(id: string, name: string): Promise<void>
  remove(id: string): Promise<void>
  setOpened(id: string, isOpened: boolean): void
}

export interface FolderStoreOptions {
  client: HarombeClient
  notify(notice: Notice): void
  /** The chats of a folder changed with it. */
  onChanged(): void
  opened: ReadonlySet<string>
}

const maxCharacters = 200

/** The folders beside the chat, changed here first and confirmed after. */
export function createFolderStore({ client, notify, onChanged, opened }: FolderStoreOptions): FolderStore {
  const store = createStore<FolderState>(() => ({ folders: [], opened }))
  let request = 0

  const change = (id: string, next: (folder: Folder) => Folder | null) =>
    store.setState(({ folders }) => ({
      folders: folders.flatMap(folder => (folder.id === id ? (next(folder) ?? []) : folder)),
    }))
  const add = (folder: Folder) =>
    store.setState(({ folders }) => ({
      folders: [...folders.filter(({ id }) => id !== folder.id), folder],
    }))

  async function refresh(): Promise<void> {
    request += 1
    const mine = request
    try {
      const folders = await client.call('memory.listFolders', {})
      if (mine === request) store.setState({ folders })
    } catch {
      // The connection banner says what is wrong.
    }
  }

  function failed(error: unknown, title: string): void {
    notify({ tone: 'danger', title, detail: toErrorShape(error).message })
    void refresh()
  }

  async function restore(id: string): Promise<void> {
    try {
      add(await client.call('memory.restoreFolder', { id }))
      onChanged()
    } catch (error) {
      failed(error, texts.t('chat.library.folderNotRestored'))
    }
  }

  function setOpened(id: string, isOpened: boolean): void {
    const next = new Set(store.getState().opened)
    if (isOpened) next.add(id)
    else next.delete(id)
    store.setState({ opened: next })
  }

  return {
    store,
    refresh,
    async create(name) {
      const trimmed = name.trim().slice(0, maxCharacters)
      if (trimmed === '') return null
      try {
        const folder = await client.call('memory.createFolder', { name: trimmed })
        // A list that was asked for before must not take it away again.
        request += 1
        add(folder)
        return folder
      } catch (error) {
        failed(error, texts.t('chat.library.folderNotMade'))
        return null
      }
    },
    async rename(id, name) {
      const trimmed = name.trim().slice(0, maxCharacters)
      const before = store.getState().folders.find(folder => folder.id === id)
      if (before === undefined || trimmed === '' || trimmed === before.name) return
      request += 1
      change(id, folder => ({ ...folder, name: trimmed }))
      try {
        await client.call('memory.renameFolder', { id, name: trimmed })
      } catch (error) {
        change(id, folder => ({ ...folder, name: before.name }))
        failed(error, texts.t('chat.library.folderNotRenamed'))
      }
    },
    async remove(id) {
      const name =
        store.getState().folders.find(folder => folder.id === id)?.name ?? texts.t('chat.library.folder')
      request += 1
      change(id, () => null)
      try {
        await client.call('memory.removeFolder', { id })
        onChanged()
        notify({
          tone: 'ok',
          title: texts.t('chat.library.folderRemoved', { name }),
          detail: texts.t('chat.library.folderRemovedHint'),
          undo: () => void restore(id),
        })
      } catch (error) {
        failed(error, texts.t('chat.library.folderNotRemoved'))
      }
    },
    setOpened,
  }
}

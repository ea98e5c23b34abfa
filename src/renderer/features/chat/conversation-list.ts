import type { StoreApi } from 'zustand/vanilla'
import type { HarombeClient } from '../../../shared/contract'
import type { Conversation } from '../../../shared/entities'
import { followStream } from '../../client/follow-stream'
import { texts } from '../../texts'
import { type ChatState, withConversation } from './chat-state'
import { toErrorShape } from './error-shape'

/** Changes come in bursts (an answer begins, gets its title, ends): one request serves them. */
const refreshDelayMs = 120

export interface Notice {
  tone: 'ok' | 'danger'
  title: string
  detail?: string | undefined
  undo?: (() => void) | undefined
}

export interface ChatPlace {
  pinned?: boolean
  folderId?: string | null
}

export interface ConversationList {
  /** Follows the coordinator until the returned function is called. */
  start(): () => void
  refresh(): void
  rename(id: string, title: string): Promise<void>
  /** Pins it, or puts it into a folder; null takes it out of its own. */
  place(id: string, place: ChatPlace): Promise<void>
  remove(id: string): Promise<void>
}

export interface ConversationListOptions {
  client: HarombeClient
  store: StoreApi<ChatState>
  notify(notice: Notice): void
  /** Something changed in this conversation, perhaps in another window. */
  onChanged(conversationId: string): void
  onRemoved(conversationId: string): void
}

/** The list beside the chat: kept true by the coordinator, searched by it, changed here first and confirmed after. */
export function createConversationList(options: ConversationListOptions): ConversationList {
  const { client, store, notify, onChanged, onRemoved } = options
  let refreshTimer: ReturnType<typeof setTimeout> | undefined
  /** Only the newest request may answer. */
  let listRequest = 0

  async function load(): Promise<void> {
    listRequest += 1
    const request = listRequest
    try {
      const conversations = await client.call('chat.listConversations', {})
      if (request === listRequest) store.setState({ conversations, listStatus: 'ready', listError: null })
    } catch (error) {
      if (request !== listRequest) return
      // A list that was there stays there: the connection banner says what is wrong.
      if (store.getState().listStatus === 'ready') return
      store.setState({ listStatus: 'failed', listError: toErrorShape(error) })
    }
  }

  function refresh(): void {
    clearTimeout(refreshTimer)
    refreshTimer = setTimeout(() => void load(), refreshDelayMs)
  }

  const replace = (conversation: Conversation) =>
    store.setState(state => ({ conversations: withConversation(state.conversations, conversation) }))

  function failed(error: unknown, title: string): void {
    notify({ tone: 'danger', title, detail: toErrorShape(error).message })
    refresh()
  }

  async function restore(id: string): Promise<void> {
    try {
      replace(await client.call('chat.restoreConversation', { id }))
    } catch (error) {
      failed(error, texts.t('chat.library.notRestored'))
    }
  }

  return {
    start() {
      const lifetime = new AbortController()
      const onOpen = () => {
        // What changed while nobody listened; the delay lets the stream open first.
        refresh()
        return {}
      }
      const onItem = ({ conversationId }: { conversationId: string }) => {
        refresh()
        onChanged(conversationId)
      }
      followStream(client, 'chat.watchConversations', onOpen, onItem, lifetime.signal, {
        endless: true,
      }).catch(error => store.setState({ listStatus: 'failed', listError: toErrorShape(error) }))
      return () => {
        lifetime.abort()
        clearTimeout(refreshTimer)
      }
    },
    refresh,
    async rename(id, title) {
      const trimmed = title.trim().slice(0, 200)
      const before = store.getState().conversations.find(conversation => conversation.id === id)
      if (trimmed === '' || before?.title === trimmed) return
      const retitle = (next: string) =>
        store.setState(state => ({
          conversations: state.conversations.map(other =>
            other.id === id ? { ...other, title: next } : other,
          ),
        }))
      retitle(trimmed)
      try {
        await client.call('chat.renameConversation', { id, title: trimmed })
      } catch (error) {
        if (before !== undefined) retitle(before.title)
        failed(error, texts.t('chat.library.notRenamed'))
      }
    },
    async place(id, place) {
      const before = store.getState().conversations.find(conversation => conversation.id === id)
      const move = (next: ChatPlace) =>
        store.setState(state => ({
          conversations: state.conversations.map(other => (other.id === id ? { ...other, ...next } : other)),
        }))
      move(place)
      try {
        await client.call('chat.updateConversation', { id, ...place })
      } catch (error) {
        if (before !== undefined) move({ pinned: before.pinned ?? false, folderId: before.folderId ?? null })
        failed(
          error,
          texts.t(place.pinned === undefined ? 'chat.library.notMoved' : 'chat.library.notPinned'),
        )
      }
    },
    async remove(id) {
      const title =
        store.getState().conversations.find(conversation => conversation.id === id)?.title ??
        texts.t('chat.library.unnamed')
      const without = (list: readonly Conversation[]) => list.filter(conversation => conversation.id !== id)
      store.setState(state => ({
        conversations: without(state.conversations),
      }))
      onRemoved(id)
      try {
        await client.call('chat.deleteConversation', { id })
        notify({
          tone: 'ok',
          title: texts.t('chat.library.deleted', { title }),
          undo: () => void restore(id),
        })
      } catch (error) {
        failed(error, texts.t('chat.library.notDeleted'))
      }
    },
  }
}

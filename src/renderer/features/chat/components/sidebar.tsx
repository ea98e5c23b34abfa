import { PanelLeft, SquarePen } from 'lucide-react'
import { type RefObject, useCallback, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useCommandKeys } from '../../../commands'
import { Button, IconButton } from '../../../ui'
import { useChatServices } from '../chat-context'
import { ChatList } from './library/chat-list'
import { SearchBox } from './library/search-box'
import { SearchResults, walkHits } from './library/search-results'

export interface SidebarProps {
  searchRef: RefObject<HTMLInputElement | null>
  onNew(): void
  onClose(): void
  /** A chat was chosen; an overlay closes now. */
  onOpened(): void
}

/** The chats: listed, or what a search found in them. */
export function Sidebar({ searchRef, onNew, onClose, onOpened }: SidebarProps) {
  const { t } = useTranslation()
  const { chat, library, navigate } = useChatServices()
  const toggleKeys = useCommandKeys('toggleSidebar').line
  const isSearch = useStore(library.search.store, state => state.query.trim() !== '')
  const list = useRef<HTMLDivElement>(null)
  const onOpen = useCallback(
    (id: string) => {
      navigate(id)
      onOpened()
    },
    [navigate, onOpened],
  )
  const onRemove = useCallback(
    (id: string) => {
      if (chat.store.getState().open.id === id) navigate(null)
      library.search.forget(id)
      void chat.remove(id)
    },
    [chat, library, navigate],
  )
  return (
    <nav aria-label={t('chat.page.chats')} className="flex h-full min-h-0 flex-col">
      <div className="flex items-center gap-1 p-2">
        <Button
          variant="ghost"
          icon={<SquarePen />}
          className="flex-1 justify-start px-2 text-ink"
          onClick={onNew}
        >
          {t('chat.page.newChat')}
        </Button>
        <IconButton label={t('chat.page.hideChats')} keys={toggleKeys} onClick={onClose}>
          <PanelLeft />
        </IconButton>
      </div>
      <SearchBox
        searchRef={searchRef}
        onDown={() => list.current?.querySelector<HTMLElement>('[data-hit]')?.focus()}
      />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the buttons inside */}
      <div ref={list} onKeyDown={walkHits} className="min-h-0 flex-1 overflow-y-auto px-2 pb-4">
        {isSearch ? (
          <SearchResults
            onChoose={({ conversationId, messageId }) => {
              if (messageId !== null) library.jump.setState({ jump: { conversationId, messageId } })
              onOpen(conversationId)
            }}
          />
        ) : (
          <ChatList onOpen={onOpen} onRemove={onRemove} />
        )}
      </div>
    </nav>
  )
}

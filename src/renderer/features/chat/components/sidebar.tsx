import { PanelLeft, Search, SquarePen } from 'lucide-react'
import { type RefObject, useCallback, useId, useMemo, useState } from 'react'
import type { Conversation } from '../../../../shared/entities'
import { Button, IconButton, Input, Skeleton } from '../../../ui'
import { useNow } from '../../../use-now'
import { useChat, useChatServices } from '../chat-context'
import { type ConversationGroup, groupConversations } from '../group-conversations'
import { shortcutText } from '../shortcuts'
import { ConversationRow } from './conversation-row'

/** Rows beyond this many are shown on demand: a menu for each of thousands costs more than it serves. */
const pageSize = 120

interface GroupListProps {
  label: string
  conversations: readonly Conversation[]
  onOpen(id: string): void
  onRemove(id: string): void
}

function GroupList({ label, conversations, onOpen, onRemove }: GroupListProps) {
  const activeId = useChat(state => state.open.id)
  const headingId = useId()
  return (
    <div className="mt-4 first:mt-0">
      <h2 id={headingId} className="px-2.5 pb-1 font-medium text-2xs text-muted">
        {label}
      </h2>
      <ul aria-labelledby={headingId} className="flex flex-col gap-px">
        {conversations.map(conversation => (
          <ConversationRow
            key={conversation.id}
            conversation={conversation}
            active={conversation.id === activeId}
            onOpen={onOpen}
            onRemove={onRemove}
          />
        ))}
      </ul>
    </div>
  )
}

function ListBody({ onOpened }: { onOpened(): void }) {
  const { chat, navigate } = useChatServices()
  const conversations = useChat(state => state.conversations)
  const status = useChat(state => state.listStatus)
  const found = useChat(state => state.found)
  const [shown, setShown] = useState(pageSize)
  const now = useNow(60_000)
  const groups = useMemo<ConversationGroup[]>(
    () => groupConversations(conversations.slice(0, shown), now),
    [conversations, shown, now],
  )
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
      void chat.remove(id)
    },
    [chat, navigate],
  )
  if (found !== null) {
    return found.length === 0 ? (
      <p className="px-2.5 py-2 text-muted text-sm">Nothing found.</p>
    ) : (
      <GroupList label="Found" conversations={found} onOpen={onOpen} onRemove={onRemove} />
    )
  }
  if (status === 'loading') {
    return (
      <div className="flex flex-col gap-2 px-2.5 py-1" aria-hidden="true">
        <Skeleton className="h-4 w-3/4" />
        <Skeleton className="h-4 w-1/2" />
        <Skeleton className="h-4 w-2/3" />
      </div>
    )
  }
  if (status === 'failed') {
    return (
      <div className="px-2.5 text-muted text-sm">
        <p>The chats could not be listed.</p>
        <Button size="sm" className="mt-2" onClick={chat.refresh}>
          Try again
        </Button>
      </div>
    )
  }
  if (conversations.length === 0)
    return <p className="px-2.5 text-muted text-sm">Your chats will be listed here.</p>
  return (
    <>
      {groups.map(group => (
        <GroupList key={group.label} {...group} onOpen={onOpen} onRemove={onRemove} />
      ))}
      {conversations.length > shown ? (
        <Button size="sm" variant="ghost" className="mt-2 w-full" onClick={() => setShown(shown + pageSize)}>
          Show more
        </Button>
      ) : null}
    </>
  )
}

export interface SidebarProps {
  searchRef: RefObject<HTMLInputElement | null>
  onNew(): void
  onClose(): void
  /** A chat was chosen; an overlay closes now. */
  onOpened(): void
}

/** The chats. */
export function Sidebar({ searchRef, onNew, onClose, onOpened }: SidebarProps) {
  const { chat } = useChatServices()
  const search = useChat(state => state.search)
  return (
    <nav aria-label="Chats" className="flex h-full min-h-0 flex-col">
      <div className="flex items-center gap-1 p-2">
        <Button
          variant="ghost"
          icon={<SquarePen />}
          className="flex-1 justify-start px-2 text-ink"
          onClick={onNew}
        >
          New chat
        </Button>
        <IconButton label="Hide chats" keys={shortcutText('B')} onClick={onClose}>
          <PanelLeft />
        </IconButton>
      </div>
      <div className="relative px-2 pb-3">
        <Search
          aria-hidden="true"
          className="pointer-events-none absolute top-2 left-4.5 size-4 text-muted"
        />
        <Input
          ref={searchRef}
          type="search"
          data-own-escape={search !== ''}
          value={search}
          placeholder="Search chats"
          aria-label="Search chats"
          className="pl-8"
          onChange={event => chat.setSearch(event.target.value)}
          onKeyDown={event => {
            if (event.key !== 'Escape' || search === '') return
            event.preventDefault()
            chat.setSearch('')
          }}
        />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-2 pb-4">
        <ListBody onOpened={onOpened} />
      </div>
    </nav>
  )
}

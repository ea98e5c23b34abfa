import { PanelLeft, SquarePen } from 'lucide-react'
import { IconButton } from '../../../ui'
import { useChat } from '../chat-context'
import { shortcutText } from '../shortcuts'
import type { SidebarState } from '../use-sidebar'

/** The title, and what the sidebar offers while it is not there. */
export function ChatHeader({ sidebar, onNew }: { sidebar: SidebarState; onNew(): void }) {
  const title = useChat(
    state => state.conversations.find(other => other.id === state.open.id)?.title ?? state.open.title,
  )
  return (
    <header className="flex h-12 shrink-0 items-center gap-1 px-2">
      {sidebar.open && !sidebar.overlay ? null : (
        <>
          <IconButton label="Show chats" keys={shortcutText('B')} onClick={() => sidebar.setOpen(true)}>
            <PanelLeft />
          </IconButton>
          <IconButton label="New chat" keys={shortcutText('O', true)} onClick={onNew}>
            <SquarePen />
          </IconButton>
        </>
      )}
      {title === '' ? null : (
        <h1 className="min-w-0 flex-1 truncate px-2 font-medium text-muted text-sm" title={title}>
          {title}
        </h1>
      )}
    </header>
  )
}

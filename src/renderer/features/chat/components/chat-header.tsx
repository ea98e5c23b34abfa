import { PanelLeft, SquarePen } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useCommandKeys } from '../../../commands'
import { IconButton } from '../../../ui'
import { useChat } from '../chat-context'
import type { SidebarState } from '../use-sidebar'

/** The title, and what the sidebar offers while it is not there. */
export function ChatHeader({ sidebar, onNew }: { sidebar: SidebarState; onNew(): void }) {
  const toggleKeys = useCommandKeys('toggleSidebar').line
  const newKeys = useCommandKeys('newChat').line
  const { t } = useTranslation()
  const title = useChat(
    state => state.conversations.find(other => other.id === state.open.id)?.title ?? state.open.title,
  )
  return (
    <header className="flex h-12 shrink-0 items-center gap-1 px-2">
      {sidebar.open && !sidebar.overlay ? null : (
        <>
          <IconButton
            label={t('chat.page.showChats')}
            keys={toggleKeys}
            onClick={() => sidebar.setOpen(true)}
          >
            <PanelLeft />
          </IconButton>
          <IconButton label={t('chat.page.newChat')} keys={newKeys} onClick={onNew}>
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

import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatCount } from '../../../../format'
import { Button, Skeleton } from '../../../../ui'
import { useNow } from '../../../../use-now'
import { useChat, useChatServices } from '../../chat-context'
import { arrangeChats } from '../../library/arrange-chats'
import { type ChatActions, ChatGroup } from './chat-group'
import { FolderList } from './folder-list'
import { useFolders } from './use-folders'

/** Rows beyond this many are shown on demand: a menu for each of thousands costs more than it serves. */
const pageSize = 120

/** All chats: pinned ones, folders, and the others by time. */
export function ChatList(actions: ChatActions) {
  const { t } = useTranslation()
  const { chat } = useChatServices()
  const conversations = useChat(state => state.conversations)
  const status = useChat(state => state.listStatus)
  const folders = useFolders()
  const [most, setMost] = useState(pageSize)
  const now = useNow(60_000)
  const arranged = useMemo(
    () => arrangeChats(conversations, folders, now, most),
    [conversations, folders, most, now],
  )
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
        <p>{t('chat.library.failed')}</p>
        <Button size="sm" className="mt-2" onClick={chat.refresh}>
          {t('common.retry')}
        </Button>
      </div>
    )
  }
  if (conversations.length === 0 && folders.length === 0)
    return <p className="px-2.5 text-muted text-sm">{t('chat.library.empty')}</p>
  return (
    <>
      {arranged.pinned.length === 0 ? null : (
        <ChatGroup label={t('chat.library.pinned')} conversations={arranged.pinned} {...actions} />
      )}
      <FolderList folders={arranged.folders} {...actions} />
      {arranged.groups.map(group => (
        <ChatGroup
          key={group.label}
          label={t(`chat.library.${group.label}`)}
          conversations={group.conversations}
          {...actions}
        />
      ))}
      {arranged.hidden === 0 ? null : (
        <Button size="sm" variant="ghost" className="mt-2 w-full" onClick={() => setMost(most + pageSize)}>
          {t('chat.library.more', {
            count: Math.min(pageSize, arranged.hidden),
            total: formatCount(arranged.hidden),
          })}
        </Button>
      )}
    </>
  )
}

import { ChevronRight, Ellipsis, Folder, Pencil, Trash2 } from 'lucide-react'
import { type DragEvent, memo, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Conversation, Folder as FolderEntity } from '../../../../../shared/entities'
import { Button, cn, DropdownMenu, IconButton, MenuItem, MenuSeparator } from '../../../../ui'
import { useChatServices } from '../../chat-context'
import { isDraggedChat, readDraggedChat } from '../../library/dragged-chat'
import { type ChatActions, ChatRows } from './chat-group'
import { TitleInput } from './title-input'

/** Chats of one folder that are in the page at first; a menu for each of thousands costs more than it serves. */
const pageSize = 60

/** True while a chat is held over it. Children fire leaves of their own, so entering and leaving are counted. */
function useChatDrop(onDrop: (conversationId: string) => void) {
  const depth = useRef(0)
  const [isOver, setIsOver] = useState(false)
  const enter = (step: number) => (event: DragEvent) => {
    if (!isDraggedChat(event.dataTransfer)) return
    depth.current = Math.max(0, depth.current + step)
    setIsOver(depth.current > 0)
  }
  const handlers = {
    onDragEnter: enter(1),
    onDragLeave: enter(-1),
    onDragOver(event: DragEvent) {
      if (isDraggedChat(event.dataTransfer)) event.preventDefault()
    },
    onDrop(event: DragEvent) {
      if (!isDraggedChat(event.dataTransfer)) return
      event.preventDefault()
      depth.current = 0
      setIsOver(false)
      onDrop(readDraggedChat(event.dataTransfer))
    },
  }
  return { isOver, handlers }
}

export interface FolderRowProps extends ChatActions {
  folder: FolderEntity
  conversations: readonly Conversation[]
  isOpened: boolean
}

/** A folder and, once it is opened, its chats. */
export const FolderRow = memo(function FolderRow({
  folder: { id, name },
  conversations,
  isOpened,
  ...actions
}: FolderRowProps) {
  const { t } = useTranslation()
  const { chat, library } = useChatServices()
  const [renaming, setRenaming] = useState(false)
  const [shown, setShown] = useState(pageSize)
  const nameId = useId()
  const listId = useId()
  const { isOver, handlers } = useChatDrop(
    conversationId => void chat.place(conversationId, { folderId: id }),
  )
  if (renaming) {
    return (
      <li>
        <TitleInput
          title={name}
          label={t('chat.library.folderName')}
          onDone={next => {
            setRenaming(false)
            if (next !== null) void library.folders.rename(id, next)
          }}
        />
      </li>
    )
  }
  return (
    <li {...handlers} className={cn('rounded-md', isOver && 'bg-accent-soft')}>
      <div className="group/row relative flex items-center rounded-md [content-visibility:auto] [contain-intrinsic-block-size:auto_2rem] hover:bg-hover">
        <button
          type="button"
          aria-expanded={isOpened}
          aria-controls={isOpened ? listId : undefined}
          title={name}
          onClick={() => library.folders.setOpened(id, !isOpened)}
          aria-label={t('chat.library.chatsInFolder', { name, count: conversations.length })}
          className="focus-ring flex h-8 min-w-0 flex-1 items-center gap-1.5 rounded-md pr-3 pl-1.5 text-left text-muted text-sm focus-visible:outline-offset-[-2px] group-hover/row:text-ink"
        >
          <ChevronRight
            aria-hidden="true"
            className={cn(
              'size-3.5 shrink-0 transition-transform duration-(--motion-fast)',
              isOpened && 'rotate-90',
            )}
          />
          <Folder aria-hidden="true" className="size-4 shrink-0" />
          <span id={nameId} className="min-w-0 truncate">
            {name}
          </span>
          <span
            data-figure
            className="ml-auto text-2xs group-focus-within/row:opacity-0 group-hover/row:opacity-0"
          >
            {conversations.length}
          </span>
        </button>
        <div className="absolute right-0.5 opacity-0 focus-within:opacity-100 has-[[aria-expanded=true]]:opacity-100 group-hover/row:opacity-100 [@media(hover:none)]:opacity-100">
          <DropdownMenu
            trigger={
              <IconButton size="sm" tooltip={false} label={t('chat.library.folderActions', { name })}>
                <Ellipsis />
              </IconButton>
            }
          >
            <MenuItem icon={<Pencil />} onSelect={() => setRenaming(true)}>
              {t('chat.library.rename')}
            </MenuItem>
            <MenuSeparator />
            <MenuItem icon={<Trash2 />} danger onSelect={() => void library.folders.remove(id)}>
              {t('chat.library.removeFolder')}
            </MenuItem>
          </DropdownMenu>
        </div>
      </div>
      {isOpened ? (
        <div id={listId} className="ml-3 border-line border-l pl-2">
          {conversations.length === 0 ? (
            <p className="px-2.5 py-1.5 text-muted text-xs">{t('chat.library.emptyFolder')}</p>
          ) : (
            <ChatRows labelledBy={nameId} conversations={conversations.slice(0, shown)} {...actions} />
          )}
          {conversations.length > shown ? (
            <Button size="sm" variant="ghost" className="w-full" onClick={() => setShown(shown + pageSize)}>
              {t('chat.library.moreInFolder', { count: Math.min(pageSize, conversations.length - shown) })}
            </Button>
          ) : null}
        </div>
      ) : null}
    </li>
  )
})

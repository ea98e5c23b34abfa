import { memo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Conversation } from '../../../../shared/entities'
import { cn } from '../../../ui'
import { useChatServices } from '../chat-context'
import { writeDraggedChat } from '../library/dragged-chat'
import { ChatMenu } from './library/chat-menu'
import { TitleInput } from './library/title-input'

export interface ConversationRowProps {
  conversation: Conversation
  active: boolean
  onOpen(id: string): void
  onRemove(id: string): void
}

export const ConversationRow = memo(function ConversationRow(props: ConversationRowProps) {
  const { conversation, active, onOpen, onRemove } = props
  const { t } = useTranslation()
  const { id, title } = conversation
  const { chat, library } = useChatServices()
  const [writing, setWriting] = useState<'title' | 'folder' | null>(null)
  if (writing === 'title') {
    return (
      <li>
        <TitleInput
          title={title}
          label={t('chat.library.titleLabel')}
          onDone={next => {
            setWriting(null)
            if (next !== null) void chat.rename(id, next)
          }}
        />
      </li>
    )
  }
  if (writing === 'folder') {
    return (
      <li>
        <TitleInput
          title=""
          label={t('chat.library.newFolderFor', { title })}
          placeholder={t('chat.library.folderName')}
          onDone={async name => {
            setWriting(null)
            const folder = name === null ? null : await library.folders.create(name)
            if (folder === null) return
            library.folders.setOpened(folder.id, true)
            void chat.place(id, { folderId: folder.id })
          }}
        />
      </li>
    )
  }
  return (
    <li
      draggable
      onDragStart={event => writeDraggedChat(event.dataTransfer, id)}
      className={cn(
        'group/row relative flex items-center rounded-md [content-visibility:auto] [contain-intrinsic-block-size:auto_2rem] hover:bg-hover',
        active && 'bg-hover',
      )}
    >
      <button
        type="button"
        onClick={() => onOpen(id)}
        onDoubleClick={() => setWriting('title')}
        aria-current={active ? 'page' : undefined}
        title={title}
        className={cn(
          'focus-ring h-8 min-w-0 flex-1 truncate rounded-md pr-8 pl-2.5 text-left text-sm focus-visible:outline-offset-[-2px]',
          active ? 'font-medium text-ink' : 'text-muted group-hover/row:text-ink',
        )}
      >
        {title === '' ? t('chat.page.newChat') : title}
      </button>
      <div className="absolute right-0.5 opacity-0 focus-within:opacity-100 has-[[aria-expanded=true]]:opacity-100 group-hover/row:opacity-100 [@media(hover:none)]:opacity-100">
        <ChatMenu
          conversation={conversation}
          onRename={() => setWriting('title')}
          onNewFolder={() => setWriting('folder')}
          onRemove={() => onRemove(id)}
        />
      </div>
    </li>
  )
})

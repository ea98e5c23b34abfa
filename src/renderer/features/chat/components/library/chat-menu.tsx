import { Download, Ellipsis, Folder, FolderPlus, Pencil, Pin, PinOff, Trash2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Conversation } from '../../../../../shared/entities'
import { useClient } from '../../../../client'
import type { ExportFormat } from '../../../../export-chats'
import { DropdownMenu, IconButton, MenuItem, MenuRadioGroup, MenuSeparator, Submenu } from '../../../../ui'
import { useChatServices } from '../../chat-context'
import { byName } from '../../library/arrange-chats'
import { exportChat } from '../../library/export-chat'
import { useFolders } from './use-folders'

const noFolder = ''

/** Where the chat stands now, and where else it may. */
function FolderChoice({ conversation, onNewFolder }: { conversation: Conversation; onNewFolder(): void }) {
  const { t } = useTranslation()
  const { chat } = useChatServices()
  const folders = useFolders()
  const current = folders.some(({ id }) => id === conversation.folderId) ? conversation.folderId : null
  return (
    <>
      {folders.length === 0 ? null : (
        <>
          <MenuRadioGroup
            label={t('chat.library.folder')}
            value={current ?? noFolder}
            onChange={id => void chat.place(conversation.id, { folderId: id === noFolder ? null : id })}
            options={[
              { value: noFolder, label: t('chat.library.noFolder') },
              ...byName(folders).map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
          <MenuSeparator />
        </>
      )}
      <MenuItem icon={<FolderPlus />} onSelect={onNewFolder}>
        {t('chat.library.newFolderItem')}
      </MenuItem>
    </>
  )
}

export interface ChatMenuProps {
  conversation: Conversation
  onRename(): void
  /** A folder is to be made, for this chat. */
  onNewFolder(): void
  onRemove(): void
}

/** All that can be done with one chat of the list. */
export function ChatMenu({ conversation, onRename, onNewFolder, onRemove }: ChatMenuProps) {
  const { t } = useTranslation()
  const { chat } = useChatServices()
  const client = useClient()
  const { id, title, pinned = false } = conversation

  const exportAs = (format: ExportFormat) => void exportChat(client, { id, title }, format)

  return (
    <DropdownMenu
      trigger={
        <IconButton size="sm" tooltip={false} label={t('chat.library.actions', { title })}>
          <Ellipsis />
        </IconButton>
      }
    >
      <MenuItem
        icon={pinned ? <PinOff /> : <Pin />}
        onSelect={() => void chat.place(id, { pinned: !pinned })}
      >
        {pinned ? t('chat.library.unpin') : t('chat.library.pin')}
      </MenuItem>
      <Submenu icon={<Folder />} label={t('chat.library.move')}>
        <FolderChoice conversation={conversation} onNewFolder={onNewFolder} />
      </Submenu>
      <MenuItem icon={<Pencil />} onSelect={onRename}>
        {t('chat.library.rename')}
      </MenuItem>
      <Submenu icon={<Download />} label={t('chat.library.export')}>
        <MenuItem onSelect={() => exportAs('markdown')}>{t('chat.library.markdown')}</MenuItem>
        <MenuItem onSelect={() => exportAs('json')}>{t('chat.library.json')}</MenuItem>
      </Submenu>
      <MenuSeparator />
      <MenuItem icon={<Trash2 />} danger onSelect={onRemove}>
        {t('chat.library.delete')}
      </MenuItem>
    </DropdownMenu>
  )
}

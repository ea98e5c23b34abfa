import { Download, Ellipsis, Folder, FolderPlus, Pencil, Pin, PinOff, Trash2 } from 'lucide-react'
import type { Conversation } from '../../../../../shared/entities'
import { isHarombeError } from '../../../../../shared/harombe-error'
import { useClient } from '../../../../client'
import { type ExportFormat, exportChats, exportFileName } from '../../../../export-chats'
import { saveFile } from '../../../../save-file'
import {
  DropdownMenu,
  IconButton,
  MenuItem,
  MenuRadioGroup,
  MenuSeparator,
  Submenu,
  toast,
} from '../../../../ui'
import { useChatServices } from '../../chat-context'
import { byName } from '../../library/arrange-chats'
import { useFolders } from './use-folders'

const noFolder = ''

/** Where the chat stands now, and where else it may. */
function FolderChoice({ conversation, onNewFolder }: { conversation: Conversation; onNewFolder(): void }) {
  const { chat } = useChatServices()
  const folders = useFolders()
  const current = folders.some(({ id }) => id === conversation.folderId) ? conversation.folderId : null
  return (
    <>
      {folders.length === 0 ? null : (
        <>
          <MenuRadioGroup
            label="Folder"
            value={current ?? noFolder}
            onChange={id => void chat.place(conversation.id, { folderId: id === noFolder ? null : id })}
            options={[
              { value: noFolder, label: 'No folder' },
              ...byName(folders).map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
          <MenuSeparator />
        </>
      )}
      <MenuItem icon={<FolderPlus />} onSelect={onNewFolder}>
        New folder…
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
  const { chat } = useChatServices()
  const client = useClient()
  const { id, title, pinned = false } = conversation

  async function exportAs(format: ExportFormat): Promise<void> {
    try {
      const { signal } = new AbortController()
      saveFile(exportFileName(title, format), await exportChats(client, { ids: [id], format, signal }))
    } catch (error) {
      toast.error(isHarombeError(error) ? error.message : 'The chat could not be exported.')
    }
  }

  return (
    <DropdownMenu
      trigger={
        <IconButton size="sm" tooltip={false} label={`Actions for ${title}`}>
          <Ellipsis />
        </IconButton>
      }
    >
      <MenuItem
        icon={pinned ? <PinOff /> : <Pin />}
        onSelect={() => void chat.place(id, { pinned: !pinned })}
      >
        {pinned ? 'Unpin' : 'Pin'}
      </MenuItem>
      <Submenu icon={<Folder />} label="Move to folder">
        <FolderChoice conversation={conversation} onNewFolder={onNewFolder} />
      </Submenu>
      <MenuItem icon={<Pencil />} onSelect={onRename}>
        Rename
      </MenuItem>
      <Submenu icon={<Download />} label="Export">
        <MenuItem onSelect={() => void exportAs('markdown')}>Markdown</MenuItem>
        <MenuItem onSelect={() => void exportAs('json')}>JSON</MenuItem>
      </Submenu>
      <MenuSeparator />
      <MenuItem icon={<Trash2 />} danger onSelect={onRemove}>
        Delete
      </MenuItem>
    </DropdownMenu>
  )
}

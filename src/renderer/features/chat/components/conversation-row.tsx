import { Ellipsis, Pencil, Trash2 } from 'lucide-react'
import { memo, useState } from 'react'
import type { Conversation } from '../../../../shared/entities'
import { cn, DropdownMenu, IconButton, Input, MenuItem } from '../../../ui'
import { useChatServices } from '../chat-context'

function TitleInput({ title, onDone }: { title: string; onDone(title: string | null): void }) {
  const [value, setValue] = useState(title)
  return (
    <Input
      autoFocus
      data-own-escape
      value={value}
      maxLength={200}
      aria-label="Title of the chat"
      className="h-8"
      onFocus={event => event.target.select()}
      onChange={event => setValue(event.target.value)}
      onBlur={() => onDone(value)}
      onKeyDown={event => {
        if (event.nativeEvent.isComposing) return
        if (event.key === 'Enter') onDone(value)
        else if (event.key === 'Escape') {
          event.preventDefault()
          onDone(null)
        }
      }}
    />
  )
}

export interface ConversationRowProps {
  conversation: Conversation
  active: boolean
  onOpen(id: string): void
  onRemove(id: string): void
}

export const ConversationRow = memo(function ConversationRow(props: ConversationRowProps) {
  const { conversation, active, onOpen, onRemove } = props
  const { id, title } = conversation
  const { chat } = useChatServices()
  const [renaming, setRenaming] = useState(false)
  if (renaming) {
    return (
      <li>
        <TitleInput
          title={title}
          onDone={next => {
            setRenaming(false)
            if (next !== null) void chat.rename(id, next)
          }}
        />
      </li>
    )
  }
  return (
    <li
      className={cn(
        'group/row relative flex items-center rounded-md [content-visibility:auto] [contain-intrinsic-block-size:auto_2rem] hover:bg-hover',
        active && 'bg-hover',
      )}
    >
      <button
        type="button"
        onClick={() => onOpen(id)}
        onDoubleClick={() => setRenaming(true)}
        aria-current={active ? 'page' : undefined}
        title={title}
        className={cn(
          'focus-ring h-8 min-w-0 flex-1 truncate rounded-md pr-8 pl-2.5 text-left text-sm focus-visible:outline-offset-[-2px]',
          active ? 'font-medium text-ink' : 'text-muted group-hover/row:text-ink',
        )}
      >
        {title === '' ? 'New chat' : title}
      </button>
      <div className="absolute right-0.5 opacity-0 focus-within:opacity-100 has-[[aria-expanded=true]]:opacity-100 group-hover/row:opacity-100 [@media(hover:none)]:opacity-100">
        <DropdownMenu
          trigger={
            <IconButton size="sm" tooltip={false} label={`Actions for ${title}`}>
              <Ellipsis />
            </IconButton>
          }
        >
          <MenuItem icon={<Pencil />} onSelect={() => setRenaming(true)}>
            Rename
          </MenuItem>
          <MenuItem icon={<Trash2 />} danger onSelect={() => onRemove(id)}>
            Delete
          </MenuItem>
        </DropdownMenu>
      </div>
    </li>
  )
})

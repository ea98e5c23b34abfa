import { type ReactNode, useId } from 'react'
import type { Conversation } from '../../../../../shared/entities'
import { useChat } from '../../chat-context'
import { ConversationRow } from '../conversation-row'

export interface ChatActions {
  onOpen(id: string): void
  onRemove(id: string): void
}

export interface ChatRowsProps extends ChatActions {
  conversations: readonly Conversation[]
  labelledBy: string
}

export function ChatRows({ conversations, labelledBy, onOpen, onRemove }: ChatRowsProps) {
  const activeId = useChat(state => state.open.id)
  return (
    <ul aria-labelledby={labelledBy} className="flex flex-col gap-px">
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
  )
}

export const groupHeading = 'flex h-7 items-center px-2.5 font-medium text-2xs text-muted'

export interface ChatGroupProps extends ChatActions {
  label: string
  icon?: ReactNode
  conversations: readonly Conversation[]
}

/** Chats that belong together, under their heading. */
export function ChatGroup({ label, icon, ...rows }: ChatGroupProps) {
  const headingId = useId()
  return (
    <div className="mt-2 first:mt-0">
      <h2 id={headingId} className={groupHeading}>
        {icon}
        {label}
      </h2>
      <ChatRows labelledBy={headingId} {...rows} />
    </div>
  )
}

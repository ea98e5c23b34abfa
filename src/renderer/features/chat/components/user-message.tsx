import { Pencil } from 'lucide-react'
import { createElement, Fragment, memo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { Message } from '../../../../shared/entities'
import { CopyButton, cutPieces, hasLongWord } from '../../../markdown'
import { Button, cn, IconButton } from '../../../ui'
import { useChatServices } from '../chat-context'
import { findStore } from '../find/find-store'
import { matchesIn } from '../find/find-text'
import { MessageAttachments } from './attachments/message-attachments'
import { BranchSwitcher } from './branch-switcher'
import { longWord, unkerned } from './long-words'
import { MessageEditor } from './message-editor'
import { revealed } from './reveal'

/** Longer than this it is folded; unfolded it is laid out in pieces, or a pasted book would take a second. */
const longText = 1_600
const pieceLength = 4_000

function Pieces({ text }: { text: string }) {
  const render = (piece: string) => createElement('p', { className: 'whitespace-pre-wrap' }, piece)
  return createElement(Fragment, null, ...cutPieces(text, pieceLength).map(render))
}

/** What the user wrote: plain, as typed. A pasted paper is folded. */
export function QuestionBubble({ text, dimmed = false }: { text: string; dimmed?: boolean }) {
  const { t } = useTranslation()
  const [isUnfolded, setUnfolded] = useState(false)
  const long = text.length > longText || text.split('\n', 25).length > 24
  const isFound = useStore(
    findStore,
    ({ isOpen, query, matchCase }) => long && isOpen && matchesIn(text, query, matchCase).length > 0,
  )
  const unfolded = isUnfolded || isFound
  return (
    <div
      dir="auto"
      data-said=""
      className={cn(
        'max-w-[85%] rounded-xl rounded-br-sm bg-hover px-3.5 py-2 text-md [overflow-wrap:anywhere]',
        hasLongWord(text, longWord) && unkerned,
        dimmed && 'opacity-60',
      )}
    >
      {unfolded ? (
        <Pieces text={text} />
      ) : (
        <p className={cn('whitespace-pre-wrap', long && 'line-clamp-12')}>{text.slice(0, longText)}</p>
      )}
      {long ? (
        <Button variant="link" size="inline" className="mt-1 text-sm" onClick={() => setUnfolded(!unfolded)}>
          {unfolded ? t('chat.answer.showLess') : t('chat.answer.showAll')}
        </Button>
      ) : null}
    </div>
  )
}

export interface UserMessageProps {
  message: Message
  branchIndex: number
  branchCount: number
}

export const UserMessage = memo(function UserMessage({
  message,
  branchIndex,
  branchCount,
}: UserMessageProps) {
  const { t } = useTranslation()
  const { chat } = useChatServices()
  const [editing, setEditing] = useState(false)
  if (editing) {
    return (
      <MessageEditor
        text={message.content}
        onCancel={() => setEditing(false)}
        onSend={text => {
          setEditing(false)
          void chat.send(text, message.parentId, message.attachments ?? [])
        }}
      />
    )
  }
  return (
    <article className="group/message flex flex-col items-end gap-0.5">
      <h2 className="sr-only">{t('chat.answer.you')}</h2>
      <MessageAttachments attachments={message.attachments ?? []} />
      <QuestionBubble text={message.content} />
      <div className="flex h-7 items-center">
        <div className={revealed}>
          <CopyButton label={t('chat.answer.copyQuestion')} text={() => message.content} />
          <IconButton size="sm" label={t('chat.answer.edit')} onClick={() => setEditing(true)}>
            <Pencil />
          </IconButton>
        </div>
        <BranchSwitcher message={message} index={branchIndex} count={branchCount} />
      </div>
    </article>
  )
})

import { ArrowDown } from 'lucide-react'
import { useEffect, useMemo, useRef } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { Button, cn } from '../../../ui'
import { useChat, useChatServices } from '../chat-context'
import { type PendingQuestion, shownPath } from '../chat-state'
import { siblingsOfPath } from '../conversation-tree'
import { AnswerError } from './answer-error'
import { column, columnGutter } from './column'
import { MessageRow } from './message-row'
import { useFollowBottom } from './use-follow-bottom'
import { useKeptFocus } from './use-kept-focus'
import { useMountedMessages } from './use-mounted-messages'
import { QuestionBubble } from './user-message'

/** A question on its way: there at once, dimmed until it is stored, with its error when it is not. */
function Pending({ pending }: { pending: PendingQuestion }) {
  const { chat, drafts } = useChatServices()
  return (
    <div className="flex flex-col items-end gap-3">
      <QuestionBubble text={pending.text} dimmed />
      {pending.error === null ? null : (
        <div className="w-full">
          <AnswerError
            error={{ ...pending.error, retryable: true }}
            urgent
            retryLabel="Send again"
            onRetry={() => void chat.retryPending()}
            onEdit={() => {
              const { id } = chat.store.getState().open
              drafts.write(id, chat.discardPending())
            }}
          />
        </div>
      )}
    </div>
  )
}

export function Transcript() {
  const scroller = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const sentinel = useRef<HTMLDivElement>(null)
  const { open, answers } = useChat(useShallow(state => ({ open: state.open, answers: state.answers })))
  const { path, pending } = useMemo(() => shownPath(open), [open])
  const siblings = useMemo(() => siblingsOfPath(open.messages, path), [open.messages, path])
  const mounted = useMountedMessages(scroller, sentinel, path.length)
  const { atEnd, jumpToEnd } = useFollowBottom(scroller, content)

  // What the user sends is followed, wherever they were reading.
  const running = open.leafId !== null && answers.has(open.leafId) ? open.leafId : null
  const asked = pending !== null || running !== null
  useEffect(() => {
    if (asked) jumpToEnd()
  }, [asked, jumpToEnd])

  useKeptFocus(content, open.leafId)

  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        role="log"
        aria-live="off"
        aria-label="Conversation"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolled by keyboard when focused
        tabIndex={0}
        className={cn(
          columnGutter,
          'h-full overflow-y-auto overscroll-contain outline-none [overflow-anchor:none] focus-visible:shadow-[inset_0_0_0_2px_var(--accent)]',
        )}
      >
        <div ref={content} className={cn(column, 'flex flex-col gap-6 pt-6 pb-8')}>
          <div ref={sentinel} aria-hidden="true" />
          {path.slice(path.length - mounted).map(message => (
            <MessageRow
              key={message.id}
              message={message}
              siblings={siblings.get(message.id) ?? []}
              answer={answers.get(message.id) ?? null}
              last={message === path.at(-1) && pending === null}
            />
          ))}
          {pending === null ? null : <Pending pending={pending} />}
        </div>
      </div>
      {atEnd ? null : (
        <Button
          size="sm"
          icon={<ArrowDown />}
          className="absolute bottom-3 left-1/2 -translate-x-1/2 animate-appear rounded-full shadow-md"
          onClick={() => {
            jumpToEnd()
            scroller.current?.focus({ preventScroll: true })
          }}
        >
          Jump to latest
        </Button>
      )}
    </div>
  )
}

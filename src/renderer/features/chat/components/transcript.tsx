import { ArrowDown, Hand } from 'lucide-react'
import { useCallback, useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useShallow } from 'zustand/react/shallow'
import { useApprovals } from '../../../mirrors'
import { Button, cn } from '../../../ui'
import { useChat, useChatServices } from '../chat-context'
import { type PendingQuestion, shownPath } from '../chat-state'
import { siblingsOfPath } from '../conversation-tree'
import { FindInChat } from '../find/find-bar'
import { AnswerError } from './answer-error'
import { MessageAttachments } from './attachments/message-attachments'
import { column, columnGutter } from './column'
import { MessageRow } from './message-row'
import { useFollowBottom } from './use-follow-bottom'
import { useKeptFocus } from './use-kept-focus'
import { useMessageJump } from './use-message-jump'
import { useMountedMessages } from './use-mounted-messages'
import { QuestionBubble } from './user-message'

/** A question on its way: there at once, dimmed until it is stored, with its error when it is not. */
function Pending({ pending }: { pending: PendingQuestion }) {
  const { t } = useTranslation()
  const { chat, drafts, uploads } = useChatServices()
  return (
    <div className="flex flex-col items-end gap-3">
      <MessageAttachments attachments={pending.attachments} />
      <QuestionBubble text={pending.text} dimmed />
      {pending.error === null ? null : (
        <div className="w-full">
          <AnswerError
            error={{ ...pending.error, retryable: true }}
            urgent
            retryLabel={t('chat.answer.sendAgain')}
            onRetry={() => void chat.retryPending()}
            onEdit={() => {
              const { id } = chat.store.getState().open
              const { text, attachments } = chat.discardPending()
              drafts.write(id, text)
              uploads.giveBack(id, attachments)
            }}
          />
        </div>
      )}
    </div>
  )
}

const pill = 'absolute bottom-3 left-1/2 -translate-x-1/2 animate-appear rounded-full shadow-md'

export function Transcript() {
  const { t } = useTranslation()
  const { chat } = useChatServices()
  const scroller = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const sentinel = useRef<HTMLDivElement>(null)
  const lowerSentinel = useRef<HTMLDivElement>(null)
  const { open, answers } = useChat(useShallow(state => ({ open: state.open, answers: state.answers })))
  const { path, pending } = useMemo(() => shownPath(open), [open])
  const siblings = useMemo(() => siblingsOfPath(open.messages, path), [open.messages, path])
  const { first, end, show, showEnd } = useMountedMessages(scroller, sentinel, lowerSentinel, path.length)
  const { atEnd, jumpToEnd: scrollToEnd, release } = useFollowBottom(scroller, content, end === path.length)
  const jumpToEnd = useCallback(() => {
    showEnd()
    scrollToEnd()
  }, [showEnd, scrollToEnd])

  // What the user sends is followed, wherever they were reading.
  const running = open.leafId !== null && answers.has(open.leafId) ? open.leafId : null
  const asked = pending !== null || running !== null
  useEffect(() => {
    if (asked) jumpToEnd()
  }, [asked, jumpToEnd])

  useKeptFocus(content, open.leafId)
  const marked = useMessageJump({ content, path, first, end, show, release })

  const waiting = useApprovals().flatMap(({ request }) =>
    request.conversationId === open.id && request.messageId !== null ? request : [],
  )
  const isShown = (messageId: string | null) => path.some(({ id }) => id === messageId)
  const waitsHere = waiting.some(({ messageId }) => isShown(messageId))
  const elsewhere = waiting.find(
    ({ messageId }) => messageId !== null && open.messages.has(messageId) && !isShown(messageId),
  )

  return (
    <div className="relative min-h-0 flex-1">
      <FindInChat {...{ scroller, content, path, first, end, show, release }} />
      <div
        ref={scroller}
        role="log"
        aria-live="off"
        aria-label={t('chat.answer.conversation')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolled by keyboard when focused
        tabIndex={0}
        className={cn(
          columnGutter,
          'h-full overflow-y-auto overscroll-contain outline-none [overflow-anchor:none] focus-visible:shadow-[inset_0_0_0_2px_var(--accent)]',
        )}
      >
        <div ref={content} className={cn(column, 'flex flex-col gap-6 pt-6 pb-8')}>
          <div ref={sentinel} aria-hidden="true" />
          {path.slice(first, end).map(message => (
            <MessageRow
              key={message.id}
              message={message}
              siblings={siblings.get(message.id) ?? []}
              answer={answers.get(message.id) ?? null}
              last={message === path.at(-1) && pending === null}
              isMarked={message.id === marked}
            />
          ))}
          {pending === null ? null : <Pending pending={pending} />}
          <div ref={lowerSentinel} aria-hidden="true" className="-mt-6" />
        </div>
      </div>
      {elsewhere === undefined ? null : (
        <Button
          size="sm"
          icon={<Hand />}
          className={cn(pill, 'border-accent text-accent')}
          onClick={() => {
            if (elsewhere.messageId !== null) chat.selectBranch(elsewhere.messageId)
          }}
        >
          {t('chat.answer.toolWaitsElsewhere')}
        </Button>
      )}
      {atEnd || elsewhere !== undefined ? null : (
        <Button
          size="sm"
          icon={<ArrowDown />}
          className={cn(pill, waitsHere && 'border-accent text-accent')}
          onClick={() => {
            jumpToEnd()
            const card = content.current?.querySelector<HTMLElement>('[data-approval]')
            ;(card ?? scroller.current)?.focus({ preventScroll: true })
          }}
        >
          {waitsHere ? t('chat.answer.toolWaits') : t('chat.answer.jump')}
        </Button>
      )}
    </div>
  )
}

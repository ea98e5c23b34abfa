import { useEffect, useState } from 'react'
import type { Message } from '../../../../shared/entities'
import { cn } from '../../../ui'
import type { AnswerStore } from '../answer-store'
import { AssistantMessage } from './assistant-message'
import { UserMessage } from './user-message'

/** Long enough for a frame in which the real height is laid out and remembered. */
const settleMs = 300

export interface MessageRowProps {
  message: Message
  siblings: readonly Message[]
  answer: AnswerStore | null
  last: boolean
  /** It was looked for: marked, so that the eye finds it. */
  isMarked?: boolean
}

/**
 * One message. Once its real height is known the browser may skip it while it is out of sight: five hundred laid-out
 * messages cost 20 ms of every frame otherwise. Skipped from the start, it would have a guessed height and the page jump.
 */
export function MessageRow({ message, siblings, answer, last, isMarked = false }: MessageRowProps) {
  const [settled, setSettled] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(true), settleMs)
    return () => clearTimeout(timer)
  }, [])
  // The system prompt is the user's own setting, not part of the talk.
  if (message.role === 'system') return null
  const branch = { branchIndex: siblings.indexOf(message), branchCount: siblings.length }
  return (
    <div
      data-message={message.id}
      tabIndex={-1}
      className={cn(
        'rounded-lg outline-none transition-colors duration-700 focus-visible:shadow-[inset_0_0_0_2px_var(--accent)]',
        // What is skipped is clipped to its box: the padding leaves room for focus rings.
        '-mx-3 -my-1 px-3 py-1 [contain-intrinsic-block-size:auto_8rem]',
        message.role === 'user' && '-mb-5',
        settled && '[content-visibility:auto]',
        isMarked && 'bg-accent-soft',
      )}
    >
      {message.role === 'user' ? (
        <UserMessage message={message} {...branch} />
      ) : (
        <AssistantMessage
          message={message}
          answer={answer}
          last={last}
          larger={siblings.findLast(({ escalatedFrom }) => escalatedFrom === message.id) ?? null}
          smaller={siblings.find(({ id }) => id === message.escalatedFrom) ?? null}
          {...branch}
        />
      )}
    </div>
  )
}

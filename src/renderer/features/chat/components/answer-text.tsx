import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Message } from '../../../../shared/entities'
import { SeamLine } from '../../../components'
import { type MarkdownInset, ModelMarkdown } from '../../../markdown'
import { isSafeMode } from '../../../safe-mode'
import { cn } from '../../../ui'
import type { AnswerState } from '../answer-state'
import type { AnswerStore } from '../answer-store'
import { lastWordOf, placeSeams } from '../answer-words'
import { useAnswer } from '../chat-context'
import { Reasoning } from './reasoning'

export interface AnswerTextProps {
  message: Message
  /** Set while it is being written. */
  answer: AnswerStore | null
}

/** Seams in the text: there a node went on where another stopped. */
function useInsets(message: Message, answer: AnswerStore | null): readonly MarkdownInset[] {
  const { t } = useTranslation()
  const live = useAnswer(answer, state => state.failovers)
  const next = useAnswer(answer, state => state.seam?.to ?? null)
  const failovers = answer === null ? message.failovers : live
  const last = answer === null ? lastWordOf(message) : next
  return useMemo(
    () =>
      placeSeams(failovers ?? [], last, t).inline.map(({ offset, text }) => ({
        offset,
        element: isInside => <SeamLine text={isInside ? t('chat.answer.insideSeam', { text }) : text} />,
      })),
    [failovers, last, t],
  )
}

/** A thought that led to calls is shown with them. */
const shownText = ({ text, replaced, calls }: AnswerState): string =>
  calls.length > 0 ? '' : text === '' ? replaced : text

/**
 * The one component a token renders. It stays mounted when the answer is complete, so that a long text is not drawn a
 * second time.
 */
export function AnswerText({ message, answer }: AnswerTextProps) {
  const live = useAnswer(answer, shownText)
  const dimmed = useAnswer(answer, state => state.text === '' && state.replaced !== '')
  // After a reload the stored part is there before the first replayed event.
  const begun = useAnswer(answer, state => state.nextSeq > 0)
  const text = answer !== null && begun ? live : message.content
  const insets = useInsets(message, answer)
  return (
    <div
      className={cn('transition-opacity duration-(--motion-base)', dimmed && 'opacity-45')}
      aria-busy={answer !== null}
      data-said=""
    >
      <ModelMarkdown plain={isSafeMode} text={text} streaming={answer !== null && !dimmed} insets={insets} />
    </div>
  )
}

export function AnswerReasoning({ message, answer }: AnswerTextProps) {
  const live = useAnswer(answer, state => (state.calls.length > 0 ? '' : state.reasoning))
  const writing = useAnswer(answer, state => state.text !== '')
  const begun = useAnswer(answer, state => state.nextSeq > 0)
  const text = answer !== null && begun ? live : (message.reasoning ?? '')
  return text === '' ? null : <Reasoning text={text} streaming={answer !== null && !writing} />
}

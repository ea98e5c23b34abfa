import { memo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Message } from '../../../../shared/entities'
import { limitWord, SeamLine } from '../../../components'
import { CitationProvider } from '../../../markdown'
import { Badge, cn } from '../../../ui'
import type { AnswerStore } from '../answer-store'
import { lastWordOf, placeSeams } from '../answer-words'
import { useAnswer, useChat, useChatServices } from '../chat-context'
import { siblingsOf } from '../conversation-tree'
import { comparedPair } from '../escalation-words'
import { retryHint } from '../run-view'
import { AnswerActions } from './answer-actions'
import { AnswerBadges } from './answer-badges'
import { AnswerError } from './answer-error'
import { AnswerProgress, LiveSeams } from './answer-progress'
import { AnswerReasoning, AnswerText } from './answer-text'
import { BranchSwitcher } from './branch-switcher'
import { CompareDialog } from './compare-dialog'
import { EscalationLine } from './escalation-line'
import { revealed } from './reveal'
import { RunSteps } from './run/run-steps'
import { SourceList } from './sources/source-list'
import { useCitations } from './sources/use-citations'
import { WhyDialog } from './why-dialog'

export interface AssistantMessageProps {
  message: Message
  answer: AnswerStore | null
  branchIndex: number
  branchCount: number
  last: boolean
  /** The sibling that was made to better this answer, and the one this was made to better. */
  larger?: Message | null
  smaller?: Message | null
}

/** The states that leave half an answer behind. */
function StateMark({ message }: { message: Message }) {
  const { t } = useTranslation()
  const unsaved = useChat(state => state.unsaved.has(message.id))
  const { state } = message
  return (
    <>
      {state === 'cancelled' || state === 'interrupted' ? <Badge>{t(`chat.answer.${state}`)}</Badge> : null}
      {unsaved ? <Badge tone="warn">{t('chat.answer.unsaved')}</Badge> : null}
    </>
  )
}

/** One element from the first word to the last figure, so that focus on it is not lost when the answer is complete. */
function Badges({
  message,
  answer,
  onExplain,
}: {
  message: Message
  answer: AnswerStore | null
  onExplain(): void
}) {
  const live = useAnswer(answer, state => state.answeredBy)
  const answeredBy = answer === null ? (message.answeredBy ?? null) : live
  const liveRoute = useAnswer(answer, state => state.route)
  const explicable = answer === null && message.route !== undefined
  return (
    <div className="flex min-h-6 flex-wrap items-center gap-2 empty:hidden">
      {answeredBy === null && !explicable ? null : (
        <AnswerBadges
          answeredBy={answeredBy}
          metrics={answer === null ? (message.metrics ?? null) : null}
          route={answer === null ? (message.route ?? null) : liveRoute}
          onExplain={onExplain}
        />
      )}
      {answer === null ? <StateMark message={message} /> : null}
    </div>
  )
}

function Seams({ message, answer }: { message: Message; answer: AnswerStore | null }) {
  const { t } = useTranslation()
  if (answer !== null) return <LiveSeams answer={answer} />
  return placeSeams(message.failovers ?? [], lastWordOf(message), t).below.map((line, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a finished answer's failovers stay as they are
    <SeamLine key={index} text={line} />
  ))
}

export const AssistantMessage = memo(function AssistantMessage(props: AssistantMessageProps) {
  const { t } = useTranslation()
  const { message, answer, branchIndex, branchCount, last, larger = null, smaller = null } = props
  const { chat } = useChatServices()
  const [explaining, setExplaining] = useState(false)
  const [compared, setCompared] = useState<[string, string] | null>(null)
  const cited = useCitations(message, answer)
  // An error that came while somebody was waiting is read out; one from history is not.
  const [witnessed] = useState(answer !== null)
  const compare = () =>
    setCompared(comparedPair(siblingsOf(chat.store.getState().open.messages, message), message))
  return (
    <article tabIndex={-1} className="group/message focus-ring rounded-sm outline-offset-4">
      <h2 className="sr-only">{t('chat.answer.heading')}</h2>
      <CitationProvider value={cited.citations}>
        <RunSteps message={message} answer={answer} />
        <AnswerReasoning message={message} answer={answer} />
        <AnswerText message={message} answer={answer} />
      </CitationProvider>
      {message.limit === undefined ? null : (
        <p className="mt-2 text-muted text-xs">{limitWord(message.limit, t)}</p>
      )}
      <SourceList {...cited} />
      {message.error === undefined || answer !== null ? null : (
        <div className={cn(message.content !== '' && 'mt-3')}>
          <AnswerError
            error={message.error}
            urgent={witnessed}
            hint={retryHint(message, t)}
            onRetry={() => void chat.regenerate(message.id)}
          />
        </div>
      )}
      <footer className="mt-2 flex flex-col gap-0.5">
        <Seams message={message} answer={answer} />
        <Badges message={message} answer={answer} onExplain={() => setExplaining(true)} />
        {/* One row from the first word on, so that nothing below it moves when the answer is complete. */}
        <div className="-ml-1.5 flex min-h-7 items-center">
          <BranchSwitcher message={message} index={branchIndex} count={branchCount} />
          {answer !== null ? (
            <div className="min-w-0 pl-1.5">
              <AnswerProgress answer={answer} />
            </div>
          ) : (
            <>
              <div className={cn(revealed, (last || message.rating !== undefined) && 'opacity-100')}>
                <AnswerActions message={message} last={last} onCompare={branchCount > 1 ? compare : null} />
              </div>
              {larger?.state === 'complete' ? (
                <Badge tone="outline" className="ml-2">
                  {t('chat.answer.largerMade')}
                </Badge>
              ) : null}
            </>
          )}
        </div>
        <EscalationLine message={message} larger={larger} smaller={smaller} onCompare={compare} />
      </footer>
      {explaining ? (
        <WhyDialog message={message} answer={answer} onClose={() => setExplaining(false)} />
      ) : null}
      {compared === null ? null : (
        <CompareDialog pair={compared} shownId={message.id} onClose={() => setCompared(null)} />
      )}
    </article>
  )
})

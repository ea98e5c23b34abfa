import { memo, useState } from 'react'
import type { Message } from '../../../../shared/entities'
import { Badge, cn } from '../../../ui'
import type { AnswerStore } from '../answer-store'
import { failoverLines } from '../answer-words'
import { useAnswer, useChat, useChatServices } from '../chat-context'
import { AnswerActions } from './answer-actions'
import { AnswerBadges } from './answer-badges'
import { AnswerError } from './answer-error'
import { AnswerProgress, LiveSeams, SeamLine } from './answer-progress'
import { AnswerReasoning, AnswerText } from './answer-text'
import { BranchSwitcher } from './branch-switcher'
import { revealed } from './reveal'
import { WhyDialog } from './why-dialog'

export interface AssistantMessageProps {
  message: Message
  answer: AnswerStore | null
  branchIndex: number
  branchCount: number
  last: boolean
}

const stateWords: Partial<Record<Message['state'], string>> = {
  cancelled: 'Stopped',
  interrupted: 'Interrupted',
}

/** The states that leave half an answer behind. */
function StateMark({ message }: { message: Message }) {
  const unsaved = useChat(state => state.unsaved.has(message.id))
  const word = stateWords[message.state]
  return (
    <>
      {word === undefined ? null : <Badge>{word}</Badge>}
      {unsaved ? <Badge tone="warn">Not saved: the disk refused it</Badge> : null}
    </>
  )
}

function LiveFooter({ answer, onExplain }: { answer: AnswerStore; onExplain(): void }) {
  const answeredBy = useAnswer(answer, state => state.answeredBy)
  return (
    <>
      <LiveSeams answer={answer} />
      {answeredBy === null ? null : (
        <AnswerBadges answeredBy={answeredBy} metrics={null} onExplain={onExplain} />
      )}
      <AnswerProgress answer={answer} />
    </>
  )
}

export const AssistantMessage = memo(function AssistantMessage(props: AssistantMessageProps) {
  const { message, answer, branchIndex, branchCount, last } = props
  const { chat } = useChatServices()
  const [explaining, setExplaining] = useState(false)
  // An error that came while somebody was waiting is read out; one from history is not.
  const [witnessed] = useState(answer !== null)
  const running = answer !== null
  const explain = () => setExplaining(true)
  return (
    <article className="group/message">
      <h2 className="sr-only">Answer</h2>
      <AnswerReasoning message={message} answer={answer} />
      <AnswerText message={message} answer={answer} />
      {message.error === undefined || running ? null : (
        <div className={cn(message.content !== '' && 'mt-3')}>
          <AnswerError
            error={message.error}
            urgent={witnessed}
            onRetry={() => void chat.regenerate(message.id)}
          />
        </div>
      )}
      <footer className="mt-2 flex flex-col gap-0.5">
        {running ? (
          <LiveFooter answer={answer} onExplain={explain} />
        ) : (
          <>
            {failoverLines(message.failovers ?? [], message.answeredBy ?? null).map(line => (
              <SeamLine key={line} text={line} />
            ))}
            <div className="flex min-h-6 flex-wrap items-center gap-2">
              {message.route === undefined && message.answeredBy === undefined ? null : (
                <AnswerBadges
                  answeredBy={message.answeredBy ?? null}
                  metrics={message.metrics ?? null}
                  onExplain={explain}
                />
              )}
              <StateMark message={message} />
            </div>
            <div className="-ml-1.5 flex h-7 items-center">
              <BranchSwitcher message={message} index={branchIndex} count={branchCount} />
              <div className={cn(revealed, last && 'opacity-100')}>
                <AnswerActions message={message} last={last} />
              </div>
            </div>
          </>
        )}
      </footer>
      {explaining ? (
        <WhyDialog message={message} answer={answer} onClose={() => setExplaining(false)} />
      ) : null}
    </article>
  )
})

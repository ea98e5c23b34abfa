import { useTranslation } from 'react-i18next'
import type { Message } from '../../../../shared/entities'
import { spoken } from '../../../../shared/texts/spoken'
import { SimulatedBadge, TierBadge } from '../../../components'
import { Badge, Button, Dialog } from '../../../ui'
import type { AnswerStore } from '../answer-store'
import { metricTexts } from '../answer-words'
import { useAnswer, useChat, useChatServices } from '../chat-context'
import { AnswerProgress } from './answer-progress'
import { AnswerRating } from './answer-rating'
import { AnswerText } from './answer-text'

export interface CompareDialogProps {
  /** The earlier or smaller one first. */
  pair: readonly [string, string]
  /** The one the chat shows. */
  shownId: string
  onClose(): void
}

/** Two answers to one question side by side, also while they are being written. */
export function CompareDialog({ pair, shownId, onClose }: CompareDialogProps) {
  const { t } = useTranslation()
  const { chat } = useChatServices()
  return (
    <Dialog
      open
      onOpenChange={open => {
        if (!open) onClose()
      }}
      width="2xl"
      tall
      title={t('chat.compare.title')}
    >
      <div className="grid gap-x-8 gap-y-8 lg:grid-cols-2">
        {pair.map(id => (
          <Side
            key={id}
            id={id}
            isShown={id === shownId}
            onChoose={() => {
              onClose()
              if (id !== shownId) chat.selectBranch(id)
            }}
          />
        ))}
      </div>
    </Dialog>
  )
}

function Side({ id, isShown, onChoose }: { id: string; isShown: boolean; onChoose(): void }) {
  const { t } = useTranslation()
  const message = useChat(state => state.open.messages.get(id))
  const answer = useChat(state => state.answers.get(id) ?? null)
  if (message === undefined) return <p className="text-muted text-sm">{t('chat.compare.gone')}</p>
  return (
    <article className="flex min-w-0 flex-col gap-3">
      <SideHeader message={message} answer={answer} isShown={isShown} />
      <AnswerText message={message} answer={answer} />
      {message.error === undefined || answer !== null ? null : (
        <p className="text-danger text-sm [overflow-wrap:anywhere]">{spoken(message.error.message, t)}</p>
      )}
      {answer === null ? (
        <footer className="flex flex-wrap items-center gap-x-2 gap-y-1 text-muted text-xs">
          {message.state === 'complete' ? (
            <span className="-ml-1.5 flex">
              <AnswerRating message={message} />
            </span>
          ) : null}
          <span data-figure className="min-w-0 flex-1">
            {message.metrics === undefined ? null : metricTexts(message.metrics, t).join(' · ')}
          </span>
          <Button size="sm" onClick={onChoose}>
            {t('chat.compare.goOn')}
          </Button>
        </footer>
      ) : (
        <AnswerProgress answer={answer} />
      )}
    </article>
  )
}

function SideHeader(props: { message: Message; answer: AnswerStore | null; isShown: boolean }) {
  const { message, answer, isShown } = props
  const { t } = useTranslation()
  const live = useAnswer(answer, state => state.answeredBy)
  const by = message.answeredBy ?? live
  return (
    <header className="flex min-h-9 flex-wrap items-center gap-x-2 gap-y-1 border-line border-b pb-2 text-xs lg:sticky lg:-top-4 lg:z-10 lg:bg-surface lg:pt-1">
      <h3 className="flex min-w-0 flex-wrap items-center gap-x-2 text-sm">
        <span className="font-semibold">{by?.node ?? t('chat.compare.noNode')}</span>
        {by === null ? null : <TierBadge tier={by.tier} />}
      </h3>
      {by === null ? null : <span className="min-w-0 truncate font-mono text-muted">{by.model}</span>}
      {by?.simulated === true ? <SimulatedBadge /> : null}
      {isShown ? <Badge className="ml-auto">{t('chat.compare.shown')}</Badge> : null}
    </header>
  )
}

import { ArrowUpRight, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Message } from '../../../../shared/entities'
import { stageText } from '../../../../shared/entities/stage-words'
import { tierName } from '../../../../shared/entities/tier-words'
import { Button, IconButton } from '../../../ui'
import type { AnswerStore } from '../answer-store'
import { useAnswer, useChat, useChatServices, useNodes } from '../chat-context'
import { largerText, offerText, smallerText } from '../escalation-words'
import { isTierUsable } from '../redo-choices'

export interface EscalationLineProps {
  message: Message
  /** The answer that was made to better this one. */
  larger: Message | null
  /** The answer this one was made to better. */
  smaller: Message | null
  onCompare(): void
}

function Line({ children, actions }: { children: ReactNode; actions: ReactNode }) {
  return (
    <p className="mt-1 flex min-h-7 flex-wrap items-center gap-x-2.5 gap-y-1 text-muted text-xs">
      <span className="min-w-0 [overflow-wrap:anywhere]">{children}</span>
      <span className="flex items-center gap-1.5">{actions}</span>
    </p>
  )
}

/** Below everything else of an answer, so that nothing moves when it comes: whether a larger node might do, does or did better. */
export function EscalationLine({ message, larger, smaller, onCompare }: EscalationLineProps) {
  const { t } = useTranslation()
  // Offered once more, because the larger node's answer came to nothing.
  const isOffered = message.escalation?.state === 'offered'
  if (larger !== null && (!isOffered || larger.state === 'complete' || larger.state === 'streaming'))
    return <Larger larger={larger} onCompare={onCompare} />
  if (smaller !== null) {
    return <Line actions={<CompareButton onClick={onCompare} />}>{smallerText(smaller, t)}</Line>
  }
  return isOffered ? <Offer message={message} /> : null
}

function CompareButton({ onClick }: { onClick(): void }) {
  const { t } = useTranslation()
  return (
    <Button size="sm" onClick={onClick}>
      {t('chat.larger.compare')}
    </Button>
  )
}

function Offer({ message }: { message: Message }) {
  const { t } = useTranslation()
  const { chat } = useChatServices()
  const dismissed = useChat(state => state.dismissed.has(message.id))
  const nodes = useNodes()
  const { escalation } = message
  if (escalation === undefined || dismissed) return null
  const name = tierName(escalation.tier, t)
  return (
    <Line
      actions={
        <>
          {isTierUsable(nodes, escalation.tier) ? (
            <Button
              size="sm"
              icon={<ArrowUpRight />}
              onClick={() => void chat.escalate(message.id, escalation.tier)}
            >
              {t('chat.larger.ask', { tier: name })}
            </Button>
          ) : (
            <span>{t('chat.larger.offline', { tier: name })}</span>
          )}
          <IconButton
            size="sm"
            label={t('chat.larger.dismiss')}
            onClick={() => chat.dismissOffer(message.id)}
          >
            <X />
          </IconButton>
        </>
      }
    >
      {offerText(escalation, t)}
    </Line>
  )
}

function Larger({ larger, onCompare }: { larger: Message; onCompare(): void }) {
  const { t } = useTranslation()
  const { chat } = useChatServices()
  const answer = useChat(state => state.answers.get(larger.id) ?? null)
  return (
    <Line
      actions={
        <>
          <Button size="sm" onClick={() => chat.selectBranch(larger.id)}>
            {t('chat.larger.show')}
          </Button>
          <CompareButton onClick={onCompare} />
        </>
      }
    >
      {answer === null ? largerText(larger, t) : <RunningText answer={answer} />}
    </Line>
  )
}

/** Where it is being written, or what it waits for. */
function RunningText({ answer }: { answer: AnswerStore }) {
  const { t } = useTranslation()
  const stage = useAnswer(answer, state => state.stage)
  const node = useAnswer(answer, state => state.stageNode ?? state.answeredBy?.node ?? null)
  return (
    <span className="inline-flex items-center gap-2">
      <span aria-hidden="true" className="size-1.5 shrink-0 animate-breathe rounded-full bg-accent" />
      {stage === 'writing' && node !== null
        ? t('chat.larger.writing', { node })
        : t('chat.larger.stage', { stage: stageText({ stage, node, ahead: null, expectedMs: null }, t) })}
    </span>
  )
}

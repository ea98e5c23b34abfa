import { useTranslation } from 'react-i18next'
import type { AnswerMetrics, Failover, Message } from '../../../../shared/entities'
import { spoken } from '../../../../shared/texts/spoken'
import {
  failoverLines,
  lastWord,
  measuredPhases,
  RouteExplanation,
  SeamLine,
  Section,
  TimingBar,
} from '../../../components'
import { formatDuration } from '../../../format'
import { Dialog, Spinner } from '../../../ui'
import type { AnswerStore } from '../answer-store'
import { metricTexts } from '../answer-words'
import { useAnswer } from '../chat-context'
import { useRoute } from './use-route'

function Timing({ metrics }: { metrics: AnswerMetrics }) {
  const { t } = useTranslation()
  return (
    <>
      <TimingBar phases={measuredPhases(metrics)} />
      <p data-figure className="text-muted text-xs">
        {[
          t('chat.why.inAll', { time: formatDuration(metrics.durationMs) }),
          ...metricTexts({ ...metrics, ttftMs: null }, t),
        ].join(' · ')}
      </p>
    </>
  )
}

const noFailovers: readonly Failover[] = []

export interface WhyDialogProps {
  message: Message
  answer: AnswerStore | null
  onClose(): void
}

/** Every choice that was made for one answer, with its reason, and how it went. */
export function WhyDialog({ message, answer, onClose }: WhyDialogProps) {
  const { t } = useTranslation()
  const liveRoute = useAnswer(answer, state => state.route)
  const liveBy = useAnswer(answer, state => state.answeredBy)
  const liveFailovers = useAnswer(answer, state => state.failovers)
  const stored = useRoute(message)
  const route = liveRoute ?? stored
  const answeredBy = message.answeredBy ?? liveBy
  const failovers = message.failovers ?? (answer === null ? noFailovers : liveFailovers)
  return (
    <Dialog
      open
      onOpenChange={open => {
        if (!open) onClose()
      }}
      placement="side"
      title={t('chat.why.title')}
    >
      <div className="flex flex-col gap-5">
        {route === undefined ? (
          <p className="flex items-center gap-2 text-muted text-sm">
            <Spinner /> {t('chat.why.loading')}
          </p>
        ) : null}
        {route === null ? <p className="text-sm">{t('chat.why.noRoute')}</p> : null}
        {route == null ? null : <RouteExplanation route={route} />}
        {failovers.length === 0 ? null : (
          <Section title={t('chat.why.onTheWay')}>
            {failoverLines(
              failovers,
              lastWord(failovers, answeredBy?.node ?? null, message.state === 'failed'),
              t,
            ).map((line, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: failovers are only ever added
              <div key={index}>
                <SeamLine text={line} />
                <p className="pl-5.5 text-muted text-xs [overflow-wrap:anywhere]">
                  {spoken(failovers[index]?.error.message ?? '', t)}
                </p>
              </div>
            ))}
          </Section>
        )}
        {message.metrics === undefined ? null : (
          <Section title={t('chat.why.time')}>
            <Timing metrics={message.metrics} />
          </Section>
        )}
      </div>
    </Dialog>
  )
}

import { CircleQuestionMark } from 'lucide-react'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import type { AnsweredBy, AnswerMetrics, RouteDecision } from '../../../../shared/entities'
import { measuredPhases, PhaseBar, SimulatedBadge, TierBadge } from '../../../components'
import { metricTexts, missedTierText } from '../answer-words'

export interface AnswerBadgesProps {
  answeredBy: AnsweredBy | null
  metrics: AnswerMetrics | null
  /** Why it answered as it did; null while that is not known. */
  route: RouteDecision | null
  onExplain(): void
}

function Dot() {
  return (
    <span aria-hidden="true" className="text-line-strong">
      ·
    </span>
  )
}

/** Who answered and how fast. The whole row asks "why this node?". */
export function AnswerBadges({ answeredBy, metrics, route, onExplain }: AnswerBadgesProps) {
  const { t } = useTranslation()
  const figures = metrics === null ? [] : metricTexts(metrics, t)
  const phases = metrics === null ? [] : measuredPhases(metrics)
  const missed = missedTierText(route, answeredBy, t)
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
      <button
        type="button"
        onClick={onExplain}
        className="focus-ring eased -ml-1.5 flex min-h-6 min-w-0 flex-wrap items-center gap-x-1.5 rounded-sm px-1.5 py-0.5 text-left text-muted text-xs hover:bg-hover hover:text-ink"
      >
        {answeredBy === null ? (
          <span>{t('chat.answer.noNode')}</span>
        ) : (
          <>
            <span className="font-medium text-ink">{answeredBy.node}</span>
            <Dot />
            <span className="min-w-0 [overflow-wrap:anywhere]">{answeredBy.model}</span>
            <Dot />
            <TierBadge tier={answeredBy.tier} />
          </>
        )}
        {missed === null ? null : (
          <>
            <Dot />
            <span>{missed}</span>
          </>
        )}
        {figures.map(figure => (
          <Fragment key={figure}>
            <Dot />
            <span className="whitespace-nowrap">{figure}</span>
          </Fragment>
        ))}
        {phases.length < 2 ? null : <PhaseBar phases={phases} className="mx-0.5 w-14" />}
        <CircleQuestionMark aria-hidden="true" className="size-3.5" />
        <span className="sr-only">{t('chat.why.title')}</span>
      </button>
      {answeredBy?.simulated === true ? <SimulatedBadge /> : null}
    </div>
  )
}

import { CircleQuestionMark } from 'lucide-react'
import type { ReactNode } from 'react'
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

/** A fact and the dot before it, which is cut off at the beginning of a line. */
function Fact({ children }: { children: ReactNode }) {
  return (
    <span className="flex min-w-0 items-center">
      <span aria-hidden="true" className="w-4 shrink-0 text-center text-line-strong">
        ·
      </span>
      {children}
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
        className="focus-ring eased -ml-1.5 min-h-6 min-w-0 rounded-sm px-1.5 py-0.5 text-left text-muted text-xs hover:bg-hover hover:text-ink"
      >
        <span className="block overflow-hidden">
          <span className="-ml-4 flex min-w-0 flex-wrap items-center">
            <Fact>
              {answeredBy === null ? (
                t('chat.answer.noNode')
              ) : (
                <span className="font-medium text-ink">{answeredBy.node}</span>
              )}
            </Fact>
            {answeredBy === null ? null : (
              <>
                <Fact>
                  <span className="min-w-0 [overflow-wrap:anywhere]">{answeredBy.model}</span>
                </Fact>
                <Fact>
                  <TierBadge tier={answeredBy.tier} />
                </Fact>
              </>
            )}
            {missed === null ? null : <Fact>{missed}</Fact>}
            {figures.map(figure => (
              <Fact key={figure}>
                <span className="whitespace-nowrap">{figure}</span>
              </Fact>
            ))}
            <span className="ml-4 flex min-h-5 items-center gap-2 pr-0.5 ">
              {phases.length < 2 ? null : <PhaseBar phases={phases} className="w-14" />}
              <CircleQuestionMark aria-hidden="true" className="size-3.5" />
            </span>
          </span>
        </span>
        <span className="sr-only">{t('chat.why.title')}</span>
      </button>
      {answeredBy?.simulated === true ? <SimulatedBadge /> : null}
    </div>
  )
}

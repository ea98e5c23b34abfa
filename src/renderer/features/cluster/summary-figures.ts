import type { RequestStatistics } from '../../../shared/contract/activity'
import type { ClusterSummary } from '../../../shared/entities'
import type { Translate } from '../../../shared/texts/translator'
import { type Figure, splitUnit } from '../../components'
import { formatCount, formatDuration, formatShare, formatSpeed, missing } from '../../format'

/** What the header counts, whoever counted it. */
export interface HeaderFacts {
  /** False: since the coordinator started. */
  isToday: boolean
  answers: number
  failures: number
  failovers: number
  ttftMs: number | null
  tokensPerSecond: number | null
  simpleOnTier0: number | null
}

/** Today's, where requests are kept; else what was seen since the start. */
export function headerFacts(
  summary: ClusterSummary,
  today: Pick<RequestStatistics, 'totals' | 'simple' | 'kept'> | null,
): HeaderFacts {
  if (today === null || today.kept === 'off') return { isToday: false, ...summary }
  const { answers, failures, failovers, ttftMs, tokensPerSecond } = today.totals
  return {
    isToday: true,
    answers,
    failures,
    failovers,
    ttftMs: ttftMs?.p50 ?? null,
    tokensPerSecond: tokensPerSecond?.p50 ?? null,
    simpleOnTier0: today.simple.share,
  }
}

export const summaryLabels = (t: Translate): string[] => [
  t('cluster.dashboard.figures.answersToday'),
  t('cluster.dashboard.figures.success'),
  t('cluster.dashboard.figures.ttft'),
  t('cluster.dashboard.figures.speed'),
  t('cluster.dashboard.figures.simple'),
]

/** The five figures of the header, ready to be shown. */
export function summaryFigures(facts: HeaderFacts, t: Translate): Figure[] {
  const finished = facts.answers + facts.failures
  return [
    {
      label: t(`cluster.dashboard.figures.${facts.isToday ? 'answersToday' : 'answers'}`),
      value: formatCount(facts.answers),
      note:
        facts.failures === 0
          ? t('cluster.dashboard.figures.noneFailed')
          : t('cluster.dashboard.figures.failed', { number: formatCount(facts.failures) }),
    },
    {
      label: t('cluster.dashboard.figures.success'),
      value: finished === 0 ? missing : formatShare(facts.answers / finished),
      note:
        facts.failovers === 0
          ? t('cluster.dashboard.figures.noFailover')
          : t('cluster.dashboard.figures.failovers', { count: facts.failovers }),
    },
    splitUnit(
      t('cluster.dashboard.figures.ttft'),
      formatDuration(facts.ttftMs),
      t('cluster.dashboard.figures.median'),
    ),
    {
      label: t('cluster.dashboard.figures.speed'),
      value: formatSpeed(facts.tokensPerSecond),
      ...(facts.tokensPerSecond === null ? {} : { unit: t('activity.figures.speedUnit') }),
      note: t('cluster.dashboard.figures.median'),
    },
    {
      label: t('cluster.dashboard.figures.simple'),
      value: formatShare(facts.simpleOnTier0),
      note: t(`cluster.dashboard.figures.${facts.simpleOnTier0 === null ? 'noSimple' : 'ofSimple'}`),
    },
  ]
}

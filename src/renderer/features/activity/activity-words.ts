import type { RequestFigures, RequestStatistics } from '../../../shared/contract/activity'
import type { RequestRecord, Tier } from '../../../shared/entities'
import type { Translate } from '../../../shared/texts/translator'
import { type Figure, splitUnit } from '../../components'
import { formatCount, formatDuration, formatShare, formatSpeed, missing } from '../../format'
import type { StatusShape } from '../../ui'

type Outcome = RequestRecord['outcome']

const outcomeShapes: Record<Outcome, StatusShape> = {
  complete: 'ok',
  failed: 'danger',
  cancelled: 'off',
  rejected: 'warn',
}

export const outcomeLook = (outcome: Outcome, t: Translate): { shape: StatusShape; label: string } => ({
  shape: outcomeShapes[outcome],
  label: t(`activity.outcomes.${outcome}`),
})

/** All there are, as the filter offers them. */
export const outcomes: readonly Outcome[] = ['complete', 'failed', 'cancelled', 'rejected']

/** The list is in the order in which requests ended, so that is the time it shows. */
export const endedAt = ({ startedAt, durationMs }: Pick<RequestRecord, 'startedAt' | 'durationMs'>): number =>
  startedAt + durationMs

/** Hours from local midnight, the current one included: what "today" is to the statistics. */
export const hoursOfToday = (now: number): number => new Date(now).getHours() + 1

export const statisticsLabels = (t: Translate): string[] => [
  t('activity.figures.answers'),
  t('activity.figures.success'),
  t('activity.figures.firstToken'),
  t('activity.figures.speed'),
  t('activity.figures.simple'),
]

const spread = (figures: RequestFigures['ttftMs'], t: Translate) =>
  figures === null
    ? t('activity.figures.median')
    : t('activity.figures.medianWithin', { duration: formatDuration(figures.p95) })

/** The five figures of today. */
export function statisticsFigures({ totals, simple }: RequestStatistics, t: Translate): Figure[] {
  const finished = totals.answers + totals.failures + totals.rejected
  const speed = totals.tokensPerSecond
  return [
    {
      label: t('activity.figures.answers'),
      value: formatCount(totals.answers),
      note:
        totals.cancelled === 0
          ? t('activity.figures.tokens', { figure: formatCount(totals.tokens) })
          : t('activity.figures.stopped', { figure: formatCount(totals.cancelled) }),
    },
    {
      label: t('activity.figures.success'),
      value: finished === 0 ? missing : formatShare(totals.answers / finished),
      note: failureNote(totals, t),
    },
    splitUnit(
      t('activity.figures.firstToken'),
      formatDuration(totals.ttftMs?.p50 ?? null),
      spread(totals.ttftMs, t),
    ),
    {
      label: t('activity.figures.speed'),
      value: formatSpeed(speed?.p50 ?? null),
      ...(speed === null ? {} : { unit: t('activity.figures.speedUnit') }),
      note: t('activity.figures.median'),
    },
    {
      label: t('activity.figures.simple'),
      value: formatShare(simple.share),
      note:
        simple.share === null
          ? t('activity.figures.noSimple')
          : t('activity.figures.simpleOf', {
              count: simple.answers,
              part: formatCount(simple.onTier0),
              figure: formatCount(simple.answers),
            }),
    },
  ]
}

function failureNote({ failures, rejected, failovers }: RequestFigures, t: Translate): string {
  const parts = [
    failures > 0 ? t('activity.figures.failed', { figure: formatCount(failures) }) : null,
    rejected > 0 ? t('activity.figures.rejected', { figure: formatCount(rejected) }) : null,
    failovers > 0 ? t('activity.failovers', { count: failovers, figure: formatCount(failovers) }) : null,
  ].filter(part => part !== null)
  return parts.length === 0 ? t('activity.figures.noFailover') : parts.join(', ')
}

/** That another tier answered than was wanted; null when nothing is to be remarked. */
export function missedTier({ wantedTier, tier, forced }: RequestRecord): Tier | null {
  if (wantedTier === null || tier === null || wantedTier === tier) return null
  return forced === 'node' || forced === 'model' ? null : wantedTier
}

import type { RequestFigures, RequestStatistics } from '../../../shared/contract/activity'
import type { RequestRecord, Tier } from '../../../shared/entities'
import { type Figure, splitUnit } from '../../components'
import { formatCount, formatDuration, formatShare, formatSpeed, missing, plural } from '../../format'
import type { StatusShape } from '../../ui'

type Outcome = RequestRecord['outcome']

const outcomeLooks: Record<Outcome, { shape: StatusShape; label: string }> = {
  complete: { shape: 'ok', label: 'Answered' },
  failed: { shape: 'danger', label: 'Failed' },
  cancelled: { shape: 'off', label: 'Stopped' },
  rejected: { shape: 'warn', label: 'Turned away' },
}

export const outcomeLook = (outcome: Outcome) => outcomeLooks[outcome]

/** All there are, as the filter offers them. */
export const outcomes: readonly Outcome[] = ['complete', 'failed', 'cancelled', 'rejected']

export const originNames: Record<RequestRecord['origin'], string> = {
  chat: 'Chat',
  api: 'API client',
  peer: 'Another harombe',
  cli: 'Command line',
}

export const kindNames: Record<RequestRecord['kind'], string> = {
  chat: 'Conversation',
  completion: 'Raw text',
  embedding: 'Embedding',
}

/** The list is in the order in which requests ended, so that is the time it shows. */
export const endedAt = ({ startedAt, durationMs }: Pick<RequestRecord, 'startedAt' | 'durationMs'>): number =>
  startedAt + durationMs

/** "14:03:22" for today, with the date before it for earlier days. */
export function timeText(at: number, now: number): string {
  const time = new Date(at)
  const clock = time.toLocaleTimeString('en-GB')
  return time.toDateString() === new Date(now).toDateString()
    ? clock
    : `${time.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })} ${clock}`
}

/** Hours from local midnight, the current one included: what "today" is to the statistics. */
export const hoursOfToday = (now: number): number => new Date(now).getHours() + 1

export const statisticsLabels = ['Answers today', 'Success', 'First token', 'Speed', 'Simple kept on Fast']

const spread = (figures: RequestFigures['ttftMs'], format: (value: number) => string) =>
  figures === null ? 'median' : `median, 95 % within ${format(figures.p95)}`

/** The five figures of today. */
export function statisticsFigures({ totals, simple }: RequestStatistics): Figure[] {
  const finished = totals.answers + totals.failures + totals.rejected
  const speed = totals.tokensPerSecond
  return [
    {
      label: 'Answers today',
      value: formatCount(totals.answers),
      note:
        totals.cancelled === 0
          ? `${formatCount(totals.tokens)} tokens`
          : `${formatCount(totals.cancelled)} stopped`,
    },
    {
      label: 'Success',
      value: finished === 0 ? missing : formatShare(totals.answers / finished),
      note: failureNote(totals),
    },
    splitUnit(
      'First token',
      formatDuration(totals.ttftMs?.p50 ?? null),
      spread(totals.ttftMs, formatDuration),
    ),
    {
      label: 'Speed',
      value: formatSpeed(speed?.p50 ?? null),
      ...(speed === null ? {} : { unit: 'tok/s' }),
      note: 'median',
    },
    {
      label: 'Simple kept on Fast',
      value: formatShare(simple.share),
      note:
        simple.share === null
          ? 'no simple question yet'
          : `${formatCount(simple.onTier0)} of ${plural(simple.answers, 'simple question')}`,
    },
  ]
}

function failureNote({ failures, rejected, failovers }: RequestFigures): string {
  const parts = [
    failures > 0 ? `${formatCount(failures)} failed` : null,
    rejected > 0 ? `${formatCount(rejected)} turned away` : null,
    failovers > 0 ? plural(failovers, 'failover') : null,
  ].filter(part => part !== null)
  return parts.length === 0 ? 'no failover' : parts.join(', ')
}

/** That another tier answered than was wanted; null when nothing is to be remarked. */
export function missedTier({ wantedTier, tier, forced }: RequestRecord): Tier | null {
  if (wantedTier === null || tier === null || wantedTier === tier) return null
  return forced === 'node' || forced === 'model' ? null : wantedTier
}

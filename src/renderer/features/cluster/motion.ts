import type { ActiveRequest, ClusterSummary } from '../../../shared/entities'
import type { Translate } from '../../../shared/texts/translator'
import { formatCount } from '../../format'

/** How many requests are where, and how many were turned away, for one line; what is none is left out. */
export function motionText(
  requests: readonly ActiveRequest[],
  { queued, rejected }: ClusterSummary,
  t: Translate,
): string {
  const counts = { running: 0, routing: 0, queued: 0, waiting: 0 }
  for (const { state } of requests) counts[state] += 1
  const parts = [
    { text: 'answering', count: counts.running },
    { text: 'routing', count: counts.routing },
    // The summary knows of those that the list leaves out.
    { text: 'queued', count: Math.max(queued - counts.waiting, counts.queued) },
    { text: 'waiting', count: counts.waiting },
  ] as const
  const shown = parts
    .filter(({ count }) => count > 0)
    .map(({ text, count }) => t(`cluster.dashboard.motion.${text}`, { number: formatCount(count) }))
  const now = shown.length === 0 ? t('cluster.dashboard.motion.nothing') : shown.join(', ')
  if (rejected === 0) return now
  return `${now} · ${t('cluster.dashboard.motion.rejected', { count: rejected, number: formatCount(rejected) })}`
}

const stateOrder: Record<ActiveRequest['state'], number> = { running: 0, routing: 1, queued: 2, waiting: 3 }

/** Those being answered first, then the line in its order, then the oldest. */
export const byProgress = (a: ActiveRequest, b: ActiveRequest): number =>
  stateOrder[a.state] - stateOrder[b.state] || (a.ahead ?? 0) - (b.ahead ?? 0) || a.startedAt - b.startedAt

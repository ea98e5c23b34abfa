import type { ActiveRequest, ClusterSummary } from '../../../shared/entities'
import { formatCount, plural } from '../../format'

/** How many requests are where, and how many were turned away, for one line; what is none is left out. */
export function motionText(requests: readonly ActiveRequest[], { queued, rejected }: ClusterSummary): string {
  const count = (state: ActiveRequest['state']) => requests.filter(request => request.state === state).length
  const waiting = count('waiting')
  // The summary knows of those that the list leaves out.
  const inLine = Math.max(queued - waiting, count('queued'))
  const parts = [
    count('running') > 0 ? `${formatCount(count('running'))} being answered` : null,
    count('routing') > 0 ? `${formatCount(count('routing'))} being placed` : null,
    inLine > 0 ? `${formatCount(inLine)} waiting for a free place` : null,
    waiting > 0 ? `${formatCount(waiting)} waiting for a node to come back` : null,
  ].filter(part => part !== null)
  const now = parts.length === 0 ? 'Nothing is being answered' : parts.join(', ')
  return rejected === 0 ? now : `${now} · ${plural(rejected, 'request')} turned away`
}

const stateOrder: Record<ActiveRequest['state'], number> = { running: 0, routing: 1, queued: 2, waiting: 3 }

/** Those being answered first, then the line in its order, then the oldest. */
export const byProgress = (a: ActiveRequest, b: ActiveRequest): number =>
  stateOrder[a.state] - stateOrder[b.state] || (a.ahead ?? 0) - (b.ahead ?? 0) || a.startedAt - b.startedAt

import type { BreakerView, NodeIncident, NodeView } from '../../../shared/entities'
import type { Translate } from '../../../shared/texts/translator'
import { formatDuration, formatShare } from '../../format'
import type { StatusShape } from '../../ui'

/** Something about a node that changes what it is given, by shape and in words. */
export interface NodeCondition {
  key: string
  shape: StatusShape
  text: string
}

/** "in 8 s"; from a wall clock, so a moment that has passed is "at once". */
function untilText(at: number, now: number, t: Translate): string {
  const seconds = Math.ceil((at - now) / 1000)
  if (seconds < 1) return t('cluster.node.breakers.atOnce')
  return t('cluster.node.breakers.in', { time: formatDuration(seconds * 1000).replace(/[.,]0/, '') })
}

/** A breaker's state by shape and word: closed flows, open rests, half open is tried. */
export function breakerLook(
  { state, retryAt }: BreakerView,
  now: number,
  t: Translate,
): { shape: StatusShape; label: string } {
  switch (state) {
    case 'closed':
      return { shape: 'ok', label: t('cluster.node.breakers.closed') }
    case 'half_open':
      return { shape: 'half', label: t('cluster.node.breakers.half_open') }
    case 'open':
      return {
        shape: 'warn',
        label:
          retryAt === null
            ? t('cluster.node.breakers.open')
            : t('cluster.node.breakers.openUntil', { when: untilText(retryAt, now, t) }),
      }
  }
}

function breakerCondition(
  { state, retryAt }: BreakerView,
  subject: string,
  now: number,
  t: Translate,
): string {
  if (state === 'half_open') return t('cluster.node.condition.breakerHalfOpen', { subject })
  if (retryAt === null) return t('cluster.node.condition.breakerOpen', { subject })
  return t('cluster.node.condition.breakerOpenUntil', { subject, when: untilText(retryAt, now, t) })
}

type Conditioned = Pick<NodeView, 'status' | 'activeRequests' | 'breakers' | 'slowStart' | 'model'>

/** What a card says below its state; empty for a node that simply works, or is away altogether. */
export function nodeConditions(node: Conditioned, now: number, t: Translate): NodeCondition[] {
  const conditions: NodeCondition[] = []
  if (node.status === 'draining') {
    const count = node.activeRequests
    const text =
      count === 0 ? t('cluster.node.condition.drained') : t('cluster.node.condition.draining', { count })
    conditions.push({ key: 'draining', shape: 'paused', text })
  }
  if (node.status !== 'online' && node.status !== 'draining') return conditions
  for (const breaker of node.breakers) {
    if (breaker.state === 'closed') continue
    const { shape } = breakerLook(breaker, now, t)
    const subject = breaker.model === node.model ? t('cluster.node.condition.breaker') : breaker.model
    conditions.push({
      key: `breaker ${breaker.model}`,
      shape,
      text: breakerCondition(breaker, subject, now, t),
    })
  }
  if (node.slowStart < 1 && node.status === 'online') {
    conditions.push({
      key: 'slow',
      shape: 'half',
      text: t('cluster.node.condition.slowStart', {
        share: formatShare(Math.round(node.slowStart * 100) / 100),
      }),
    })
  }
  return conditions
}

const incidentShapes: Record<NodeIncident['kind'], StatusShape> = {
  came_up: 'ok',
  went_down: 'danger',
  breaker_opened: 'warn',
  breaker_half_opened: 'half',
  breaker_closed: 'ok',
  drained: 'paused',
  resumed: 'held',
}

export const incidentLook = ({ kind }: Pick<NodeIncident, 'kind'>, t: Translate) => ({
  shape: incidentShapes[kind],
  label: t(`cluster.node.history.${kind}`),
})

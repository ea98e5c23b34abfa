import type { BreakerView, NodeIncident, NodeView } from '../../../shared/entities'
import { formatDuration, formatShare, plural } from '../../format'
import type { StatusShape } from '../../ui'

/** Something about a node that changes what it is given, by shape and in words. */
export interface NodeCondition {
  key: string
  shape: StatusShape
  text: string
}

/** "in 8 s"; from a wall clock, so a moment that has passed is "at once". */
function untilText(at: number, now: number): string {
  const seconds = Math.ceil((at - now) / 1000)
  return seconds < 1 ? 'at once' : `in ${formatDuration(seconds * 1000).replace('.0', '')}`
}

/** A breaker's state by shape and word: closed flows, open rests, half open is tried. */
export function breakerLook(
  { state, retryAt }: BreakerView,
  now: number,
): { shape: StatusShape; label: string } {
  switch (state) {
    case 'closed':
      return { shape: 'ok', label: 'Closed: takes questions' }
    case 'half_open':
      return { shape: 'half', label: 'Half open: being tried with one question' }
    case 'open':
      return {
        shape: 'warn',
        label: retryAt === null ? 'Open: gets no questions' : `Open: next try ${untilText(retryAt, now)}`,
      }
  }
}

type Conditioned = Pick<NodeView, 'status' | 'activeRequests' | 'breakers' | 'slowStart' | 'model'>

/** What a card says below its state; empty for a node that simply works, or is away altogether. */
export function nodeConditions(node: Conditioned, now: number): NodeCondition[] {
  const conditions: NodeCondition[] = []
  if (node.status === 'draining') {
    const rest =
      node.activeRequests === 0
        ? 'done with its answers'
        : `finishes ${plural(node.activeRequests, 'answer')}`
    conditions.push({ key: 'draining', shape: 'paused', text: `Takes nothing new, ${rest}` })
  }
  if (node.status !== 'online' && node.status !== 'draining') return conditions
  for (const breaker of node.breakers) {
    if (breaker.state === 'closed') continue
    const { shape, label } = breakerLook(breaker, now)
    const subject = breaker.model === node.model ? 'Breaker' : breaker.model
    conditions.push({
      key: `breaker ${breaker.model}`,
      shape,
      text: `${subject} ${label.replace(/^./, first => first.toLowerCase())}`,
    })
  }
  if (node.slowStart < 1 && node.status === 'online') {
    conditions.push({
      key: 'slow',
      shape: 'half',
      text: `Just back: gets ${formatShare(Math.round(node.slowStart * 100) / 100)} of its share`,
    })
  }
  return conditions
}

const incidentWords: Record<NodeIncident['kind'], { shape: StatusShape; label: string }> = {
  came_up: { shape: 'ok', label: 'Came up' },
  went_down: { shape: 'danger', label: 'Went down' },
  breaker_opened: { shape: 'warn', label: 'Breaker opened' },
  breaker_half_opened: { shape: 'half', label: 'Breaker tried again' },
  breaker_closed: { shape: 'ok', label: 'Breaker closed' },
  drained: { shape: 'paused', label: 'Drained' },
  resumed: { shape: 'held', label: 'Resumed' },
}

export const incidentLook = ({ kind }: Pick<NodeIncident, 'kind'>) => incidentWords[kind]

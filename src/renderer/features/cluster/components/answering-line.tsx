import { useTranslation } from 'react-i18next'
import type { ActiveRequest, NodeView } from '../../../../shared/entities'
import type { Translate } from '../../../../shared/texts/translator'
import { isResting } from '../../../components'
import { formatCount, formatDuration } from '../../../format'
import { useNow } from '../../../use-now'

/** One request in words, such as "Answering a chat, 12 s, 134 tokens". */
export function describeRequest(request: ActiveRequest, now: number, t: Translate): string {
  const { state, origin, ahead, tokens } = request
  const parts: string[] = [t(`cluster.dashboard.motion.origin.${state}.${origin}`)]
  if (state === 'queued' && ahead !== null) {
    const before = t('cluster.dashboard.motion.ahead', { number: formatCount(ahead) })
    parts.push(ahead === 0 ? t('cluster.dashboard.motion.next') : before)
  }
  const seconds = Math.max(0, Math.floor((now - request.startedAt) / 1000))
  parts.push(formatDuration(seconds * 1000).replace(/[.,]0 /, ' '))
  if (tokens > 0)
    parts.push(t('cluster.dashboard.motion.tokens', { count: tokens, number: formatCount(tokens) }))
  return parts.join(', ')
}

/** Always one line high, so that nothing moves when work comes and goes. */
export function AnsweringLine({ node, requests }: { node: NodeView; requests: readonly ActiveRequest[] }) {
  const { t } = useTranslation()
  const [first, ...more] = requests
  return (
    <p data-figure className="min-h-4 min-w-0 truncate text-muted text-xs">
      {first === undefined ? idleText(node, t) : <Elapsing request={first} more={more.length} />}
    </p>
  )
}

/** Apart, so that a second that passes draws one line anew and not the dashboard. */
function Elapsing({ request, more }: { request: ActiveRequest; more: number }) {
  const { t } = useTranslation()
  const text = describeRequest(request, useNow(), t)
  return more === 0 ? text : t('cluster.dashboard.motion.andMore', { text, number: formatCount(more) })
}

function idleText(node: NodeView, t: Translate): string {
  if (isResting(node)) return t('cluster.node.idle.none')
  if (node.status === 'online' || node.status === 'draining') return t('cluster.node.idle.idle')
  return t(`cluster.node.idle.${node.status === 'unknown' ? 'unknown' : 'none'}`)
}

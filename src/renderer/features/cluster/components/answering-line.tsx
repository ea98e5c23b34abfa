import type { ActiveRequest, NodeView } from '../../../../shared/entities'
import { isResting } from '../../../components'
import { formatDuration, plural } from '../../../format'
import { useNow } from '../../../use-now'

const origins = {
  chat: 'a chat',
  api: 'an API client',
  peer: 'another harombe',
  cli: 'the command line',
} as const

function doing({ state, ahead, origin }: ActiveRequest): string {
  switch (state) {
    case 'running':
      return `Answering ${origins[origin]}`
    case 'queued':
      return `Queued for ${origins[origin]}${ahead === null ? '' : ahead === 0 ? ', next' : `, ${ahead} ahead`}`
    case 'waiting':
      return `Waiting for a node, for ${origins[origin]}`
    case 'routing':
      return `Choosing a node for ${origins[origin]}`
  }
}

/** One request in words, such as "Answering a chat, 12 s, 134 tokens". */
export function describeRequest(request: ActiveRequest, now: number): string {
  const parts = [
    doing(request),
    formatDuration(Math.max(0, Math.floor((now - request.startedAt) / 1000) * 1000)).replace(/\.0 /, ' '),
  ]
  if (request.tokens > 0) parts.push(plural(request.tokens, 'token'))
  return parts.join(', ')
}

/** Always one line high, so that nothing moves when work comes and goes. */
export function AnsweringLine({ node, requests }: { node: NodeView; requests: readonly ActiveRequest[] }) {
  const [first, ...more] = requests
  return (
    <p data-figure className="min-h-4 min-w-0 truncate text-muted text-xs">
      {first === undefined ? idleText(node) : <Elapsing request={first} more={more.length} />}
    </p>
  )
}

/** Apart, so that a second that passes draws one line anew and not the dashboard. */
function Elapsing({ request, more }: { request: ActiveRequest; more: number }) {
  const now = useNow()
  return `${describeRequest(request, now)}${more === 0 ? '' : ` and ${more} more`}`
}

function idleText(node: NodeView): string {
  if (isResting(node)) return 'Gets no questions'
  if (node.status === 'online') return 'Idle'
  if (node.status === 'unknown') return 'Not checked yet'
  if (node.status === 'draining') return 'Idle'
  return 'Gets no questions'
}

import type { ActiveRequest, NodeView } from '../../../../shared/entities'
import { formatDuration, plural } from '../../../format'

const origins = {
  chat: 'a chat',
  api: 'an API client',
  peer: 'another harombe',
  cli: 'the command line',
} as const

/** One request in words, such as "Answering a chat, 12 s, 134 tokens". */
export function describeRequest(request: ActiveRequest, now: number): string {
  const parts = [
    `Answering ${origins[request.origin]}`,
    formatDuration(Math.max(0, Math.floor((now - request.startedAt) / 1000) * 1000)).replace(/\.0 /, ' '),
  ]
  if (request.tokens > 0) parts.push(plural(request.tokens, 'token'))
  return parts.join(', ')
}

/** Always one line high, so that nothing moves when work comes and goes. */
export function AnsweringLine(props: { node: NodeView; requests: readonly ActiveRequest[]; now: number }) {
  const [first, ...more] = props.requests
  return (
    <p data-figure className="min-h-4 truncate text-muted text-xs">
      {first === undefined
        ? idleText(props.node)
        : `${describeRequest(first, props.now)}${more.length === 0 ? '' : ` and ${more.length} more`}`}
    </p>
  )
}

function idleText(node: NodeView): string {
  if (node.status === 'online') return 'Idle'
  if (node.status === 'unknown') return 'Not checked yet'
  return 'Gets no questions'
}

import type { FastifyRequest } from 'fastify'
import { HarombeError } from '../../shared/errors'
import type { ExecutionRequest } from '../coordination/types'
import type { Principal } from './guard/principal'
import { addressOf } from './http/connections'

export type Scheduling = Pick<ExecutionRequest, 'client' | 'priority' | 'maxWaitMs'>

/** A client that says how long it waits altogether has a refusal in half that time, while it can still act on it. */
const shareOfPatience = 0.5
/** Milliseconds; who waits longer than this is bound by the cluster's own setting. */
const longPatience = 60_000

/**
 * Whose a request is, for a queue that is fair. There is one token for all programs, so it tells nobody apart; the address
 * and what the program calls itself do, as well as anything that cannot be relied on.
 */
function clientOf({ principal, raw, headers }: FastifyRequest): string {
  const { kind }: Principal = principal
  if (principal.kind === 'session') return `session ${principal.sessionId.slice(0, 16)}`
  return `${kind} ${addressOf(raw.socket)} ${(headers['user-agent'] ?? '').slice(0, 128)}`
}

/** OpenAI's and Anthropic's clients say after how many seconds they give up. */
function patienceOf(value: unknown): number | undefined {
  const seconds = typeof value === 'string' && /^\d{1,6}(\.\d{1,6})?$/.test(value) ? Number(value) : 0
  const wait = seconds * 1000 * shareOfPatience
  return wait > 0 && wait < longPatience ? wait : undefined
}

/**
 * How a request takes part in the queue: `x-harombe-priority: background` lets it go after those somebody waits for.
 * @throws HarombeError BAD_REQUEST
 */
export function readScheduling(request: FastifyRequest): Scheduling {
  const priority = request.headers['x-harombe-priority'] ?? 'interactive'
  if (priority !== 'interactive' && priority !== 'background') {
    throw new HarombeError('BAD_REQUEST', 'x-harombe-priority is interactive or background.', {
      data: { param: 'x-harombe-priority' },
    })
  }
  const maxWaitMs = patienceOf(request.headers['x-stainless-timeout'])
  return {
    client: clientOf(request),
    ...(priority === 'background' ? { priority } : {}),
    ...(maxWaitMs === undefined ? {} : { maxWaitMs }),
  }
}

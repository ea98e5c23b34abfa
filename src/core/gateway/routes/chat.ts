import { z } from 'zod'
import { nodeName, tier, tierChoice } from '../../../shared/entities'
import { routeRecord } from '../../../shared/entities/route-record'
import type { FanOut } from '../../coordination/fan-out/fan-out'
import type { FanOutPart, FanOutRequest } from '../../coordination/fan-out/types'
import type { ExecutionResult } from '../../coordination/types'
import { parseInput } from '../http/parse-input'
import type { StreamFormat } from '../http/relay'
import { eventStream, namedEvent } from '../http/server-sent-events'
import { readTarget } from '../target'
import type { AnswerRequest } from '../types'
import type { AnswerContext } from './answer-context'
import type { RouteHandlers } from './handler'

const text = z
  .string()
  .min(1)
  .max(1_000_000)
  .transform(value => value.toWellFormed())

const chatBody = z.strictObject({
  message: text,
  tier: tierChoice.nullish(),
  node: nodeName.nullish(),
  model: z.string().max(256).nullish(),
  /** The Python harombe's clients send it; the path says whether to stream. */
  stream: z.boolean().nullish(),
})

const turn = z.strictObject({ role: z.enum(['system', 'user', 'assistant']), content: z.string() })

const executeBody = z.strictObject({
  query: text,
  context: z.union([z.string().max(4_000_000), z.array(turn).max(2000)]).nullish(),
  prefer_tier: tier.nullish(),
  timeout: z.number().positive().max(1800).nullish(),
  aggregate: z.enum(['first', 'all', 'merge']).nullish(),
})

type Headers = Parameters<typeof readTarget>[1]

/** Headers win over the body, as everywhere. */
function readChat(body: unknown, headers: Headers): AnswerRequest {
  const input = parseInput(chatBody, body)
  const target = readTarget(input.model, headers)
  if (headers['x-harombe-tier'] === undefined) target.tier = input.tier ?? target.tier
  if (headers['x-harombe-node'] === undefined) target.node = input.node ?? target.node
  return { messages: [{ role: 'user', content: input.message }], target, origin: 'api' }
}

function readExecute(body: unknown, headers: Headers): FanOutRequest {
  const { query, context, prefer_tier, timeout, aggregate } = parseInput(executeBody, body)
  const target = readTarget(null, headers)
  if (headers['x-harombe-tier'] === undefined) target.tier = prefer_tier ?? target.tier
  return {
    query,
    context: context ?? '',
    aggregate: aggregate ?? 'first',
    target,
    origin: 'api',
    ...(timeout === undefined || timeout === null ? {} : { timeoutMs: timeout * 1000 }),
  }
}

function origin({ route, answeredBy }: Pick<ExecutionResult, 'route' | 'answeredBy'>) {
  // What others were considered is for the owner: of a hundred nodes it would outweigh the answer.
  const { candidates: _candidates, ...decision } = routeRecord(route)
  return {
    node: answeredBy.node,
    tier: answeredBy.tier,
    model: answeredBy.model,
    reason: route.reason,
    route: decision,
  }
}

const events: StreamFormat = {
  ...eventStream,
  opening: () => '',
  part: part => (part.type === 'text' ? namedEvent('message', part.text) : ''),
  closing: finished => namedEvent('done', JSON.stringify(origin(finished))),
  failure: error => {
    const { code, message, retryable, hint } = error.toShape()
    return namedEvent('error', JSON.stringify({ code, message, retryable, hint }))
  },
}

const toPart = ({ part, node, tier, answeredBy, response, tokens, durationMs, error }: FanOutPart) => ({
  part,
  node: answeredBy?.node ?? node ?? null,
  tier: answeredBy?.tier ?? tier ?? null,
  model: answeredBy?.model ?? null,
  response,
  tokens,
  duration_ms: durationMs,
  ...(error === undefined ? {} : { error }),
})

export function createChatRoutes(
  answers: AnswerContext,
  fanOut: FanOut,
): Pick<RouteHandlers, 'chat' | 'chatStream' | 'clusterExecute'> {
  return {
    async chat(request, reply) {
      const result = await answers.complete(reply, readChat(request.body, request.headers))
      return { response: result.content, ...origin(result) }
    },

    chatStream: (request, reply) => answers.stream(reply, readChat(request.body, request.headers), events),

    async clusterExecute(request, reply) {
      const asked = readExecute(request.body, request.headers)
      const result = await answers.gather(reply, (scheduling, signal) =>
        fanOut.execute({ ...scheduling, ...asked }, signal),
      )
      return {
        response: result.response,
        ...origin(result),
        tokens: result.tokens,
        duration_ms: result.durationMs,
        failovers: result.failovers,
        strategy: result.strategy,
        ...(result.parts.length === 0 ? {} : { parts: result.parts.map(toPart) }),
        ...(result.mergeError === undefined ? {} : { merge_error: result.mergeError }),
      }
    },
  }
}

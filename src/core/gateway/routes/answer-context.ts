import type { ServerResponse } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { HarombeError } from '../../../shared/errors'
import type {
  ClusterExecutor,
  EmbeddingExecution,
  EmbeddingResult,
  ExecutionRequest,
  ExecutionResult,
} from '../../coordination/types'
import { leaseHeader, leaseId } from '../../inference/peer-wire'
import { dialectOf } from '../dialect'
import type { Answer, Answers } from '../http/answers'
import { writeError } from '../http/error-answer'
import type { HeldMemory } from '../http/held-memory'
import { collectHeld, holdAnswer } from '../http/hold-answer'
import { parseInput } from '../http/parse-input'
import { relay, type StreamFormat } from '../http/relay'
import { routingHeaders } from '../http/response-headers'
import type { Leases } from '../leases'
import { bodyLimits } from '../limits'
import { readScheduling, type Scheduling } from '../scheduling'
import { readStreamFailure } from '../target'
import { assertToolCalled, createCallFilter, noTools, type ToolPlan } from '../tool-plan'
import type { AnswerRequest } from '../types'
import { routeOf } from './handler'

/** How one dialect delivers an answer, in one piece or as it is written. */
export interface Delivery {
  isStreamed: boolean
  whole(result: ExecutionResult): object
  stream(): StreamFormat
  /** Left out by routes that know no tools. */
  plan?: ToolPlan
}

/**
 * A conversation may turn out to hold nothing that a model is shown, such as thoughts alone; and only images may make a
 * body larger than a conversation may be.
 * @throws HarombeError BAD_REQUEST, PAYLOAD_TOO_LARGE
 */
function assertAnswerable({ bodyBytes }: FastifyRequest, { messages, prompt }: AnswerRequest): void {
  if (messages.length === 0 && prompt === undefined) {
    throw new HarombeError('BAD_REQUEST', 'There is nothing to answer: every message is empty.')
  }
  if (bodyBytes <= bodyLimits.chat) return
  const images = messages.flatMap(message => message.images ?? [])
  if (bodyBytes - images.reduce((sum, image) => sum + image.data.length, 0) <= bodyLimits.chat) return
  throw new HarombeError('PAYLOAD_TOO_LARGE', 'The body is too large, even without its images.')
}

export interface AnswerContext {
  /** The whole answer; sets the routing headers. @throws HarombeError */
  complete(reply: FastifyReply, execution: AnswerRequest, plan?: ToolPlan): Promise<ExecutionResult>
  /** What work that asks nodes on its own comes to; sets the routing headers. @throws HarombeError */
  gather<T extends Pick<ExecutionResult, 'route' | 'answeredBy'>>(
    reply: FastifyReply,
    work: (scheduling: Scheduling, signal: AbortSignal) => Promise<T>,
  ): Promise<T>
  /** The vectors of some texts; sets the routing headers. @throws HarombeError */
  embed(reply: FastifyReply, execution: EmbeddingExecution): Promise<EmbeddingResult>
  /**
   * Streams the answer as it is written and ends the response, whatever happens. It is held back until it is whole where
   * the caller asks for that, so that another node may begin again unseen, or where it may not be the answer yet.
   * @throws HarombeError while nothing was begun
   */
  stream(
    reply: FastifyReply,
    execution: AnswerRequest,
    format: StreamFormat,
    plan?: ToolPlan,
  ): Promise<FastifyReply>
  /** One of both, as the request wants it: what a handler returns. @throws HarombeError */
  deliver(reply: FastifyReply, execution: AnswerRequest, delivery: Delivery): Promise<object>
}

export interface AnswerContextOptions {
  cluster: ClusterExecutor
  answers: Answers
  memory: HeldMemory
  leases: Leases
  pingMs: number
  noticeMs: number
  toError(error: unknown): HarombeError
}

/** What all routes that ask a model share: the slot, the client's leaving, the headers, the pace. */
export function createAnswerContext({
  cluster,
  answers,
  memory,
  leases,
  pingMs,
  noticeMs,
  toError,
}: AnswerContextOptions): AnswerContext {
  /** A recorded answer is no client's: it has followers of its own, who come and go. */
  const signalFor = ({ raw, request }: FastifyReply): AbortSignal =>
    request.recording?.signal ?? leased(request, raw, answers.begin(raw))

  /** What another coordinator wants only as long as it says so. @throws HarombeError BAD_REQUEST */
  function leased({ headers }: FastifyRequest, raw: ServerResponse, answer: Answer): AbortSignal {
    const id = headers[leaseHeader]
    if (id !== undefined) {
      raw.once('close', leases.hold(parseInput(leaseId, id), answer.abort))
    }
    return answer.signal
  }

  /** @throws HarombeError BAD_REQUEST for headers that say nothing sensible, and before anything is begun */
  function prepare(reply: FastifyReply, execution: AnswerRequest) {
    assertAnswerable(reply.request, execution)
    const scheduled = { ...readScheduling(reply.request), ...execution }
    const signal = signalFor(reply)
    return {
      begin: (onStreamFailure: ExecutionRequest['onStreamFailure']) =>
        cluster.execute({ ...scheduled, onStreamFailure }, signal),
    }
  }

  const context: AnswerContext = {
    async complete(reply, execution, plan = noTools) {
      const { begin } = prepare(reply, execution)
      const result = await collectHeld(begin('restart'), memory)
      reply.headers(routingHeaders(result.route, result.answeredBy))
      assertToolCalled(plan, result.toolCalls)
      return { ...result, toolCalls: result.toolCalls.filter(createCallFilter(plan)) }
    },

    async gather(reply, work) {
      const result = await work(readScheduling(reply.request), signalFor(reply))
      reply.headers(routingHeaders(result.route, result.answeredBy))
      return result
    },

    async embed(reply, execution) {
      const signal = signalFor(reply)
      const result = await cluster.embed({ ...readScheduling(reply.request), ...execution }, signal)
      reply.headers(routingHeaders(result.route, result.answeredBy))
      return result
    },

    async stream(reply, execution, format, plan = noTools) {
      const { request } = reply
      const onFailure = readStreamFailure(request.headers)
      const isHeld = onFailure === 'buffer' || plan.required
      const { begin } = prepare(reply, execution)
      const { raw } = reply.hijack()
      const { recording } = request
      const sink = recording ?? raw
      const check = (result: ExecutionResult) => assertToolCalled(plan, result.toolCalls)
      try {
        const failure = await relay(sink, {
          events: isHeld ? holdAnswer(begin('restart'), { memory, check, toError }) : begin(onFailure),
          format,
          memory,
          headers: request.baseHeaders,
          pingMs,
          noticeMs,
          delivers: createCallFilter(plan),
          refuse: (error, headers) =>
            writeError(sink, error, {
              dialect: dialectOf(routeOf(request), request),
              headers: { ...request.baseHeaders, ...headers },
            }),
        })
        if (recording !== null) recording.failure = failure
      } catch (error) {
        // The head is out, so there is no way left to tell the client but to break off.
        toError(error)
        sink.destroy()
      }
      return reply
    },

    async deliver(reply, execution, { isStreamed, whole, stream, plan }) {
      if (isStreamed) return context.stream(reply, execution, stream(), plan)
      return whole(await context.complete(reply, execution, plan))
    },
  }
  return context
}

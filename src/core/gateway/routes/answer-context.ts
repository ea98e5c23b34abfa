import type { FastifyReply, FastifyRequest } from 'fastify'
import { HarombeError } from '../../../shared/errors'
import type {
  ClusterExecutor,
  EmbeddingExecution,
  EmbeddingResult,
  ExecutionRequest,
  ExecutionResult,
} from '../../coordination/types'
import { dialectOf } from '../dialect'
import type { Answers } from '../http/answers'
import { writeError } from '../http/error-answer'
import { relay, replay, type StreamFormat } from '../http/relay'
import { routingHeaders } from '../http/response-headers'
import { bodyLimits } from '../limits'
import { routeOf } from './handler'

/** What a route decides; what happens when a node dies in mid-answer follows from how the answer is delivered. */
export type AnswerRequest = Omit<ExecutionRequest, 'onStreamFailure'>

export interface StreamOptions {
  format: StreamFormat
  /** Deliver nothing until the answer is whole, so that another node may begin again unseen. */
  hold: boolean
  /** Looks at a held answer before it is delivered. @throws HarombeError */
  check?: (result: ExecutionResult) => void
}

/** Only images may make a body larger than a conversation may be. @throws HarombeError PAYLOAD_TOO_LARGE */
function assertTextFits({ bodyBytes }: FastifyRequest, { messages }: AnswerRequest): void {
  if (bodyBytes <= bodyLimits.chat) return
  const images = messages.flatMap(message => message.images ?? [])
  if (bodyBytes - images.reduce((sum, image) => sum + image.data.length, 0) <= bodyLimits.chat) return
  throw new HarombeError('PAYLOAD_TOO_LARGE', 'The body is too large, even without its images.')
}

export interface AnswerContext {
  /** The whole answer; sets the routing headers. @throws HarombeError */
  complete(reply: FastifyReply, execution: AnswerRequest): Promise<ExecutionResult>
  /** The vectors of some texts; sets the routing headers. @throws HarombeError */
  embed(reply: FastifyReply, execution: EmbeddingExecution): Promise<EmbeddingResult>
  /** Streams the answer as it is written and ends the response, whatever happens. */
  stream(
    request: FastifyRequest,
    reply: FastifyReply,
    execution: AnswerRequest,
    options: StreamOptions,
  ): Promise<void>
}

export interface AnswerContextOptions {
  cluster: ClusterExecutor
  answers: Answers
  pingMs: number
  toError(error: unknown): HarombeError
}

/** What all routes that ask a model share: the slot, the client's leaving, the headers, the pace. */
export function createAnswerContext({
  cluster,
  answers,
  pingMs,
  toError,
}: AnswerContextOptions): AnswerContext {
  async function whole(execution: AnswerRequest, signal: AbortSignal, check?: StreamOptions['check']) {
    const result = await cluster.complete({ ...execution, onStreamFailure: 'restart' }, signal)
    check?.(result)
    return result
  }

  return {
    async complete(reply, execution) {
      assertTextFits(reply.request, execution)
      const { signal } = answers.begin(reply.raw)
      const result = await whole(execution, signal)
      reply.headers(routingHeaders(result.route, result.answeredBy))
      return result
    },

    async embed(reply, execution) {
      const { signal } = answers.begin(reply.raw)
      const result = await cluster.embed(execution, signal)
      reply.headers(routingHeaders(result.route, result.answeredBy))
      return result
    },

    async stream(request, reply, execution, { format, hold, check }) {
      assertTextFits(request, execution)
      const { signal } = answers.begin(reply.raw)
      const response = reply.hijack().raw
      try {
        await relay(response, {
          events: hold
            ? replay(() => whole(execution, signal, check), toError)
            : cluster.execute({ ...execution, onStreamFailure: 'terminate' }, signal),
          format,
          headers: request.baseHeaders,
          pingMs,
          refuse: error =>
            writeError(response, error, {
              dialect: dialectOf(routeOf(request), request),
              headers: request.baseHeaders,
            }),
        })
      } catch (error) {
        // The head is out, so there is no way left to tell the client but to break off.
        toError(error)
        response.destroy()
      }
    },
  }
}

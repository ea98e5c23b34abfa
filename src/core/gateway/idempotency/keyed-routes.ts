import type { FastifyReply, FastifyRequest } from 'fastify'
import { errorTable, type HarombeError } from '../../../shared/errors'
import { dialectOf } from '../dialect'
import type { Answers } from '../http/answers'
import { writeError } from '../http/error-answer'
import { type RouteHandler, routeOf } from '../routes/handler'
import type { AnswerBook } from './answer-book'
import { fingerprintOf, readKey, scopeOf } from './key'
import type { Recording } from './recording'

export interface KeyedRouteOptions {
  book: AnswerBook
  answers: Answers
  toError(error: unknown): HarombeError
}

/** What is wrong with the request itself stays wrong; everything else may go better the next time. */
const isWorthKeeping = (failure: HarombeError | null) =>
  failure === null || (!failure.retryable && errorTable[failure.code].status === 400)

/**
 * Makes a route safe to ask again: with an `Idempotency-Key` its answer is recorded, and whoever asks the same under the
 * same key follows the recording. The answer belongs to nobody's connection then; a route without a key is left as it is.
 */
export function createKeyedRoutes({ book, answers, toError }: KeyedRouteOptions) {
  /** Has the route answer into the recording. Never throws. */
  async function answer(
    handler: RouteHandler,
    request: FastifyRequest,
    reply: FastifyReply,
    recording: Recording,
  ): Promise<HarombeError | null> {
    request.recording = recording
    try {
      const document = await handler(request, reply)
      if (recording.headersSent || recording.destroyed) return recording.failure
      const body = JSON.stringify(document)
      const headers = Object.entries(reply.getHeaders()).map(([name, value]) => [name, String(value)])
      recording.writeHead(reply.statusCode, {
        ...Object.fromEntries(headers),
        'content-type': 'application/json; charset=utf-8',
        'content-length': Buffer.byteLength(body),
      })
      recording.end(body)
      return null
    } catch (thrown) {
      const error = toError(thrown)
      writeError(recording, error, { dialect: dialectOf(routeOf(request), request) })
      return error
    }
  }

  return (handler: RouteHandler): RouteHandler =>
    async (request, reply) => {
      const key = readKey(request.headers)
      if (key === null) return handler(request, reply)
      const base = request.baseHeaders
      const found = book.open(scopeOf(request.principal, key), fingerprintOf(request))
      if (found.kind === 'kept') {
        const { status, headers, body } = found.answer
        return reply
          .code(status)
          .headers({ ...headers, ...base, 'idempotent-replayed': 'true' })
          .send(body)
      }
      const { recording } = found
      try {
        answers.begin(reply.raw)
      } catch (error) {
        if (found.begins) found.close(false)
        throw error
      }
      if (found.begins) {
        void answer(handler, request, reply, recording).then(failure => found.close(isWorthKeeping(failure)))
      }
      reply.hijack()
      await recording.follow(reply.raw, base)
      return reply
    }
}

import { z } from 'zod'
import { errorTable, HarombeError, isHarombeError } from '../../../shared/errors'
import { type ApiDialect, errorAnswer } from '../dialect'
import type { AnswerSink } from './answer-sink'
import { securityHeaders } from './response-headers'

/** Seconds; nobody knows what will be in an hour. */
const longestRetryAfter = 3600

/** Headers an error asks for: how long to wait, and which credential is understood. */
export function errorHeaders(error: HarombeError): Record<string, string> {
  const { retryAfterSeconds, retryAfterMs } = error.data ?? {}
  const waitMs = typeof retryAfterSeconds === 'number' ? retryAfterSeconds * 1000 : retryAfterMs
  const { status } = errorTable[error.code]
  if (status === 401) return { 'www-authenticate': 'Bearer realm="harombe"' }
  if (status !== 429 && status !== 503) return {}
  const seconds = typeof waitMs === 'number' && Number.isFinite(waitMs) ? Math.ceil(waitMs / 1000) : 1
  return { 'retry-after': String(Math.min(longestRetryAfter, Math.max(1, seconds))) }
}

const attempts = z.array(z.object({ code: z.string() })).min(1)
const passing: ReadonlySet<string> = new Set(['NODE_BUSY', 'NODE_LOADING', 'RATE_LIMITED'])

/**
 * Nodes that were all busy or loading have not failed: 503 with Retry-After tells a client to wait, and another
 * coordinator that this one is well.
 */
export function withoutBlame(error: HarombeError): HarombeError {
  if (error.code !== 'ALL_NODES_FAILED') return error
  const tried = attempts.safeParse(error.data?.attempts)
  if (!tried.success || !tried.data.every(({ code }) => passing.has(code))) return error
  return new HarombeError('NODE_BUSY', error.message, { hint: error.hint, data: error.data, cause: error })
}

export interface RawErrorOptions {
  dialect: ApiDialect
  headers?: Readonly<Record<string, string>>
  /** Where the error table's status is too coarse. */
  status?: number
}

/** For answers that do not go through Fastify. Does nothing when the client is gone. */
export function writeError(response: AnswerSink, failure: HarombeError, options: RawErrorOptions): void {
  if (response.destroyed || response.headersSent) return
  const error = withoutBlame(failure)
  const answer = errorAnswer(error, options.dialect)
  const body = JSON.stringify(answer.body)
  response.writeHead(options.status ?? answer.status, {
    ...securityHeaders,
    ...options.headers,
    ...errorHeaders(error),
    ...answer.headers,
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
  })
  response.end(body)
}

const fastifyCodes: Readonly<Record<string, () => HarombeError>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: () => new HarombeError('PAYLOAD_TOO_LARGE', 'The body is too large.'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () =>
    new HarombeError('UNSUPPORTED_MEDIA_TYPE', 'Send the body as application/json.'),
}

/**
 * Whatever a handler threw, as an error a client may see. `report` is told of what nobody expected and returns the id
 * the client may quote.
 */
export function toHarombeError(error: unknown, report: (error: unknown) => string): HarombeError {
  if (isHarombeError(error)) return error
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
    const known = fastifyCodes[error.code]
    if (known !== undefined) return known()
    if ('statusCode' in error && typeof error.statusCode === 'number' && error.statusCode < 500) {
      return new HarombeError('BAD_REQUEST', 'The request is malformed.')
    }
  }
  return new HarombeError('INTERNAL', `Something went wrong inside harombe (reference ${report(error)}).`, {
    hint: 'The log has the details under this reference.',
  })
}

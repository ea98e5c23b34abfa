import { randomUUID } from 'node:crypto'
import { type ErrorCode, errorTable, type HarombeError } from '../../../shared/errors'
import { errorText } from '../client-errors'

export interface AnthropicErrorBody {
  type: 'error'
  error: { type: string; message: string }
  /** The same as in the `request-id` header. */
  request_id: string
}

const types: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  504: 'timeout_error',
  529: 'overloaded_error',
}

/** Anthropic's status for a server that has too much to do; its clients know it as OverloadedError. */
const overloaded: ReadonlySet<ErrorCode> = new Set(['NODE_BUSY', 'NODE_LOADING'])

const statusOf = ({ code }: HarombeError) => (overloaded.has(code) ? 529 : errorTable[code].status)

/** Of the letters theirs are made of. */
export const createRequestId = () => `req_${randomUUID().replaceAll('-', '')}`

export function anthropicError(error: HarombeError, requestId = createRequestId()): AnthropicErrorBody {
  const status = statusOf(error)
  return {
    type: 'error',
    error: {
      type: types[status] ?? (status < 500 ? 'invalid_request_error' : 'api_error'),
      message: errorText(error),
    },
    request_id: requestId,
  }
}

export function anthropicErrorAnswer(error: HarombeError) {
  const body = anthropicError(error)
  return { status: statusOf(error), headers: { 'request-id': body.request_id }, body }
}

import { type ErrorCode, errorTable } from '../../../shared/errors'

export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(errorTable, value)
}

/**
 * What another harombe's error code means to us. Its own words about our request stay as they are; the rest is told
 * from where we stand: that a peer was cancelled or has no node left must not look as if we were or had.
 */
export function asNodeErrorCode(code: ErrorCode): ErrorCode {
  switch (code) {
    case 'NODE_BUSY':
    case 'NODE_LOADING':
    case 'MODEL_MISSING':
    case 'CONTEXT_TOO_LONG':
    case 'NODE_REFUSED':
    case 'MALFORMED_RESPONSE':
    case 'STREAM_CUT_OFF':
    case 'TIMEOUT':
      return code
    case 'RATE_LIMITED':
      return 'NODE_BUSY'
    case 'BAD_REQUEST':
    case 'NOT_SUPPORTED':
    case 'UNAUTHENTICATED':
    case 'FORBIDDEN':
    case 'PAYLOAD_TOO_LARGE':
    case 'UNSUPPORTED_MEDIA_TYPE':
      return 'NODE_REFUSED'
    default:
      return 'NODE_ERROR'
  }
}

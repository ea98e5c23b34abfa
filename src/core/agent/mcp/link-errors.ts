import type * as Sdk from '@modelcontextprotocol/client'
import { HarombeError, isHarombeError } from '../../../shared/errors'

type Errors = Pick<
  typeof Sdk,
  | 'ProtocolError'
  | 'SdkError'
  | 'SdkErrorCode'
  | 'SdkHttpError'
  | 'UnauthorizedError'
  | 'InsufficientScopeError'
>

const loginNeeded = () =>
  new HarombeError('FORBIDDEN', 'The server asks for a login (OAuth), which harombe does not support.', {
    hint: 'If it also takes a token, give it under headers: `Authorization: Bearer ${secret:name}`.',
    retryable: false,
  })

/** A server's own words: one short line. */
export const quoted = (text: string) => {
  const line = text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim()
  return line.length > 300 ? `${line.slice(0, 300)}…` : line
}

function ofOurs(error: unknown): HarombeError | null {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++)
    if (isHarombeError(at)) return at
  return null
}

/** What the SDK throws, in our words. */
export function linkError(error: unknown, sdk: Errors, signal: AbortSignal): HarombeError {
  if (signal.aborted) return new HarombeError('CANCELLED', 'The call was stopped.')
  const own = ofOurs(error)
  if (own !== null) return own
  if (error instanceof sdk.UnauthorizedError || error instanceof sdk.InsufficientScopeError)
    return loginNeeded()
  if (error instanceof sdk.SdkHttpError && (error.status === 401 || error.status === 403))
    return loginNeeded()
  if (error instanceof sdk.ProtocolError)
    return new HarombeError('NODE_ERROR', `The server refuses: ${quoted(error.message)}`)
  if (error instanceof sdk.SdkError) {
    const { SdkErrorCode: codes } = sdk
    switch (error.code) {
      case codes.RequestTimeout:
        return new HarombeError('TIMEOUT', 'The server did not answer in time.')
      case codes.InvalidResult:
        return new HarombeError(
          'MALFORMED_RESPONSE',
          'The server answered something that is not its protocol.',
        )
      case codes.UnsupportedResultType:
      case codes.InputRequiredRoundsExceeded:
        return new HarombeError(
          'NODE_REFUSED',
          'The server wants to ask something back, which harombe does not let it.',
        )
      default:
        return new HarombeError('DISCONNECTED', `The server cannot be reached: ${quoted(error.message)}`)
    }
  }
  const cause = error instanceof Error ? (error.cause ?? error) : error
  const message = cause instanceof Error ? cause.message : String(cause)
  return new HarombeError('DISCONNECTED', `The server cannot be reached: ${quoted(message)}`, {
    cause: error,
  })
}

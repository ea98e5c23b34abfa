import { errors } from 'undici'
import { type ErrorOptions, HarombeError, isHarombeError } from '../../../shared/errors'

/** How far a request had come when it failed: nothing of an answer, or part of one. */
export type Phase = 'headers' | 'body'

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return ''
  if ('code' in error && typeof error.code === 'string') return error.code
  // Happy Eyeballs reports every address it tried.
  if (error instanceof AggregateError) return codeOf(error.errors[0])
  return 'cause' in error ? codeOf(error.cause) : ''
}

const certificate = /^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS_)/
const notTls = /^(EPROTO|ERR_SSL_)/

const lost: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'])

/** There was a connection, and it broke before an answer came: the request may have reached the server. */
export const isLost = (error: unknown): boolean => lost.has(codeOf(error))

/**
 * NODE_UNREACHABLE for a request that never reached its server, STREAM_CUT_OFF for one that may have. `data.cause` is the
 * system's code.
 */
export function networkError(error: unknown, host: string, phase: Phase): HarombeError {
  if (isHarombeError(error)) return error
  const cause = codeOf(error)
  const details = (hint?: string): ErrorOptions => ({ hint, cause: error, data: { cause, phase } })
  if (error instanceof errors.HTTPParserError || error instanceof errors.HeadersOverflowError) {
    return new HarombeError(
      'MALFORMED_RESPONSE',
      `${host} does not speak HTTP.`,
      details('Check the port of the node.'),
    )
  }
  if (phase === 'body') {
    return new HarombeError(
      'STREAM_CUT_OFF',
      `${host} closed the connection in the middle of the answer.`,
      details(),
    )
  }
  switch (cause) {
    case 'ECONNREFUSED':
      return unreachable(
        `Nothing listens at ${host}.`,
        details('Start the model server there, or check the port.'),
      )
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return unreachable(
        `The name ${host} could not be resolved.`,
        details('Check the spelling, or use the IP address.'),
      )
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EHOSTDOWN':
      return unreachable(
        `${host} did not take the connection in time.`,
        details('Check that the machine is awake and that its firewall allows the port.'),
      )
    case 'UND_ERR_DESTROYED':
    case 'UND_ERR_CLOSED':
      return unreachable(`The connection to ${host} was given up.`, details())
  }
  if (certificate.test(cause)) {
    return unreachable(
      `The certificate of ${host} is not trusted (${cause}).`,
      details('Install its certificate authority on this machine, or use its http address.'),
    )
  }
  if (notTls.test(cause)) {
    return unreachable(`${host} does not speak TLS.`, details('Use http instead of https.'))
  }
  const message = `${host} closed the connection before it answered.`
  return isLost(error)
    ? new HarombeError('STREAM_CUT_OFF', message, details())
    : unreachable(message, details())
}

function unreachable(message: string, options: ErrorOptions): HarombeError {
  return new HarombeError('NODE_UNREACHABLE', message, options)
}

import type { HarombeError } from '../../../shared/errors'
import type { Fault } from './breaker'

/**
 * What an error says of the node, or null when nothing: it was busy or loading, lacks the model, or the request itself was
 * wrong or given up. Only what is listed here counts, so that a new kind of error does not take nodes out by itself.
 */
export function faultOf(error: HarombeError): Fault | null {
  switch (error.code) {
    case 'NODE_UNREACHABLE':
      return { kind: 'refused', reason: error.message }
    case 'MALFORMED_RESPONSE':
    case 'STREAM_CUT_OFF':
    case 'NODE_ERROR':
    case 'TIMEOUT':
      return { kind: 'failed', reason: error.message }
    default:
      return null
  }
}

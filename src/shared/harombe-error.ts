import { isRecord } from './record'

/** The part of the errors that needs no zod: the page loads this file and not `errors.ts`. */

/**
 * Every error a user or another program can meet. The UI and API dialects branch on `code`, never on text.
 * `status` is the HTTP status the gateway answers with; `retryable` says whether the same request may succeed later.
 */
export const errorTable = {
  BAD_REQUEST: { status: 400, retryable: false },
  UNAUTHENTICATED: { status: 401, retryable: false },
  FORBIDDEN: { status: 403, retryable: false },
  NOT_FOUND: { status: 404, retryable: false },
  CONFLICT: { status: 409, retryable: false },
  /** The Idempotency-Key was used for another request before. */
  KEY_REUSED: { status: 422, retryable: false },
  PAYLOAD_TOO_LARGE: { status: 413, retryable: false },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, retryable: false },
  RATE_LIMITED: { status: 429, retryable: true },
  CONFIG_INVALID: { status: 422, retryable: false },
  /** No model that may be asked can do what the request needs, and nobody is away who might. */
  NOT_SUPPORTED: { status: 400, retryable: false },
  /** No node can take the request: none configured, all disabled, or all unreachable. */
  NO_NODE_AVAILABLE: { status: 503, retryable: true },
  /** `fallback_strategy: strict` and the wanted tier has no usable node. */
  TIER_UNAVAILABLE: { status: 503, retryable: true },
  /** Every candidate was tried and failed; `data.attempts` lists them. */
  ALL_NODES_FAILED: { status: 502, retryable: true },
  NODE_UNREACHABLE: { status: 502, retryable: true },
  NODE_BUSY: { status: 503, retryable: true },
  NODE_LOADING: { status: 503, retryable: true },
  MODEL_MISSING: { status: 404, retryable: false },
  CONTEXT_TOO_LONG: { status: 400, retryable: false },
  /** The node understood the request and refused it (4xx other than the ones above). */
  NODE_REFUSED: { status: 502, retryable: false },
  /** The node answered something that is not its protocol. */
  MALFORMED_RESPONSE: { status: 502, retryable: true },
  /** The stream ended without its terminal marker. */
  STREAM_CUT_OFF: { status: 502, retryable: true },
  /** The node reported an error of its own. */
  NODE_ERROR: { status: 502, retryable: true },
  TIMEOUT: { status: 504, retryable: true },
  CANCELLED: { status: 499, retryable: false },
  /** The process ended while the answer was being written. */
  INTERRUPTED: { status: 500, retryable: true },
  DISCONNECTED: { status: 503, retryable: true },
  STORAGE_FAILED: { status: 500, retryable: true },
  /** Another coordinator owns the data directory. */
  LOCKED: { status: 409, retryable: true },
  INTERNAL: { status: 500, retryable: false },
} as const satisfies Record<string, { status: number; retryable: boolean }>

export type ErrorCode = keyof typeof errorTable

export const errorCodes = Object.keys(errorTable) as [ErrorCode, ...ErrorCode[]]

/** The one shape in which an error crosses a process, a socket or the database. Never carries a stack. */
export interface ErrorShape {
  code: ErrorCode
  message: string
  retryable: boolean
  hint?: string | undefined
  data?: Record<string, unknown> | undefined
}

function isErrorShape(value: unknown): value is ErrorShape {
  if (!isRecord(value)) return false
  const { code, message, retryable, hint, data } = value
  return (
    errorCodes.some(known => known === code) &&
    typeof message === 'string' &&
    typeof retryable === 'boolean' &&
    (hint === undefined || typeof hint === 'string') &&
    (data === undefined || isRecord(data))
  )
}

export interface ErrorOptions {
  /** What the reader can do about it, one sentence. */
  hint?: string | undefined
  data?: Record<string, unknown> | undefined
  retryable?: boolean | undefined
  cause?: unknown
}

export class HarombeError extends Error {
  override readonly name = 'HarombeError'
  readonly code: ErrorCode
  readonly retryable: boolean
  readonly hint: string | undefined
  readonly data: Record<string, unknown> | undefined

  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.retryable = options.retryable ?? errorTable[code].retryable
    this.hint = options.hint
    this.data = options.data
  }

  toShape(): ErrorShape {
    return {
      code: this.code,
      message: this.message,
      retryable: this.retryable,
      ...(this.hint === undefined ? {} : { hint: this.hint }),
      ...(this.data === undefined ? {} : { data: this.data }),
    }
  }

  static fromShape({ code, message, retryable, hint, data }: ErrorShape): HarombeError {
    // Field by field: a shape from a wire may have more of them, a `cause` for instance.
    return new HarombeError(code, message, { retryable, hint, data })
  }
}

export function isHarombeError(value: unknown): value is HarombeError {
  return value instanceof HarombeError
}

export function hasCode(value: unknown, code: ErrorCode): value is HarombeError {
  return isHarombeError(value) && value.code === code
}

/**
 * Rebuilds an error from what came over a wire. Anything that does not fit becomes INTERNAL, so a hostile or newer peer
 * cannot smuggle in a shape the UI does not know.
 */
export function parseError(value: unknown): HarombeError {
  return isErrorShape(value)
    ? HarombeError.fromShape(value)
    : new HarombeError('INTERNAL', 'The other side reported an error that could not be read.')
}

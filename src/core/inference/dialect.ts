import type { BackendKind, ModelCapabilities } from '../../shared/entities'
import type { HarombeError } from '../../shared/errors'
import type { AnswerDecoder } from './framing/answer-decoder'
import type { DocumentBounds, HttpConnection } from './http/connection'
import type {
  ClientTimeouts,
  EmbeddingRequest,
  Embeddings,
  InferenceRequest,
  ModelLibrary,
  ProbeResult,
} from './protocol'

/** Says of one answer, as long as it is not closed, that it is wanted. */
export interface Lease {
  readonly headers: Readonly<Record<string, string>>
  /** Idempotent. */
  close(): void
}

/** What differs from one protocol to the next. Everything else of a client is shared. */
export interface Dialect {
  readonly kind: BackendKind
  /** The request in this protocol's words. */
  ask(request: InferenceRequest): { path: string; accept: string; body: unknown }
  /** Begins with every answer and is closed after it: lets the other side know that somebody still wants it. */
  lease?(connection: HttpConnection): Lease
  /**
   * The server refused the question. True when the dialect has learned from that and `ask` now puts it in other words,
   * which may be refused again.
   */
  reword?(refusal: HarombeError, request: InferenceRequest): boolean
  /** Chooses the parser by what was asked and by what the answer says it is. */
  decoder(contentType: string, host: string, request: InferenceRequest): AnswerDecoder
  /** @param isRoutine see `ProbeOptions`. @throws HarombeError */
  probe(connection: HttpConnection, signal: AbortSignal, isRoutine: boolean): Promise<ProbeResult>
  /** What this kind of server can do whatever the model; `unknown` where it depends on the model. A probe may teach more. */
  readonly supports: Readonly<ModelCapabilities>
  library(connection: HttpConnection, timeouts: ClientTimeouts): ModelLibrary
  /** One vector for each input, in order; how many inputs and how long an answer at most is the caller's matter. @throws HarombeError */
  embed(
    connection: HttpConnection,
    request: EmbeddingRequest,
    bounds: DocumentBounds,
    signal: AbortSignal,
  ): Promise<Embeddings>
  /**
   * Whether bytes that are no part of the answer (keep-alives) prove that the other side is working. True for a peer,
   * which watches its own backend; false for a bare server, whose keep-alives say nothing about the model.
   */
  readonly keepAliveIsProgress: boolean
  /**
   * Milliseconds for which a connection that nobody uses is kept where the server names no time, of servers that do not
   * close it themselves; default 4 s, short of the 5 s after which most do.
   */
  readonly idleMs?: number | undefined
}

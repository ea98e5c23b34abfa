import type { BreakerState, BreakerView } from '../../../shared/entities'
import type { HarombeError } from '../../../shared/errors'

/** What a choice needs to know of the breaker of one model on one node. Times are monotonic milliseconds. */
export interface BreakerLook {
  state: BreakerState
  /** Open: when the next request is let through; else null. */
  retryAt: number | null
  /** Half-open, and the one request that is let through is under way. */
  isTrying: boolean
  /** Null when it has not failed since it was last sound. */
  lastFailureAt: number | null
  /** What it opened for, as a sentence; empty when closed. */
  reason: string
}

/** What an answer that came to its end says of the node that gave it. */
export interface AnswerSigns {
  /** From sending to the first token; null or absent when it says nothing of the node: the model had to be loaded. */
  ttftMs?: number | null | undefined
  tokensPerSecond?: number | null | undefined
  promptTokens?: number | null | undefined
  /** It ended as complete (`stop`) with no text, no reasoning and no tool call, which is a fault of the node. */
  isEmpty?: boolean | undefined
}

/** One request on its way. Exactly one of the three is called, once; later calls do nothing. */
export interface BreakerTrial {
  succeeded(signs?: AnswerSigns): void
  /** Errors that are no fault of the node (busy, loading, model missing, cancelled, bad request) count as abandoned. */
  failed(error: HarombeError): void
  /** It says nothing of the node: the caller left, or it was never sent. */
  abandoned(): void
}

/** The circuit breakers of one node, one for each model. */
export interface NodeBreakers {
  look(model: string): BreakerLook
  /** The ones that are not closed, by model; the others may be asked freely. For snapshots: cheap, and never changed later. */
  looks(): ReadonlyMap<string, BreakerLook>
  /** To be called in the turn in which the node was chosen: a half-open breaker lets one through at a time. */
  begin(model: string): BreakerTrial
  /** The ones that are not closed, for display. */
  views(): BreakerView[]
}

import type { AnsweredBy, Failover, RouteDecision, Tier } from '../../../shared/entities'
import type { ErrorShape } from '../../../shared/errors'
import type { ExecutionRequest } from '../types'

/** One question for several answers, or about more than a model can hold at once. */
export interface FanOutRequest
  extends Pick<ExecutionRequest, 'target' | 'origin' | 'client' | 'priority' | 'maxWaitMs'> {
  query: string
  /** What the question is about: a text, or a conversation before it. */
  context: string | readonly { role: 'system' | 'user' | 'assistant'; content: string }[]
  /** first: one answer; all: one of every usable node; merge: all, and one made of them. */
  aggregate: 'first' | 'all' | 'merge'
  /** Milliseconds for everything; default 30 minutes. */
  timeoutMs?: number | undefined
}

/** One of the answers: of one node, or about one part of the context. */
export interface FanOutPart {
  /** From 0, in the order of the nodes or of the text. */
  part: number
  /** Of whom it was asked, where that is one node, whether or not it answered. */
  node?: string
  tier?: Tier
  /** Null when no node answered. */
  answeredBy: AnsweredBy | null
  response: string
  tokens: number
  durationMs: number
  error?: ErrorShape | undefined
}

export interface FanOutResult {
  strategy: 'first' | 'all' | 'merge' | 'map_reduce'
  response: string
  /** Of whoever gave `response`; with `all`, of the highest tier's answer. */
  route: RouteDecision
  answeredBy: AnsweredBy
  /** Empty for a single answer. Failures are among them. */
  parts: FanOutPart[]
  /** Of all answers together, those that were combined included. */
  tokens: number
  durationMs: number
  failovers: Failover[]
  /** Why there is no answer made of the parts although one was wanted. */
  mergeError?: ErrorShape | undefined
}

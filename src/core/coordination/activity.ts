import type { ActiveRequest, ClusterSummary, RouteDecision } from '../../shared/entities'
import type { HarombeError } from '../../shared/errors'
import { isOfRequest } from './execution-run'
import { createStatistics } from './statistics'
import type { ExecutionEvent, ExecutionRequest } from './types'

export interface ActivityTracker {
  begin(id: string, origin: ExecutionRequest['origin'], wall: number): void
  routed(id: string, node: string, decision: RouteDecision): void
  wrote(id: string, tokens: number): void
  /** The last event of an execution. */
  end(id: string, event: Extract<ExecutionEvent, { type: 'finished' | 'failed' }> | null): void
  /** Embeddings were made, or failed with the error. */
  embedded(id: string, failovers: number, error: HarombeError | null): void
  requests(): ActiveRequest[]
  totals(): Omit<ClusterSummary, 'nodesTotal' | 'nodesOnline'>
}

/** Somebody who stops an answer, or asks for what is not there, says nothing about how the cluster does. */
function isOfCaller(error: HarombeError): boolean {
  if (error.code === 'NO_NODE_AVAILABLE') {
    const { candidates } = error.data ?? {}
    return Array.isArray(candidates) && candidates.length === 0
  }
  // That nodes lack a model they listed ends as ALL_NODES_FAILED; this is a model that none lists.
  return (
    error.code === 'CANCELLED' ||
    error.code === 'NOT_FOUND' ||
    error.code === 'MODEL_MISSING' ||
    error.code === 'NOT_SUPPORTED' ||
    isOfRequest(error)
  )
}

/** Who is being answered now, and how the cluster has done since it started. */
export function createActivityTracker(): ActivityTracker {
  const running = new Map<string, ActiveRequest>()
  const statistics = createStatistics()
  let answers = 0
  let failures = 0
  let failovers = 0
  let simple = 0
  let simpleOnTier0 = 0

  return {
    begin(id, origin, wall) {
      running.set(id, {
        id,
        origin,
        node: null,
        tier: null,
        class: null,
        startedAt: wall,
        tokens: 0,
        state: 'routing',
        ahead: null,
      })
    },
    routed(id, node, decision) {
      const request = running.get(id)
      if (request === undefined) return
      const tier = decision.candidates.find(candidate => candidate.node === node)?.tier ?? null
      running.set(id, { ...request, state: 'running', node, tier, class: decision.classification.class })
    },
    wrote(id, tokens) {
      const request = running.get(id)
      if (request !== undefined) request.tokens = tokens
    },
    end(id, event) {
      running.delete(id)
      if (event === null) return
      failovers += event.failovers.length
      if (event.type === 'failed') {
        if (!isOfCaller(event.error)) failures += 1
        return
      }
      answers += 1
      const { ttftMs, tokensPerSecond, tokens } = event.metrics
      statistics.answered({ ttftMs, tokensPerSecond, tokens })
      if (event.route.classification.class === 'simple' && event.route.forced === 'none') {
        simple += 1
        if (event.answeredBy.tier === 0) simpleOnTier0 += 1
      }
    },
    embedded(id, count, error) {
      running.delete(id)
      failovers += count
      if (error === null) answers += 1
      else if (!isOfCaller(error)) failures += 1
    },
    // Copies: a view is a moment, and these go on changing with every token.
    requests: () => [...running.values()].map(request => ({ ...request })),
    totals() {
      const { ttftMs, tokensPerSecond } = statistics.read()
      return {
        answers,
        failures,
        failovers,
        ttftMs,
        tokensPerSecond,
        simpleOnTier0: simple === 0 ? null : simpleOnTier0 / simple,
        queued: 0,
        rejected: 0,
        tiers: [],
      }
    },
  }
}

import type { ActiveRequest, ClusterSummary } from '../../shared/entities'
import type { ErrorCode, HarombeError } from '../../shared/errors'
import { createStatistics, createTierStatistics } from './statistics'
import type { ExecutionEvent, ExecutionRequest } from './types'

export interface ActivityTracker {
  begin(id: string, origin: ExecutionRequest['origin'], wall: number): void
  /** It waits for a slot or for a node to come back, with so many before it. */
  waiting(id: string, state: 'queued' | 'waiting', ahead: number): void
  routed(id: string, answering: Pick<ActiveRequest, 'node' | 'tier' | 'class'>): void
  wrote(id: string, tokens: number): void
  /** The last event of an execution. */
  end(id: string, event: Extract<ExecutionEvent, { type: 'finished' | 'failed' }> | null): void
  /** Embeddings were made, or failed with the error. */
  embedded(id: string, failovers: number, error: HarombeError | null): void
  requests(): ActiveRequest[]
  totals(): Omit<ClusterSummary, 'nodesTotal' | 'nodesOnline'>
}

const codesOfCaller: readonly ErrorCode[] = [
  'CANCELLED',
  'NOT_FOUND',
  // That nodes lack a model they listed ends as ALL_NODES_FAILED; this is a model that none lists.
  'MODEL_MISSING',
  'NOT_SUPPORTED',
  'CONTEXT_TOO_LONG',
  'BAD_REQUEST',
]

/** Somebody who stops an answer, or asks for what is not there, says nothing about how the cluster does. */
function isOfCaller(error: HarombeError): boolean {
  if (error.code === 'NO_NODE_AVAILABLE') {
    const { candidates } = error.data ?? {}
    return Array.isArray(candidates) && candidates.length === 0
  }
  return codesOfCaller.includes(error.code)
}

const isWaiting = ({ state }: ActiveRequest) => state === 'queued' || state === 'waiting'

/** Who is being answered now, and how the cluster has done since it started. */
export function createActivityTracker(): ActivityTracker {
  const running = new Map<string, ActiveRequest>()
  const statistics = createStatistics()
  const tiers = createTierStatistics()
  let answers = 0
  let failures = 0
  let failovers = 0
  let rejected = 0
  let simple = 0
  let simpleOnTier0 = 0

  function change(id: string, changes: Partial<ActiveRequest>): void {
    const request = running.get(id)
    if (request !== undefined) running.set(id, { ...request, ...changes })
  }

  /** @returns whether it is a failure of the cluster */
  function countFailure(error: HarombeError): boolean {
    // A single node that is busy is no end: it is waited for, or another one asked.
    if (error.code === 'NODE_BUSY') rejected += 1
    else if (!isOfCaller(error)) {
      failures += 1
      return true
    }
    return false
  }

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
    waiting(id, state, ahead) {
      change(id, { state, ahead, node: null, tier: null })
    },
    routed(id, answering) {
      change(id, { state: 'running', ahead: null, ...answering })
    },
    wrote(id, tokens) {
      const request = running.get(id)
      if (request !== undefined) request.tokens = tokens
    },
    end(id, event) {
      running.delete(id)
      if (event === null) return
      failovers += event.failovers.length
      const { route } = event
      if (event.type === 'failed') {
        const isFailure = countFailure(event.error)
        const tier = event.answeredBy?.tier ?? event.failovers.at(-1)?.tier ?? route?.wantedTier
        if (isFailure && tier !== undefined) tiers.failed(tier)
        return
      }
      answers += 1
      statistics.answered(event.metrics)
      tiers.answered(event.answeredBy.tier, event.route.wantedTier, event.metrics)
      if (event.route.classification.class === 'simple' && event.route.forced === 'none') {
        simple += 1
        if (event.answeredBy.tier === 0) simpleOnTier0 += 1
      }
    },
    embedded(id, count, error) {
      running.delete(id)
      failovers += count
      if (error === null) answers += 1
      else countFailure(error)
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
        queued: running.values().reduce((sum, request) => sum + (isWaiting(request) ? 1 : 0), 0),
        rejected,
        tiers: tiers.read(),
      }
    },
  }
}

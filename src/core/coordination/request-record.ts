import type { AnsweredBy, AnswerMetrics, RequestRecord, RouteDecision } from '../../shared/entities'
import type { HarombeError } from '../../shared/errors'
import type { Run } from './execution-run'

export interface EndedRequest {
  id: string
  origin: RequestRecord['origin']
  kind: RequestRecord['kind']
  startedAt: number
  durationMs: number
  run: Run
  /** Null when it was answered. */
  error: HarombeError | null
  route: RouteDecision | null
  answeredBy: AnsweredBy | null
  metrics: AnswerMetrics | null
}

function outcomeOf(error: HarombeError | null): RequestRecord['outcome'] {
  if (error === null) return 'complete'
  if (error.code === 'CANCELLED') return 'cancelled'
  // Of a node that is busy another is asked, or it is waited for: as an end it says that the line was full or too slow.
  return error.code === 'NODE_BUSY' ? 'rejected' : 'failed'
}

const whole = (ms: number) => Math.max(0, Math.round(ms))

/** How the request went, for whoever keeps such things; nothing of what was said. */
export function recordOf(ended: EndedRequest): RequestRecord {
  const { id, origin, kind, run, error, route, answeredBy, metrics } = ended
  return {
    id,
    origin,
    kind,
    startedAt: whole(ended.startedAt),
    outcome: outcomeOf(error),
    error: error?.code ?? null,
    class: kind === 'embedding' ? null : run.selectionRequest.classification.class,
    wantedTier: route?.wantedTier ?? null,
    forced: route?.forced ?? null,
    node: answeredBy?.node ?? null,
    tier: answeredBy?.tier ?? null,
    model: answeredBy?.model ?? null,
    reason: route?.reason ?? '',
    queuedMs: whole(run.queuedMs),
    ttftMs: metrics?.ttftMs ?? null,
    durationMs: whole(ended.durationMs),
    promptTokens: metrics?.promptTokens ?? null,
    tokens: metrics?.tokens ?? 0,
    spentTokens: run.spentTokens,
    tokenSource: metrics?.tokenSource ?? 'estimated',
    tokensPerSecond: metrics?.tokensPerSecond ?? null,
    failovers: run.failovers,
  }
}

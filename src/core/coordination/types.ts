import type {
  ActiveRequest,
  AnsweredBy,
  AnswerMetrics,
  AnswerStage,
  ClusterView,
  Failover,
  RouteDecision,
  TierChoice,
} from '../../shared/entities'
import type { HarombeError } from '../../shared/errors'
import type {
  ChatMessage,
  Completion,
  FinishReason,
  ToolCall,
  ToolDefinition,
  Usage,
} from '../inference/protocol'

/** What the caller asked for by name. `node` wins over `model`, `model` over `tier`. */
export interface RouteTarget {
  tier: TierChoice
  node?: string | undefined
  /** A real model name: only nodes that serve it are candidates. */
  model?: string | undefined
}

export interface ExecutionRequest {
  messages: readonly ChatMessage[]
  target: RouteTarget
  origin: ActiveRequest['origin']
  /**
   * What happens when a node dies after its first token. `restart`: `failedOver` is emitted, what was said is void and
   * the answer begins again on the next node. `terminate`: the execution fails and the caller keeps what it has.
   */
  onStreamFailure: 'restart' | 'terminate'
  tools?: readonly ToolDefinition[] | undefined
  temperature?: number | undefined
  topP?: number | undefined
  maxTokens?: number | undefined
  seed?: number | undefined
  stop?: readonly string[] | undefined
  /** Milliseconds for the whole execution; default 30 minutes. */
  timeoutMs?: number | undefined
}

/**
 * The life of one execution. `stage` events name the node that is being tried; `routed` comes once a node has produced its
 * first frame (and again after a failover in mid-answer). Exactly one `finished` or `failed` ends it.
 */
export type ExecutionEvent =
  | { type: 'stage'; stage: AnswerStage; node: string | null }
  | { type: 'routed'; route: RouteDecision; answeredBy: AnsweredBy }
  | { type: 'text'; text: string }
  | { type: 'reasoning'; text: string }
  | { type: 'tool_call'; call: ToolCall }
  | { type: 'failedOver'; failover: Failover; next: string | null }
  | {
      type: 'finished'
      reason: FinishReason
      usage: Usage
      route: RouteDecision
      answeredBy: AnsweredBy
      metrics: AnswerMetrics
      failovers: Failover[]
    }
  | {
      type: 'failed'
      error: HarombeError
      /** Null when no route could be made. */
      route: RouteDecision | null
      answeredBy: AnsweredBy | null
      metrics: AnswerMetrics | null
      failovers: Failover[]
    }

export interface ExecutionResult extends Completion {
  route: RouteDecision
  answeredBy: AnsweredBy
  metrics: AnswerMetrics
  failovers: Failover[]
}

/** What layers 4 and 5 need of the cluster. ClusterManager is the implementation; tests pass small objects. */
export interface ClusterExecutor {
  /** Never throws; the last event tells. Aborting the signal ends it with `failed` CANCELLED and closes the upstream. */
  execute(request: ExecutionRequest, signal: AbortSignal): AsyncIterable<ExecutionEvent>
  /** @throws HarombeError what `execute` would have failed with */
  complete(request: ExecutionRequest, signal: AbortSignal): Promise<ExecutionResult>
}

export interface ClusterInspector {
  view(): ClusterView
  /** Every model some usable node serves, with the names of the nodes. */
  models(): { model: string; nodes: string[] }[]
}

import type {
  ActiveRequest,
  AgentStep,
  AnsweredBy,
  AnswerMetrics,
  AnswerStage,
  CatalogueModel,
  ClusterView,
  Failover,
  FitEstimate,
  LoadedModel,
  ModelCapabilities,
  ModelDetails,
  ModelJob,
  ModelSummary,
  ModelsView,
  RouteDecision,
  TierChoice,
} from '../../shared/entities'
import type { HarombeError } from '../../shared/errors'
import type {
  AnswerOptions,
  ChatMessage,
  Completion,
  FinishReason,
  RawPrompt,
  ToolCall,
  Usage,
} from '../inference/protocol'

/** What the caller asked for by name. `node` wins over `model`, `model` over `tier`. */
export interface RouteTarget {
  tier: TierChoice
  node?: string | undefined
  /** A real model name: only nodes that serve it are candidates. */
  model?: string | undefined
}

export interface ExecutionRequest extends AnswerOptions {
  messages: readonly ChatMessage[]
  /** Instead of `messages`, which are empty then. */
  prompt?: RawPrompt | undefined
  target: RouteTarget
  origin: ActiveRequest['origin']
  /**
   * What happens when a node dies after its first token. `restart`: `failedOver` is emitted, what was said is void and
   * the answer begins again on the next node. `continue`: the next node goes on where the answer stopped, if it is safe
   * to (`failedOver` then says so); else as `terminate` for a caller that cannot take text back, which `mayRestart` tells.
   * `terminate`: the execution fails and the caller keeps what it has.
   */
  onStreamFailure: 'restart' | 'continue' | 'terminate'
  /** With `continue`: where that is not safe, begin again instead of failing. */
  mayRestart?: boolean | undefined
  /** Milliseconds for the whole execution; default 30 minutes. */
  timeoutMs?: number | undefined
  /** Whose it is, for a fair queue: a token's name, an address, a conversation. Requests without one share a place. */
  client?: string | undefined
  /** interactive: somebody waits for it. background (titles, probes, batches) goes after. Default interactive. */
  priority?: 'interactive' | 'background' | undefined
  /** Turns of one conversation have it in common, so that a node which still holds the earlier turns is preferred. */
  conversation?: string | undefined
  /** The node that ran the step before, in an agent's tool loop: kept for as long as it can answer. */
  keepNode?: string | undefined
  /** The tools are there for every question, so their number says nothing about how hard this one is. */
  toolsAreStanding?: boolean | undefined
  /** What this step of an agent's run is for; absent: told from the messages. */
  step?: AgentStep | undefined
  /** Milliseconds it waits for a slot or a node at most; default the cluster's setting. */
  maxWaitMs?: number | undefined
  /** Have the node tell how sure the model is, where it can; never for requests of other programs. */
  watchConfidence?: boolean | undefined
  /** harombe's own question about an answer: it takes a slot like any, and is nobody's request in figures and logs. */
  isAside?: boolean | undefined
}

/**
 * The life of one execution. `stage` events name the node that is being tried; `routed` comes once a node has produced its
 * first frame (and again after a failover in mid-answer). Exactly one `finished` or `failed` ends it.
 */
export type ExecutionEvent =
  | {
      type: 'stage'
      stage: AnswerStage
      node: string | null
      /** Requests before this one; with `queued`. */
      ahead?: number | undefined
      /** Milliseconds it is expected to last, where anybody can tell. */
      expectedMs?: number | undefined
      /** Milliseconds it took the last time there; with `loading`. */
      lastMs?: number | undefined
    }
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

export interface EmbeddingExecution {
  inputs: readonly string[]
  dimensions?: number | undefined
  target: RouteTarget
  origin: ActiveRequest['origin']
  client?: ExecutionRequest['client']
  priority?: ExecutionRequest['priority']
  maxWaitMs?: ExecutionRequest['maxWaitMs']
  isAside?: ExecutionRequest['isAside']
}

export interface EmbeddingResult {
  vectors: number[][]
  promptTokens: number | null
  /** The model that made them: vectors of two models cannot be compared. */
  model: string
  route: RouteDecision
  answeredBy: AnsweredBy
}

/** What layers 4 and 5 need of the cluster. ClusterManager is the implementation; tests pass small objects. */
export interface ClusterExecutor {
  /** Never throws; the last event tells. Aborting the signal ends it with `failed` CANCELLED and closes the upstream. */
  execute(request: ExecutionRequest, signal: AbortSignal): AsyncIterable<ExecutionEvent>
  /** @throws HarombeError what `execute` would have failed with */
  complete(request: ExecutionRequest, signal: AbortSignal): Promise<ExecutionResult>
  /**
   * Without a model in the target, the cluster's embedding model: the first that is known to make embeddings, in the order
   * of names, so that every call gets the same. @throws HarombeError MODEL_MISSING, NO_NODE_AVAILABLE, …
   */
  embed(request: EmbeddingExecution, signal: AbortSignal): Promise<EmbeddingResult>
}

/** A model by the name its servers give it. */
export interface ServedModel {
  model: string
  /** Usable nodes that serve it. */
  nodes: string[]
  /** As the first of them describes it. */
  summary: ModelSummary
  capabilities: ModelCapabilities
  /** Where it is in memory now, among nodes that tell. */
  loaded: { node: string; model: LoadedModel }[]
  /** What it holds on each of these nodes, tokens; null where nobody knows. */
  windows?: { node: string; tokens: number | null }[]
}

export interface ClusterInspector {
  view(): ClusterView
  /** Every model some usable node serves. */
  models(): ServedModel[]
}

/** The models of all nodes: who has what, and work on them. ModelService is the implementation. */
export interface ClusterModels {
  view(): ModelsView
  watch(signal: AbortSignal): AsyncIterable<ModelsView>
  /** @throws HarombeError NOT_FOUND, MODEL_MISSING */
  describe(node: string, model: string, signal: AbortSignal): Promise<ModelDetails>
  /**
   * Begins the work, or joins the same work under way. It goes on when the caller leaves; `cancel` ends it.
   * @throws HarombeError NOT_FOUND, NODE_REFUSED when the node cannot do it
   */
  start(kind: ModelJob['kind'], node: string, model: string): ModelJob
  /** The job now and after every change, ending with its last state. @throws HarombeError NOT_FOUND */
  follow(id: string, signal: AbortSignal): AsyncIterable<ModelJob>
  cancel(id: string): void
  catalogue(): { model: CatalogueModel; fits: { node: string; fit: FitEstimate }[] }[]
}

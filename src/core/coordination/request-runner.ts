import type { Clock } from '../../shared/clock'
import type { RequestRecord } from '../../shared/entities'
import { HarombeError, isHarombeError } from '../../shared/errors'
import type { ActivityTracker } from './activity'
import type { ExecutionProgress } from './attempt'
import { backendOf, type ModelPolicy } from './capability-knowledge'
import type { Classifier, OperatingPoint } from './classification/classifier'
import { type ClusterSettings, queueOf } from './cluster-settings'
import { describeRequest } from './describe-request'
import { describeEmbedding, embed } from './embedding'
import { type ExecutionEnd, execute, type TryDependencies } from './execution'
import { openRun, type Run } from './execution-run'
import { type ClusterNode, snapshotOf } from './node'
import type { Placements } from './placement/placements'
import type { NodeRules } from './policies/node-rules'
import { createDispatcher } from './queue/dispatcher'
import { type EndedRequest, recordOf } from './request-record'
import { isOfRequest } from './retry-rules'
import type { ServableModels } from './servable-models'
import type {
  ClusterExecutor,
  EmbeddingExecution,
  EmbeddingResult,
  ExecutionEvent,
  ExecutionRequest,
} from './types'
import type { ViewPublisher } from './view-publisher'
import { firstTokenPatience, withLoaded } from './warmth'

/** `model` by the node's own name. */
export type NodeActivity =
  | { type: 'asked'; node: string; model: string }
  | { type: 'failed'; node: string; model: string; error: HarombeError }

export interface RequestRunnerOptions {
  clock: Clock
  random(): number
  classifier: Classifier
  operatingPoint(): OperatingPoint
  createId(): string
  settings(): ClusterSettings
  nodes(): readonly ClusterNode[]
  rules: NodeRules
  /** Calls a machine that sleeps; absent: nobody is called. */
  wake?: ((node: { name: string; mac: string }) => void) | undefined
  servable: ServableModels
  placements: Placements
  policyOf(node: ClusterNode, model: string): ModelPolicy
  learn(signal: AbortSignal): Promise<void>
  recheck(signal: AbortSignal): Promise<void>
  /** A node failed a request; it is to be looked at, without anybody waiting for it. */
  onNodeFailed(node: ClusterNode, error: HarombeError): void
  /** A model was loaded there, and another may have left memory for it: only its server knows. */
  onLoaded(node: ClusterNode): void
  /** A request left whatever node it was on. */
  onLeft(): void
  activity: ActivityTracker
  publisher: Pick<ViewPublisher, 'stateChanged' | 'metricsChanged'>
}

export interface RequestRunner extends Pick<ClusterExecutor, 'execute' | 'embed'> {
  /** Calls the listener when a request is given to a node, and when a node fails one; the returned function ends that. */
  onActivity(listener: (activity: NodeActivity) => void): () => void
  /** Calls the listener once for every request that ended, however it did; the returned function ends that. */
  onEnded(listener: (record: RequestRecord) => void): () => void
  /** To be called when those who wait may be placed now: a breaker let somebody through, nodes or settings changed. */
  advance(): void
  /** To be called after every check of a node. */
  checked(node: ClusterNode): void
  /** How many wait for each node, as things stand. */
  queuedByNode(): ReadonlyMap<string, number>
  /** Ends the wait of everybody in the line. */
  stop(): void
}

/** Nobody listened to its end. */
const leftUnheard = { route: null, answeredBy: null, metrics: null }

const errorOf = (end: ExecutionEnd | null): HarombeError | null =>
  end === null
    ? new HarombeError('CANCELLED', 'Nobody listens any more.')
    : end.type === 'failed'
      ? end.error
      : null

type Asked = Pick<ExecutionRequest, 'origin' | 'client' | 'priority' | 'conversation' | 'maxWaitMs'>

interface Opening {
  describe(): Run['selectionRequest']
  /** What is written is kept, for another node to go on with. */
  keepsText: boolean
}

/** Runs requests and tells the view, the counters and whoever listens how they fare. */
export function createRequestRunner(options: RequestRunnerOptions): RequestRunner {
  const { clock, classifier, activity, publisher, servable, policyOf, placements } = options
  const listeners = new Set<(activity: NodeActivity) => void>()
  const endListeners = new Set<(record: RequestRecord) => void>()

  function tell(activity: NodeActivity): void {
    for (const listener of listeners) listener(activity)
  }

  const { rules } = options
  const dispatcher = createDispatcher({
    clock,
    random: options.random,
    nodes: options.nodes,
    snapshotOf: node => snapshotOf(node, servable.of(node), placements.of(node)),
    policy: () => options.settings().routing,
    maxLength: () => queueOf(options.settings()).maxLength,
    forbidden: ({ origin, selectionRequest }) => rules.forbidden(origin, selectionRequest.target.node),
    wake: options.wake,
    mayTakeMore: node => rules.hasRoom(node),
    placed: (node, ranked, run) => placements.place(node, ranked, run.selectionRequest),
    onReleased: options.onLeft,
    onFailed(node, model, error) {
      if (isOfRequest(error)) return
      node.error = error
      tell({ type: 'failed', node: node.spec.name, model, error })
      options.onNodeFailed(node, error)
      publisher.stateChanged()
    },
  })

  function firstTokenMs(node: ClusterNode, model: string, promptTokens: number): number | undefined {
    const { warmTimeoutsMs } = options.settings()
    const warmMs = node.spec.warmTimeoutMs ?? warmTimeoutsMs?.[backendOf(node)]
    const slowMs = placements.slowFirstTokenMs(node, model, promptTokens)
    return firstTokenPatience(node.probe, model, warmMs, slowMs)
  }

  /** What one request needs of the cluster, whatever it is for. */
  function dependenciesFor(run: Run): TryDependencies {
    return {
      clock,
      random: options.random,
      dispatcher,
      policy: () => options.settings().routing,
      policyOf,
      lastLoadMs: placements.lastLoadMs,
      firstTokenMs: (node, model) =>
        firstTokenMs(node, model, run.selectionRequest.requirements.contextTokens),
      onLoaded(node, model) {
        const probe = withLoaded(node.probe, model)
        if (probe === node.probe) return
        node.probe = probe
        options.onLoaded(node)
      },
      recheck: options.recheck,
      learn: options.learn,
      onProgress(progress: ExecutionProgress) {
        if (progress.state === 'writing') {
          activity.wrote(run.id, progress.tokens)
          publisher.metricsChanged()
          return
        }
        if (progress.state === 'routed') {
          const { name, tier } = progress.node.spec
          const { class: complexity } = run.selectionRequest.classification
          activity.routed(run.id, { node: name, tier, class: complexity })
          tell({ type: 'asked', node: name, model: progress.model })
        } else activity.waiting(run.id, progress.state, progress.ahead)
        publisher.stateChanged()
      },
    }
  }

  function open(
    request: Asked & Pick<ExecutionRequest, 'timeoutMs' | 'isAside'>,
    signal: AbortSignal,
    { describe, keepsText }: Opening,
  ): Run {
    const { priority = 'interactive', client, conversation, maxWaitMs, timeoutMs } = request
    const run = openRun(
      {
        id: options.createId(),
        origin: request.origin,
        lane: priority,
        client: client ?? conversation ?? '',
        maxWaitMs: maxWaitMs ?? queueOf(options.settings()).maxWaitMs,
        written: keepsText ? { text: '', tokens: 0, hasToolCall: false, isReasoning: false } : null,
        describe,
        timeoutMs,
      },
      signal,
      clock,
    )
    dispatcher.budget.requested()
    if (request.isAside !== true) activity.begin(run.id, request.origin, clock.wall())
    publisher.stateChanged()
    return run
  }

  /** Nothing of the request is left in the cluster. */
  function close(ended: Omit<EndedRequest, 'id' | 'startedAt' | 'durationMs'>, isAside = false): void {
    const { run } = ended
    run.close()
    publisher.stateChanged()
    if (isAside) return
    const durationMs = clock.monotonic() - run.startedAt
    const record = recordOf({ ...ended, id: run.id, durationMs, startedAt: clock.wall() - durationMs })
    for (const listener of endListeners) listener(record)
  }

  function run(request: ExecutionRequest, signal: AbortSignal): AsyncGenerator<ExecutionEvent> {
    const describe = () => {
      const described = describeRequest(classifier, request, options.operatingPoint())
      const affinity = placements.recall(request, described.requirements.contextTokens)
      // A client that runs its own loop cannot name the node of the step before.
      return { ...described, affinity, keepNode: described.keepNode ?? affinity.loop?.node }
    }
    const keepsText = request.onStreamFailure === 'continue'
    const run = open(request, signal, { describe, keepsText })
    const kind = request.prompt === undefined ? 'chat' : 'completion'
    const onEnd = (end: ExecutionEnd | null) => {
      const isAside = request.isAside === true
      if (!isAside) activity.end(run.id, end)
      close({ run, kind, origin: request.origin, ...(end ?? leftUnheard), error: errorOf(end) }, isAside)
    }
    return execute(request, run, { ...dependenciesFor(run), onEnd })
  }

  return {
    onActivity(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    onEnded(listener) {
      endListeners.add(listener)
      return () => void endListeners.delete(listener)
    },
    execute: run,
    async embed(request: EmbeddingExecution, signal: AbortSignal) {
      const run = open(request, signal, {
        describe: () => describeEmbedding(request),
        keepsText: false,
      })
      let failure: HarombeError | null = null
      let result: EmbeddingResult | null = null
      try {
        result = await embed(request, run, dependenciesFor(run))
        return result
      } catch (thrown) {
        failure = isHarombeError(thrown) ? thrown : new HarombeError('INTERNAL', 'Embedding failed.')
        throw thrown
      } finally {
        const isAside = request.isAside === true
        if (!isAside) activity.embedded(run.id, run.failovers.length, failure)
        const route = result?.route ?? null
        const answeredBy = result?.answeredBy ?? null
        const { origin } = request
        close({ run, origin, kind: 'embedding', error: failure, route, answeredBy, metrics: null }, isAside)
      }
    },
    advance: () => dispatcher.line.advance(),
    checked: dispatcher.seen,
    queuedByNode: () => dispatcher.line.countByNode(),
    stop: dispatcher.stop,
  }
}

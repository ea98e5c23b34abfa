import type { Clock } from '../../shared/clock'
import { HarombeError, isHarombeError } from '../../shared/errors'
import type { ActivityTracker } from './activity'
import type { ExecutionProgress } from './attempt'
import { backendOf, type ModelPolicy } from './capability-knowledge'
import type { Classifier } from './classifier'
import type { ClusterSettings } from './cluster-settings'
import { embed, openEmbeddingRun } from './embedding'
import { type ExecutionEnd, execute } from './execution'
import { type ClusterNode, snapshotOf } from './node'
import type { ServableModels } from './servable-models'
import type { ClusterExecutor, ExecutionRequest } from './types'
import type { ViewPublisher } from './view-publisher'
import { firstTokenPatience } from './warmth'

/** `model` by the node's own name. */
export type NodeActivity =
  | { type: 'asked'; node: string; model: string }
  | { type: 'failed'; node: string; model: string; error: HarombeError }

export interface RequestRunnerOptions {
  clock: Clock
  classifier: Classifier
  createId(): string
  settings(): ClusterSettings
  nodes(): readonly ClusterNode[]
  servable: ServableModels
  policyOf(node: ClusterNode, model: string): ModelPolicy
  learn(signal: AbortSignal): Promise<void>
  recheck(signal: AbortSignal): Promise<void>
  /** A node failed a request; it is to be looked at, without anybody waiting for it. */
  onNodeFailed(node: ClusterNode, error: HarombeError): void
  /** A request left whatever node it was on. */
  onLeft(): void
  activity: ActivityTracker
  publisher: Pick<ViewPublisher, 'stateChanged' | 'metricsChanged'>
}

export interface RequestRunner extends Pick<ClusterExecutor, 'execute' | 'embed'> {
  /** Calls the listener when a request is given to a node, and when a node fails one; the returned function ends that. */
  onActivity(listener: (activity: NodeActivity) => void): () => void
}

/** Runs requests and tells the view, the counters and whoever listens how they fare. */
export function createRequestRunner(options: RequestRunnerOptions): RequestRunner {
  const { clock, classifier, activity, publisher, servable, policyOf } = options
  const listeners = new Set<(activity: NodeActivity) => void>()

  function tell(activity: NodeActivity): void {
    for (const listener of listeners) listener(activity)
  }

  /** What one request needs of the cluster, whatever it is for. */
  function dependenciesFor(id: string, origin: ExecutionRequest['origin']) {
    let model = ''
    return {
      clock,
      classifier,
      nodes: options.nodes,
      snapshotOf: (node: ClusterNode) => snapshotOf(node, servable.of(node)),
      policy: () => options.settings().routing,
      policyOf,
      firstTokenMs: (node: ClusterNode, model: string) =>
        firstTokenPatience(
          node.probe,
          model,
          node.spec.warmTimeoutMs ?? options.settings().warmTimeoutsMs?.[backendOf(node)],
        ),
      recheck: options.recheck,
      learn: options.learn,
      onProgress({ state, node, decision, tokens }: ExecutionProgress) {
        if (state === 'started') activity.begin(id, origin, clock.wall())
        if (node !== null && decision !== null && state === 'routed') {
          const { name } = node.spec
          activity.routed(id, name, decision)
          model = decision.candidates.find(candidate => candidate.node === name)?.model ?? ''
          tell({ type: 'asked', node: name, model })
        }
        if (state === 'writing') {
          activity.wrote(id, tokens)
          publisher.metricsChanged()
          return
        }
        publisher.stateChanged()
      },
      onEnd(event: ExecutionEnd | null) {
        options.onLeft()
        activity.end(id, event)
        publisher.stateChanged()
      },
      onNodeFailure(node: ClusterNode, error: HarombeError) {
        node.error = error
        tell({ type: 'failed', node: node.spec.name, model, error })
        options.onNodeFailed(node, error)
        publisher.stateChanged()
      },
    }
  }

  return {
    onActivity(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    execute: (request, signal) =>
      execute(request, signal, dependenciesFor(options.createId(), request.origin)),
    async embed(request, signal) {
      const id = options.createId()
      const attempts = openEmbeddingRun(request, signal, clock)
      let failure: HarombeError | null = null
      try {
        return await embed(request, attempts, dependenciesFor(id, request.origin))
      } catch (thrown) {
        failure = isHarombeError(thrown) ? thrown : new HarombeError('INTERNAL', 'Embedding failed.')
        throw thrown
      } finally {
        attempts.close()
        options.onLeft()
        activity.embedded(id, attempts.failovers.length, failure)
        publisher.stateChanged()
      }
    },
  }
}

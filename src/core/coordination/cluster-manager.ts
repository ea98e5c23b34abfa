import type { ClusterUpdate, ClusterView, NodeView, RouteDecision } from '../../shared/entities'
import { HarombeError } from '../../shared/errors'
import { createActivityTracker } from './activity'
import {
  type CapabilityKnowledge,
  createAssumedKnowledge,
  type ModelHost,
  type ModelPolicy,
} from './capability-knowledge'
import type { Classifier } from './classifier'
import { classifyRequest, type ExecutionDependencies, execute } from './execution'
import { createHealthMonitor, type HealthDependencies, type HealthPolicy } from './health'
import {
  type ClusterNode,
  createClusterNode,
  hostOf,
  isShown,
  type NodeSpec,
  snapshotOf,
  viewOf,
} from './node'
import { type RoutingPolicy, selectRoute } from './selection'
import { servedModels } from './served-models'
import type { ClusterExecutor, ClusterInspector, ExecutionEvent, ExecutionResult, RouteTarget } from './types'
import { createViewPublisher } from './view-publisher'

/** What the file says about the cluster, apart from the nodes. */
export interface ClusterSettings {
  routing: RoutingPolicy
  health: HealthPolicy
  contextLength: number
}

export interface ClusterManagerOptions extends HealthDependencies {
  classifier: Classifier
  createId(): string
  settings: ClusterSettings
  /** What the models can do; default: what follows from the kind of server and its model list. */
  knowledge?: CapabilityKnowledge | undefined
  /** What the view shows besides the cluster itself. */
  readSurroundings(): Pick<ClusterView, 'configProblem' | 'demoRunning'>
}

export interface ClusterManager extends ClusterExecutor, ClusterInspector {
  /**
   * Makes these the nodes. Unchanged ones keep their state and streams; removed ones finish what they are answering.
   * Resolves when every new node has been looked at once.
   */
  setNodes(specs: readonly NodeSpec[]): Promise<void>
  setSettings(settings: ClusterSettings): void
  /** @throws HarombeError NOT_FOUND */
  node(name: string): NodeView
  /** Every node that is shown, in the order of the file, for work on its models. */
  hosts(): ModelHost[]
  /** What every request to that model there is sent with. */
  policyOf(node: string, model: string): ModelPolicy
  /** Calls the listener after every check of a node, with its name; the returned function ends that. */
  onChecked(listener: (node: string) => void): () => void
  /** Checks one node or all and returns how they stand. @throws HarombeError NOT_FOUND */
  checkNow(name?: string): Promise<NodeView[]>
  explain(text: string, target: RouteTarget): RouteDecision
  watch(signal: AbortSignal): AsyncIterable<ClusterUpdate>
  subscribe(listener: (view: ClusterView) => void): () => void
  /** To be called when the surroundings changed. */
  refresh(): void
  stop(): Promise<void>
}

const pointsElsewhere = (a: NodeSpec, b: NodeSpec) =>
  a.url !== b.url || a.backend !== b.backend || a.token !== b.token

/** The registry of nodes, their health, and the way every query takes through them. */
export function createClusterManager(options: ClusterManagerOptions): ClusterManager {
  const { clock, classifier } = options
  let settings = options.settings
  const nodes = new Map<string, ClusterNode>()
  /** Removed nodes that still answer somebody. */
  const leaving = new Set<ClusterNode>()
  const activity = createActivityTracker()
  const checkListeners = new Set<(node: string) => void>()

  const publisher = createViewPublisher(project, clock)
  const monitor = createHealthMonitor(
    () => settings.health,
    options,
    ({ spec }) => {
      for (const listener of checkListeners) listener(spec.name)
      publisher.stateChanged()
    },
  )

  function project(): ClusterView {
    const views = [...nodes.values()].filter(isShown).map(viewOf)
    return {
      nodes: views,
      requests: activity.requests(),
      summary: {
        nodesTotal: views.length,
        nodesOnline: views.filter(view => view.status === 'online').length,
        ...activity.totals(),
      },
      ...options.readSurroundings(),
    }
  }

  function retire(node: ClusterNode): void {
    monitor.unwatch(node)
    node.retired.abort()
    if (node.activeRequests > 0) leaving.add(node)
    else void node.client?.close()
  }

  function releaseLeaving(): void {
    for (const node of leaving) {
      if (node.activeRequests > 0) continue
      leaving.delete(node)
      void node.client?.close()
    }
  }

  const shown = () => [...nodes.values()].filter(isShown)
  const hosts = () => shown().map(hostOf)
  const knowledge = options.knowledge ?? createAssumedKnowledge(hosts)

  function find(name: string): ClusterNode {
    const node = nodes.get(name)
    if (node !== undefined) return node
    const names = [...nodes.keys()].join(', ')
    throw new HarombeError('NOT_FOUND', `There is no node named ${name}.`, {
      hint: names === '' ? 'The cluster has no nodes yet.' : `Known nodes: ${names}.`,
    })
  }

  function run(...[request, signal]: Parameters<ClusterExecutor['execute']>): AsyncGenerator<ExecutionEvent> {
    const id = options.createId()
    const dependencies: ExecutionDependencies = {
      clock,
      classifier,
      nodes: shown,
      policy: () => settings.routing,
      contextLength: () => settings.contextLength,
      recheck: async abort => {
        const checks = [...nodes.values()].filter(({ spec }) => spec.enabled).map(monitor.checkNow)
        const aborted = new Promise<void>(resolve =>
          abort.addEventListener('abort', () => resolve(), { once: true }),
        )
        await Promise.race([Promise.all(checks), aborted])
      },
      onProgress({ state, node, decision, tokens }) {
        if (state === 'started') activity.begin(id, request.origin, clock.wall())
        if (node !== null && decision !== null && state === 'routed')
          activity.routed(id, node.spec.name, decision)
        if (state === 'writing') {
          activity.wrote(id, tokens)
          publisher.metricsChanged()
          return
        }
        publisher.stateChanged()
      },
      onEnd(event) {
        releaseLeaving()
        activity.end(id, event)
        publisher.stateChanged()
      },
      onNodeFailure(node, error) {
        node.error = error
        // Nothing listens there any more; do not wait for the next check to stop sending people to it.
        if (error.code === 'NODE_UNREACHABLE') node.reachability = 'down'
        else if (nodes.get(node.spec.name) === node && node.spec.enabled) void monitor.checkNow(node)
        publisher.stateChanged()
      },
    }
    return execute(request, signal, dependencies)
  }

  return {
    async setNodes(specs) {
      const wanted = new Map(specs.map(spec => [spec.name, spec]))
      for (const [name, node] of nodes) {
        const spec = wanted.get(name)
        if (spec !== undefined && !pointsElsewhere(spec, node.spec)) continue
        nodes.delete(name)
        retire(node)
      }
      const checks: Promise<void>[] = []
      const ordered: ClusterNode[] = []
      for (const spec of specs) {
        const known = nodes.get(spec.name)
        const node = known ?? createClusterNode(spec)
        const wasEnabled = known?.spec.enabled ?? false
        node.spec = spec
        ordered.push(node)
        if (!spec.enabled) monitor.unwatch(node)
        else if (!wasEnabled) {
          node.reachability = 'unknown'
          checks.push(monitor.watch(node))
          // Set twice in one moment, by whoever edited the file and by the watch over it: both wait for the first look.
        } else if (node.reachability === 'unknown') checks.push(monitor.checkNow(node))
      }
      nodes.clear()
      for (const node of ordered) nodes.set(node.spec.name, node)
      publisher.stateChanged()
      await Promise.all(checks)
    },
    setSettings(next) {
      settings = next
    },
    hosts,
    policyOf: (node, model) => {
      const known = knowledge.of(node, model).contextLength ?? Number.POSITIVE_INFINITY
      return { contextLength: Math.min(settings.contextLength, known) }
    },
    onChecked(listener) {
      checkListeners.add(listener)
      return () => void checkListeners.delete(listener)
    },
    node: name => viewOf(find(name)),
    async checkNow(name) {
      const chosen = name === undefined ? shown() : [find(name)]
      await Promise.all(chosen.filter(({ spec }) => spec.enabled).map(monitor.checkNow))
      return chosen.map(viewOf)
    },
    explain(text, target) {
      const classification = classifyRequest(classifier, { messages: [{ role: 'user', content: text }] })
      const request = { target, classification, tried: new Map<string, string>() }
      return selectRoute(shown().map(snapshotOf), settings.routing, request).decision
    },
    execute: run,
    embed: () => Promise.reject(new HarombeError('NOT_FOUND', 'No node makes embeddings.')),
    async complete(request, signal) {
      const result: Pick<ExecutionResult, 'content' | 'reasoning' | 'toolCalls'> = {
        content: '',
        reasoning: '',
        toolCalls: [],
      }
      for await (const event of run(request, signal)) {
        if (event.type === 'text') result.content += event.text
        else if (event.type === 'reasoning') result.reasoning += event.text
        else if (event.type === 'tool_call') result.toolCalls.push(event.call)
        else if (event.type === 'failedOver')
          Object.assign(result, { content: '', reasoning: '', toolCalls: [] })
        else if (event.type === 'failed') throw event.error
        else if (event.type === 'finished') {
          const { reason, usage, route, answeredBy, metrics, failovers } = event
          return { ...result, reason, usage, route, answeredBy, metrics, failovers }
        }
      }
      throw new HarombeError('INTERNAL', 'An execution ended without an outcome.')
    },
    view: () => publisher.current(),
    models: () => servedModels(hosts(), knowledge),
    watch: publisher.watch,
    subscribe: publisher.subscribe,
    refresh: publisher.stateChanged,
    async stop() {
      monitor.stop()
      publisher.stop()
      const clients = [...nodes.values(), ...leaving].map(node => {
        node.retired.abort()
        return node.client?.close()
      })
      nodes.clear()
      leaving.clear()
      await Promise.all(clients)
    },
  }
}

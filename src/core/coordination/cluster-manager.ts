import {
  type ClusterUpdate,
  type ClusterView,
  type NodeHistoryUpdate,
  type NodeView,
  type RequestRecord,
  type RouteDecision,
  type RouteShift,
  unknownConvergence,
} from '../../shared/entities'
import { HarombeError } from '../../shared/errors'
import { unlessAborted } from '../../shared/unless-aborted'
import { createActivityTracker } from './activity'
import { equalsOf } from './breaker/equals'
import {
  type CapabilityKnowledge,
  createAssumedKnowledge,
  type ModelHost,
  type ModelPolicy,
} from './capability-knowledge'
import { type Classifier, neutralOperatingPoint } from './classification/classifier'
import type { ClusterSettings } from './cluster-settings'
import { collectExecution } from './collect-execution'
import { createDoubtAsker } from './health/ask-in-doubt'
import { createIncidentBook, type IncidentBook } from './health/incidents'
import { createHealthMonitor } from './health/monitor'
import { comeUp, goDown } from './health/record-check'
import { startAnew } from './health/start-anew'
import type { HealthDependencies } from './health/types'
import { createWakeWatch } from './health/wake-watch'
import { createHistoryBook } from './history/history-book'
import {
  type ClusterNode,
  createClusterNode,
  hostOf,
  isShown,
  type NodeSurroundings,
  readingOf,
  snapshotOf,
  viewOf,
} from './node'
import { createNodeRegistry } from './node-registry'
import type { NodeSpec } from './node-spec'
import { createPlacements, type Placements } from './placement/placements'
import { createNodeRules } from './policies/node-rules'
import { createRequestRunner, type NodeActivity, type RequestRunner } from './request-runner'
import { createServableModels, policyFor } from './servable-models'
import { servedModels } from './served-models'
import type { ClusterExecutor, ClusterInspector } from './types'
import { createViewPublisher } from './view-publisher'
import { explainWhatIf, type WhatIf } from './what-if'

export interface ClusterManagerOptions extends HealthDependencies {
  classifier: Classifier
  createId(): string
  settings: ClusterSettings
  /** What the models can do; default: what follows from the kind of server and its model list. */
  knowledge?: CapabilityKnowledge | undefined
  /**
   * Milliseconds of a clock that goes on while the machine sleeps and that nobody sets: the time since boot. Default: the
   * wall clock, which takes being set forward for sleep.
   */
  sinceBoot?(): number
  /** What is learnt of how requests fare; default: kept in memory. */
  placements?: Placements | undefined
  /** What was learnt from the user about where questions should go; default: nothing. */
  learntShift?(): RouteShift
  /** Calls a machine that sleeps, for a request that nobody else can take; never throws. Default: nobody is called. */
  wake?(node: { name: string; mac: string }): void
  /** What happened to the nodes; default: since the start. */
  incidents?: IncidentBook | undefined
  /** What the view shows besides the cluster itself. */
  readSurroundings(): Pick<ClusterView, 'configProblem' | 'demoRunning'> &
    Partial<Pick<ClusterView, 'servingPaused' | 'convergence'>>
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
  /** One of them; null when there is none of that name. */
  host(name: string): ModelHost | null
  /** Calls the listener when a request is given to a node, and when a node fails one; the returned function ends that. */
  onActivity(listener: (activity: NodeActivity) => void): () => void
  /** Calls the listener once for every request that ended, however it did; the returned function ends that. */
  onEnded(listener: (record: RequestRecord) => void): () => void
  /** What every request to that model there is sent with. @throws HarombeError NOT_FOUND */
  policyOf(node: string, model: string): ModelPolicy
  /** Calls the listener after every check of a node, with its name; the returned function ends that. */
  onChecked(listener: (node: string) => void): () => void
  /** The machine is about to sleep: what fails from now on is nobody's fault. */
  suspended(): void
  /**
   * It woke up. Streams from other machines are cut off and begin again, every node is looked at, and for 10 s failures
   * count against nobody. Sleep that nobody announces is noticed as well.
   */
  resumed(): void
  /** Takes a node out for now, or back in; what it answers goes on. @throws HarombeError NOT_FOUND */
  setDraining(name: string, draining: boolean): NodeView
  /** Checks one node or all and returns how they stand. @throws HarombeError NOT_FOUND */
  checkNow(name?: string): Promise<NodeView[]>
  /** Looks at every node, so that one that is back may be used at once. Rejects when the signal fires. */
  recheck(signal: AbortSignal): Promise<void>
  /** Where it would go, and why; nothing is sent. @throws HarombeError NOT_FOUND for an unknown node in `without` */
  explain(whatIf: WhatIf): RouteDecision
  watch(signal: AbortSignal): AsyncIterable<ClusterUpdate>
  /** The last minutes of a node, then what comes; ends when it is gone. @throws HarombeError NOT_FOUND */
  watchHistory(name: string, signal: AbortSignal): AsyncIterable<NodeHistoryUpdate>
  subscribe(listener: (view: ClusterView) => void): () => void
  /** To be called when the surroundings changed. */
  refresh(): void
  stop(): Promise<void>
}

export type { NodeActivity }

/** The registry of nodes, their health, and the way every query takes through them. */
export function createClusterManager(options: ClusterManagerOptions): ClusterManager {
  const { clock, classifier } = options
  let settings = options.settings
  let isStopped = false
  const activity = createActivityTracker()
  const placements = options.placements ?? createPlacements(clock, null)
  const incidents = options.incidents ?? createIncidentBook(clock, null)
  const checkListeners = new Set<(node: string) => void>()

  const nodes = createNodeRegistry((spec, server) => createClusterNode(spec, server, surroundings))
  const shown = () => nodes.all().filter(isShown)
  const knowledge = options.knowledge ?? createAssumedKnowledge(nodes.find)
  const servable = createServableModels(knowledge, () => settings.contextLength)
  const lookAt = (queued: ReadonlyMap<string, number>) => (node: ClusterNode) => {
    const models = servable.of(node)
    const paces = placements.paces(node, models.listed)
    return viewOf(node, models, { paces, queued: queued.get(node.spec.name) ?? 0 })
  }
  const look = (node: ClusterNode) => lookAt(requests.queuedByNode())(node)
  const toHost = (node: ClusterNode) => hostOf(node, () => servable.of(node))
  const hosts = () => shown().map(toHost)
  const policyOf = (node: ClusterNode, model: string) =>
    policyFor(node.spec, servable.known(node, model), settings.contextLength)

  const publisher = createViewPublisher(project, clock)
  let wokeAt = Number.NEGATIVE_INFINITY
  const surroundings: NodeSurroundings = {
    incidents,
    clock,
    random: options.random,
    countsFaults,
    lostTimeSince: since => since <= wokeAt,
    equals: (node, model) => equalsOf(node, model, nodes.all()),
    onChanged: changed,
    onAnswered(node) {
      const isUndoubted = node.reachability !== 'down' && node.consecutiveFailures === 0
      if (isUndoubted || !nodes.has(node)) return
      comeUp(node, 'It answered a request.')
      changed()
    },
  }
  const monitor = createHealthMonitor(
    () => settings.health,
    options,
    countsFaults,
    node => {
      node.breakers.compareWithEquals()
      askInDoubt(node)
      if (node.reachability === 'down') placements.forget(node.spec.name)
      else if (node.reachability === 'up') placements.isBack(node)
      for (const listener of checkListeners) listener(node.spec.name)
      requests.checked(node)
      changed()
    },
  )
  const wakeWatch = createWakeWatch(clock, options.sinceBoot ?? clock.wall, () => {
    wokeAt = clock.monotonic()
    placements.timeWasLost()
    startAnew(nodes.everyone(), {
      createClient: options.createClient,
      check: monitor.checkAnew,
      onStale: nodes.closeLater,
      onReleased: nodes.closeUnused,
    })
    changed()
  })
  const askInDoubt = createDoubtAsker({
    clock,
    policyOf,
    known: servable.known,
    onFreed() {
      nodes.closeUnused()
      requests.advance()
    },
  })
  function countsFaults(): boolean {
    return !wakeWatch.isInGrace()
  }

  /** Something that a choice looks at changed. */
  function changed(): void {
    requests.advance()
    publisher.stateChanged()
  }

  function project(): ClusterView {
    const nodes = shown()
    const views = nodes.length === 0 ? [] : nodes.map(lookAt(requests.queuedByNode()))
    return {
      nodes: views,
      requests: activity.requests(),
      summary: {
        nodesTotal: views.length,
        nodesOnline: views.filter(view => view.status === 'online').length,
        ...activity.totals(),
      },
      servingPaused: false,
      convergence: unknownConvergence,
      ...options.readSurroundings(),
    }
  }

  function find(name: string): ClusterNode {
    const node = nodes.find(name)
    if (node !== undefined) return node
    const names = nodes
      .all()
      .map(({ spec }) => spec.name)
      .join(', ')
    throw new HarombeError('NOT_FOUND', `There is no node named ${name}.`, {
      hint: names === '' ? 'The cluster has no nodes yet.' : `Known nodes: ${names}.`,
    })
  }

  async function recheck(signal: AbortSignal): Promise<void> {
    const checks = nodes
      .all()
      .filter(({ spec }) => spec.enabled)
      .map(monitor.confirm)
    await unlessAborted(Promise.all(checks), signal)
  }

  const rules = createNodeRules({ clock, nodes: shown, policies: () => settings.policies })

  const operatingPoint = () => ({
    preference: rules.isEco() ? 'eco' : (settings.preference ?? neutralOperatingPoint.preference),
    shift: options.learntShift?.() ?? neutralOperatingPoint.shift,
  })

  const requests: RequestRunner = createRequestRunner({
    clock,
    random: options.random,
    classifier,
    operatingPoint,
    placements,
    createId: options.createId,
    settings: () => settings,
    nodes: shown,
    rules,
    wake: options.wake,
    servable,
    policyOf,
    learn: async signal => knowledge.learn?.(signal),
    recheck,
    onNodeFailed(node, error) {
      if (!nodes.has(node) || !node.spec.enabled) return
      // Nothing listens there any more; do not wait for the next check to stop sending people to it.
      if (error.code !== 'NODE_UNREACHABLE') void monitor.checkNow(node)
      else if (countsFaults()) {
        goDown(node, error)
        monitor.checkSoon(node)
      }
    },
    onLoaded(node) {
      if (nodes.has(node) && node.spec.enabled) void monitor.checkAnew(node)
    },
    onLeft: nodes.closeUnused,
    activity,
    publisher,
  })

  const history = createHistoryBook<ClusterNode>({
    clock,
    counting: options.sinceBoot ?? clock.wall,
    find: nodes.find,
    running: activity.requests,
    *readings() {
      const queued = requests.queuedByNode()
      for (const node of nodes.all()) yield [node, readingOf(node, queued.get(node.spec.name) ?? 0)]
    },
  })
  requests.onActivity(({ type, node }) => {
    if (type === 'failed') history.failed(node)
    else history.busy(node, nodes.find(node)?.activeRequests ?? 0)
  })
  requests.onEnded(history.ended)

  return {
    async setNodes(specs) {
      if (isStopped) return
      const replaced = nodes.replace(specs)
      replaced.gone.forEach(monitor.unwatch)
      replaced.gone.forEach(history.forget)
      replaced.freedNames.forEach(placements.forget)
      const checks: Promise<void>[] = []
      for (const { node, wasEnabled } of replaced.nodes) {
        if (!node.spec.enabled) monitor.unwatch(node)
        else if (!wasEnabled) {
          node.reachability = 'unknown'
          checks.push(monitor.watch(node))
          // Set twice in one moment, by whoever edited the file and by the watch over it: both wait for the first look.
        } else if (node.reachability === 'unknown') checks.push(monitor.checkNow(node))
      }
      for (const timed of [wakeWatch, history]) {
        if (specs.length === 0) timed.stop()
        else timed.start()
      }
      changed()
      await Promise.all(checks)
    },
    setSettings(next) {
      settings = next
      changed()
    },
    suspended: wakeWatch.suspended,
    resumed: wakeWatch.resumed,
    hosts,
    host(name) {
      const node = nodes.find(name)
      return node === undefined || !isShown(node) ? null : toHost(node)
    },
    onActivity: requests.onActivity,
    onEnded: requests.onEnded,
    policyOf: (node, model) => policyOf(find(node), model),
    onChecked(listener) {
      checkListeners.add(listener)
      return () => void checkListeners.delete(listener)
    },
    setDraining(name, draining) {
      const node = find(name)
      if (node.draining !== draining) {
        const reason = draining ? 'It was taken out for now.' : 'It was put back.'
        node.incidents.add({ kind: draining ? 'drained' : 'resumed', reason })
      }
      node.draining = draining
      changed()
      return look(node)
    },
    node: name => look(find(name)),
    recheck,
    async checkNow(name) {
      const chosen = name === undefined ? shown() : [find(name)]
      await Promise.all(chosen.filter(({ spec }) => spec.enabled).map(monitor.confirm))
      return chosen.map(look)
    },
    explain: whatIf =>
      explainWhatIf(whatIf, {
        nodes: shown().map(node => snapshotOf(node, servable.of(node), placements.of(node))),
        policy: settings.routing,
        forbidden: rules.forbidden(whatIf.origin ?? 'chat', whatIf.target.node),
        classifier,
        operatingPoint: operatingPoint(),
        waiting: requests
          .queuedByNode()
          .values()
          .reduce((sum, count) => sum + count, 0),
      }),
    execute: requests.execute,
    complete: (request, signal) => collectExecution(requests.execute(request, signal)),
    embed: requests.embed,
    view: () => publisher.current(),
    models: () => servedModels(shown(), servable),
    watch: publisher.watch,
    watchHistory(name, signal) {
      find(name)
      return history.watch(name, signal)
    },
    subscribe: publisher.subscribe,
    refresh: publisher.stateChanged,
    async stop() {
      isStopped = true
      requests.stop()
      monitor.stop()
      wakeWatch.stop()
      history.stop()
      publisher.stop()
      await nodes.close()
      await Promise.all([placements.close(), incidents.close()])
    },
  }
}

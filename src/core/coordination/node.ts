import type { Clock } from '../../shared/clock'
import type { NodeStatus, NodeView } from '../../shared/entities'
import type { HarombeError } from '../../shared/errors'
import type { InferenceClient, ProbeResult } from '../inference/protocol'
import { type BreakerKeeper, createNodeBreakers } from './breaker/node-breakers'
import type { Pulse } from './breaker/pulse'
import { backendOf, type ModelHost } from './capability-knowledge'
import type { IncidentBook, IncidentLog } from './health/incidents'
import { createSlowStart, type SlowStart } from './health/slow-start'
import type { HistoryReading } from './history/history-book'
import type { NodeSnapshot } from './judge-node'
import type { NodeSpec } from './node-spec'
import { nothingPlaced } from './placement/presumed-pace'
import type { NodePlacement } from './placement/types'
import type { NodeModels } from './servable-models'
import { slotsOf } from './slots'
import { createStatistics, type StatisticsKeeper } from './statistics'

/** What runs on one server, by whichever nodes: those with one address share its slots, and one that was replaced still counts. */
export interface ServerUse {
  activeRequests: number
}

/** A declared node and everything learnt about it. Mutable; owned by the cluster manager alone. */
export interface ClusterNode {
  spec: NodeSpec
  /** Null until the backend is known. */
  client: InferenceClient | null
  probe: ProbeResult | null
  reachability: 'unknown' | 'up' | 'down'
  consecutiveFailures: number
  /** Good checks in a row since the last bad one, while it is down. */
  goodChecks: number
  latencyMs: number | null
  latencyHistory: number[]
  checkedAt: number | null
  error: HarombeError | null
  /** Of this node; what its server is at is in `server`. */
  activeRequests: number
  server: ServerUse
  /** Taken out by the user for now: it finishes what it answers and gets nothing new. */
  draining: boolean
  statistics: StatisticsKeeper
  breakers: BreakerKeeper
  /** How much of its share it gets while it warms up after coming back. */
  slowStart: SlowStart
  incidents: IncidentLog
  /**
   * Ends what runs on it now, each with the reason given, as a failure of the node that another try may follow. See `occupy`.
   */
  interrupters: Set<(reason: HarombeError) => void>
  /** Fires when the node is removed or points elsewhere: checks of the old target must not count for the new one. */
  retired: AbortController
}

/** What a node needs of the cluster it is in. */
export interface NodeSurroundings {
  clock: Clock
  random(): number
  /** Whether failures say anything now; not while machines wake up. */
  countsFaults(): boolean
  /** Whether this machine slept or stood still since, so that what took time since says nothing. */
  lostTimeSince(monotonicMs: number): boolean
  incidents: Pick<IncidentBook, 'open'>
  /** How the model does on the other nodes of the node's tier. */
  equals(node: ClusterNode, model: string): readonly Pulse[]
  /** Something that a choice or a person looks at changed. */
  onChanged(node: ClusterNode): void
  /** A request came to a good end on it. */
  onAnswered(node: ClusterNode): void
}

export function createClusterNode(
  spec: NodeSpec,
  server: ServerUse,
  surroundings: NodeSurroundings,
): ClusterNode {
  const { clock, random, countsFaults, lostTimeSince } = surroundings
  let made: ClusterNode | null = null
  const incidents = surroundings.incidents.open(() => (made?.spec ?? spec).name)
  const breakers = createNodeBreakers({
    clock,
    random,
    backend: () => backendOf(node),
    countsFaults,
    lostTimeSince,
    equals: model => surroundings.equals(node, model),
    onIncident: incidents.add,
    onChanged: () => surroundings.onChanged(node),
    onAnswered: () => surroundings.onAnswered(node),
  })
  const node: ClusterNode = {
    spec,
    client: null,
    probe: null,
    reachability: 'unknown',
    consecutiveFailures: 0,
    goodChecks: 0,
    latencyMs: null,
    latencyHistory: [],
    checkedAt: null,
    error: null,
    activeRequests: 0,
    server,
    draining: false,
    statistics: createStatistics(),
    breakers,
    slowStart: createSlowStart(clock),
    incidents,
    interrupters: new Set(),
    retired: new AbortController(),
  }
  made = node
  node.retired.signal.addEventListener('abort', incidents.close, { once: true })
  return node
}

/**
 * Takes room on the node for one request. @param interrupt ends it, with the reason given
 * @returns gives the room back; idempotent
 */
export function occupy(node: ClusterNode, interrupt: (reason: HarombeError) => void): () => void {
  const { server, interrupters } = node
  node.activeRequests += 1
  server.activeRequests += 1
  interrupters.add(interrupt)
  return () => {
    if (!interrupters.delete(interrupt)) return
    node.activeRequests -= 1
    server.activeRequests -= 1
  }
}

export function statusOf(
  { spec, reachability, draining }: ClusterNode,
  { isUsable }: NodeModels,
): NodeStatus {
  if (!spec.enabled) return 'disabled'
  if (spec.problem !== undefined) return 'offline'
  if (reachability !== 'up') return reachability === 'down' ? 'offline' : 'unknown'
  if (draining) return 'draining'
  return isUsable ? 'online' : 'model_missing'
}

const errorOf = ({ spec, error }: ClusterNode): HarombeError | null => spec.problem ?? error

/** @param placement how fast it is and what it was given lately; without it that is presumed */
export function snapshotOf(
  node: ClusterNode,
  models: NodeModels,
  placement: NodePlacement = nothingPlaced(node.spec.tier),
): NodeSnapshot {
  const { activeRequests } = node.server
  const slots = slotsOf(node)
  return {
    name: node.spec.name,
    tier: node.spec.tier,
    model: models.answering,
    models: models.listed,
    modelsServed: models.servable,
    backend: backendOf(node),
    enabled: node.spec.enabled,
    status: statusOf(node, models),
    latencyMs: node.latencyMs,
    activeRequests,
    slots,
    loaded: node.probe?.loaded ?? null,
    weight: node.spec.weight ?? 1,
    slowStart: node.slowStart.share(),
    breakers: node.breakers.looks(),
    problem: errorOf(node)?.message ?? '',
    paces: placement.paces,
    // Nobody waits for one of several free slots, and to foresee when one is free costs something for a thousand nodes.
    waitMs: activeRequests < slots ? null : placement.waitMs,
    recentRequests: placement.recentRequests,
    passedOver: placement.passedOver,
    inDemand: placement.inDemand,
  }
}

/** What else is shown of a node: requests that wait for it, and how fast it was found to be. */
export type NodeOutlook = Pick<NodeView, 'queued' | 'paces'>

export function viewOf(node: ClusterNode, models: NodeModels, { queued, paces }: NodeOutlook): NodeView {
  const { spec, probe } = node
  const snapshot = snapshotOf(node, models)
  return {
    name: spec.name,
    url: spec.url,
    tier: spec.tier,
    backend: snapshot.backend,
    model: snapshot.model,
    models: [...snapshot.models],
    origin: spec.origin,
    simulated: probe?.simulated ?? false,
    enabled: spec.enabled,
    status: snapshot.status,
    latencyMs: node.latencyMs,
    latencyHistory: [...node.latencyHistory],
    activeRequests: node.activeRequests,
    slots: snapshot.slots,
    load: node.server.activeRequests / snapshot.slots,
    checkedAt: node.checkedAt,
    version: probe?.version ?? null,
    error: errorOf(node)?.toShape() ?? null,
    statistics: node.statistics.read(),
    weight: snapshot.weight,
    slowStart: Math.round(snapshot.slowStart * 100) / 100,
    queued,
    breakers: node.breakers.views(),
    incidents: [...node.incidents.read()],
    paces,
    loaded: probe?.loaded?.map(({ name, sizeBytes }) => ({ name, sizeBytes })) ?? null,
    memoryBytes: memoryOf(node),
    wakeMac: spec.wakeMac ?? null,
  }
}

/** What models may take there: video memory, else main memory, as the file says or a peer tells. */
function memoryOf({ spec, probe }: ClusterNode): number | null {
  const { vramBytes, ramBytes } = spec.memory ?? probe?.memory ?? { vramBytes: null, ramBytes: null }
  return vramBytes !== null && vramBytes > 0 ? vramBytes : ramBytes
}

/** What its loaded models take; null where its server does not tell. */
function loadedBytes({ probe }: ClusterNode): number | null {
  if (probe?.loaded == null) return null
  const sizes = probe.loaded.map(({ sizeBytes }) => sizeBytes)
  return sizes.includes(null) ? null : sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0)
}

/**
 * This machine's own node is shown only once its backend has answered, unless it cannot be asked: nobody declared it. But an
 * engine of its own somebody chose, and it says what it lacks.
 */
export const isShown = ({ spec, probe }: ClusterNode): boolean =>
  spec.origin !== 'local' || probe !== null || spec.problem !== undefined || spec.backend === 'embedded'

/** The models are looked at only when asked for: knowledge of them may itself be had by looking at hosts. */
export const hostOf = (node: ClusterNode, models: () => NodeModels): ModelHost => ({
  spec: node.spec,
  client: node.client,
  probe: node.probe,
  get online() {
    return statusOf(node, models()) === 'online'
  },
  reachable: node.spec.enabled && node.spec.problem === undefined && node.reachability === 'up',
  get defaultModel() {
    return models().answering
  },
  activeRequests: node.server.activeRequests,
  retired: node.retired.signal,
})

/** How it stands at this moment, for its history. A node that is not asked, or does not answer, is not there. */
export const readingOf = (node: ClusterNode, queued: number): HistoryReading => ({
  name: node.spec.name,
  isThere: node.spec.enabled && node.reachability === 'up',
  latencyMs: node.latencyHistory.at(-1) ?? null,
  active: node.activeRequests,
  queued,
  slots: slotsOf(node),
  memoryBytes: loadedBytes(node),
})

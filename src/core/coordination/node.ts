import type { BackendKind, NodeStatus, NodeView, Tier } from '../../shared/entities'
import type { HarombeError } from '../../shared/errors'
import type { InferenceClient, ProbeResult } from '../inference/protocol'
import type { ModelHost } from './capability-knowledge'
import { isSameModel } from './same-model'
import type { NodeSnapshot } from './selection'
import { createStatistics, type StatisticsKeeper } from './statistics'

/** What somebody declared: a line of the file, this machine, or the demo. */
export interface NodeSpec {
  name: string
  /** Origin with an optional path, no trailing slash. */
  url: string
  tier: Tier
  /** Empty: the first model the node serves. */
  model: string
  /** Undefined: found out by asking. */
  backend: BackendKind | undefined
  token: string | undefined
  enabled: boolean
  slots: number
  origin: NodeView['origin']
  /** Why it must not be used, or even asked, as it is written. */
  problem?: HarombeError | undefined
}

/** A declared node and everything learnt about it. Mutable; owned by the cluster manager alone. */
export interface ClusterNode {
  spec: NodeSpec
  /** Null until the backend is known. */
  client: InferenceClient | null
  probe: ProbeResult | null
  reachability: 'unknown' | 'up' | 'down'
  consecutiveFailures: number
  latencyMs: number | null
  latencyHistory: number[]
  checkedAt: number | null
  error: HarombeError | null
  activeRequests: number
  statistics: StatisticsKeeper
  /** Fires when the node is removed or points elsewhere: checks of the old target must not count for the new one. */
  retired: AbortController
}

export function createClusterNode(spec: NodeSpec): ClusterNode {
  return {
    spec,
    client: null,
    probe: null,
    reachability: 'unknown',
    consecutiveFailures: 0,
    latencyMs: null,
    latencyHistory: [],
    checkedAt: null,
    error: null,
    activeRequests: 0,
    statistics: createStatistics(),
    retired: new AbortController(),
  }
}

/** The model that answers when nobody names one; a loaded one first when the choice is free. Empty when unknown. */
export function answeringModel({ spec, probe }: ClusterNode): string {
  if (spec.model !== '' && spec.model !== 'auto') return spec.model
  return probe?.loaded?.[0]?.name ?? probe?.models[0]?.name ?? ''
}

function statusOf(node: ClusterNode): NodeStatus {
  if (!node.spec.enabled) return 'disabled'
  if (node.spec.problem !== undefined) return 'offline'
  if (node.reachability !== 'up') return node.reachability === 'down' ? 'offline' : 'unknown'
  const model = answeringModel(node)
  const listed = node.probe?.models ?? []
  // A server that lists nothing (a bare proxy) is taken at its word until it refuses.
  const served = listed.length === 0 || listed.some(({ name }) => isSameModel(name, model))
  return model !== '' && served ? 'online' : 'model_missing'
}

const errorOf = ({ spec, error }: ClusterNode): HarombeError | null => spec.problem ?? error

export function snapshotOf(node: ClusterNode): NodeSnapshot {
  return {
    name: node.spec.name,
    tier: node.spec.tier,
    model: answeringModel(node),
    models: node.probe?.models.map(({ name }) => name) ?? [],
    backend: node.probe?.backend ?? node.spec.backend ?? 'ollama',
    enabled: node.spec.enabled,
    status: statusOf(node),
    latencyMs: node.latencyMs,
    activeRequests: node.activeRequests,
    slots: node.spec.slots,
    problem: errorOf(node)?.message ?? '',
  }
}

export function viewOf(node: ClusterNode): NodeView {
  const { spec, probe } = node
  const snapshot = snapshotOf(node)
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
    slots: spec.slots,
    load: node.activeRequests / spec.slots,
    checkedAt: node.checkedAt,
    version: probe?.version ?? null,
    error: errorOf(node)?.toShape() ?? null,
    statistics: node.statistics.read(),
  }
}

/** This machine's own node is shown only once its backend has answered, unless it cannot be asked: nobody declared it. */
export const isShown = ({ spec, probe }: ClusterNode): boolean =>
  spec.origin !== 'local' || probe !== null || spec.problem !== undefined

export const hostOf = (node: ClusterNode): ModelHost => ({
  spec: node.spec,
  client: node.client,
  probe: node.probe,
  online: statusOf(node) === 'online',
  reachable: node.spec.enabled && node.spec.problem === undefined && node.reachability === 'up',
  defaultModel: answeringModel(node),
  activeRequests: node.activeRequests,
  retired: node.retired.signal,
})

import type { NodeStatus, NodeView } from '../../shared/entities'
import type { HarombeError } from '../../shared/errors'
import type { InferenceClient, ProbeResult } from '../inference/protocol'
import { backendOf, type ModelHost } from './capability-knowledge'
import type { NodeSnapshot } from './judge-node'
import type { NodeSpec } from './node-spec'
import { createStatistics, type StatisticsKeeper } from './statistics'
import type { ServableModel } from './suitability'

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

/** Of the models it may be used for, the one that answers a plain question; empty when there is none. */
export function answeringModel({ spec }: ClusterNode, models: readonly ServableModel[]): string {
  const unasked = models.filter(({ onlyByName }) => !onlyByName)
  const model = unasked.find(({ capabilities }) => capabilities.chat !== 'no') ?? unasked[0]
  return model?.name ?? (spec.model === 'auto' ? '' : spec.model)
}

export function statusOf({ spec, reachability }: ClusterNode, models: readonly ServableModel[]): NodeStatus {
  if (!spec.enabled) return 'disabled'
  if (spec.problem !== undefined) return 'offline'
  if (reachability !== 'up') return reachability === 'down' ? 'offline' : 'unknown'
  return models.some(({ onlyByName }) => !onlyByName) ? 'online' : 'model_missing'
}

const errorOf = ({ spec, error }: ClusterNode): HarombeError | null => spec.problem ?? error

/** @param models what it may be used for, of `ServableModels` */
export function snapshotOf(node: ClusterNode, models: readonly ServableModel[]): NodeSnapshot {
  return {
    name: node.spec.name,
    tier: node.spec.tier,
    model: answeringModel(node, models),
    models: node.probe?.models.map(({ name }) => name) ?? [],
    modelsServed: models,
    backend: backendOf(node),
    enabled: node.spec.enabled,
    status: statusOf(node, models),
    latencyMs: node.latencyMs,
    activeRequests: node.activeRequests,
    slots: node.spec.slots,
    problem: errorOf(node)?.message ?? '',
  }
}

export function viewOf(node: ClusterNode, models: readonly ServableModel[]): NodeView {
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

/** The models are looked at only when asked for: knowledge of them may itself be had by looking at hosts. */
export const hostOf = (node: ClusterNode, models: () => readonly ServableModel[]): ModelHost => ({
  spec: node.spec,
  client: node.client,
  probe: node.probe,
  get online() {
    return statusOf(node, models()) === 'online'
  },
  reachable: node.spec.enabled && node.spec.problem === undefined && node.reachability === 'up',
  get defaultModel() {
    return answeringModel(node, models())
  },
  activeRequests: node.activeRequests,
  retired: node.retired.signal,
})

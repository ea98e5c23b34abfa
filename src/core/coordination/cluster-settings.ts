import type { Policies } from '../../shared/config/cluster-rules'
import type { Config } from '../../shared/config/schema'
import type { BackendKind, RoutePreference } from '../../shared/entities'
import type { HealthPolicy } from './health/types'
import type { RoutingPolicy } from './selection'

/** What the file says about the cluster, apart from the nodes. */
export interface ClusterSettings {
  routing: RoutingPolicy
  health: HealthPolicy
  /** How questions are weighed; absent: balanced. */
  preference?: RoutePreference | undefined
  /** Tokens every model is loaded with where its node says nothing else. */
  contextLength: number
  /** The user's rules; absent: none. */
  policies?: Policies | undefined
  /** Absent: the defaults of the file. */
  queue?: QueuePolicy | undefined
  /** Milliseconds until the first token of a loaded model, by kind of server; absent: as long as its client waits. */
  warmTimeoutsMs?: Partial<Record<BackendKind, number>> | undefined
}

export interface QueuePolicy {
  /** Requests that may wait. */
  maxLength: number
  /** Milliseconds one waits at most. */
  maxWaitMs: number
}

const defaultQueue: QueuePolicy = { maxLength: 256, maxWaitMs: 60_000 }

export const queueOf = ({ queue = defaultQueue }: ClusterSettings): QueuePolicy => queue

/** Of a kind of server the file has no block for. */
const defaultTimeoutSeconds = 120

export function clusterSettingsOf({ cluster, inference, model, ollama }: Config): ClusterSettings {
  const { routing, health, queue } = cluster
  const secondsOf = (kind: 'vllm' | 'sglang' | 'llamacpp' | 'openai') =>
    inference[kind]?.timeout ?? defaultTimeoutSeconds
  return {
    routing: {
      preferLocal: routing.prefer_local,
      fallbackStrategy: routing.fallback_strategy,
      loadBalance: routing.load_balance,
    },
    preference: routing.preference,
    policies: cluster.policies,
    health: { intervalMs: health.interval * 1000, timeoutMs: health.timeout * 1000 },
    contextLength: model.context_length,
    queue: { maxLength: queue.max_length, maxWaitMs: queue.max_wait * 1000 },
    warmTimeoutsMs: {
      ollama: (inference.ollama?.timeout ?? ollama.timeout) * 1000,
      vllm: secondsOf('vllm') * 1000,
      sglang: secondsOf('sglang') * 1000,
      llamacpp: secondsOf('llamacpp') * 1000,
      openai: secondsOf('openai') * 1000,
    },
  }
}

import type { ClusterView } from './cluster'
import type { NodeView } from './node'

/** One node as `GET /cluster/status` and the CLI tell it: snake_case, shared with the Python harombe. */
export function nodeStatusRecord(node: NodeView) {
  return {
    name: node.name,
    url: node.url,
    tier: node.tier,
    model: node.model,
    models: node.models,
    backend: node.backend,
    origin: node.origin,
    status: node.status,
    available: node.status === 'online',
    enabled: node.enabled,
    simulated: node.simulated,
    load: node.load,
    slots: node.slots,
    active_requests: node.activeRequests,
    latency_ms: node.latencyMs,
    ttft_ms: node.statistics.ttftMs,
    tokens_per_second: node.statistics.tokensPerSecond,
    version: node.version,
    error: node.error,
  }
}

/** What `GET /cluster/status` and `harombe cluster status --json` answer. */
export function clusterStatusRecord(view: ClusterView) {
  return { nodes: view.nodes.map(nodeStatusRecord), config_problem: view.configProblem }
}

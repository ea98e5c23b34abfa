import type { ClusterView } from './cluster'
import type { NodeView } from './node'

/** One node in the format of `GET /cluster/status` (snake_case, shared with the Python harombe). */
export function nodeStatusRecord(node: NodeView) {
  return {
    name: node.name,
    tier: node.tier,
    model: node.model,
    available: node.status === 'online',
    load: node.load,
    latency_ms: node.latencyMs,
    status: node.status,
    enabled: node.enabled,
    url: node.url,
    backend: node.backend,
    models: node.models,
    origin: node.origin,
    simulated: node.simulated,
    active_requests: node.activeRequests,
    slots: node.slots,
    version: node.version,
    error: node.error === null ? null : { code: node.error.code, message: node.error.message },
  }
}

/** What `GET /cluster/status` and `harombe cluster status --json` answer. */
export function clusterStatusRecord(view: ClusterView) {
  return { nodes: view.nodes.map(nodeStatusRecord) }
}

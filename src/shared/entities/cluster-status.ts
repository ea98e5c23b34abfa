import type { ClusterView } from './cluster'
import type { BreakerState, NodeView } from './node'

/** The worst of its models' breakers: what keeps requests from it, if anything does. */
export function worstBreaker({ breakers }: Pick<NodeView, 'breakers'>): BreakerState {
  const states = breakers.map(({ state }) => state)
  if (states.includes('open')) return 'open'
  return states.includes('half_open') ? 'half_open' : 'closed'
}

/** How it takes requests now, in a word: its status, or of an online node how free it is. */
export type NodeState = Exclude<NodeView['status'], 'online'> | 'ready' | 'busy' | 'recovering' | 'tripped'

/** tripped: a breaker keeps requests off; recovering: it gets a part of its share; busy: all slots are taken. */
export function nodeState(node: NodeView): NodeState {
  if (node.status !== 'online') return node.status
  const breaker = worstBreaker(node)
  if (breaker === 'open') return 'tripped'
  if (breaker === 'half_open' || node.slowStart < 1) return 'recovering'
  return node.load >= 1 ? 'busy' : 'ready'
}

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
    state: nodeState(node),
    available: node.status === 'online',
    enabled: node.enabled,
    draining: node.status === 'draining',
    simulated: node.simulated,
    load: node.load,
    slots: node.slots,
    active_requests: node.activeRequests,
    queued: node.queued,
    weight: node.weight,
    slow_start: node.slowStart,
    breaker: worstBreaker(node),
    breakers: node.breakers.map(({ model, state, retryAt, reason }) => ({
      model,
      state,
      retry_at: retryAt,
      reason,
    })),
    latency_ms: node.latencyMs,
    ttft_ms: node.statistics.ttftMs,
    tokens_per_second: node.statistics.tokensPerSecond,
    version: node.version,
    error: node.error,
  }
}

/** What `GET /cluster/status` and `harombe cluster status --json` answer. */
export function clusterStatusRecord(view: ClusterView) {
  return {
    nodes: view.nodes.map(nodeStatusRecord),
    active_requests: view.requests.length,
    queued: view.summary.queued,
    rejected: view.summary.rejected,
    config_problem: view.configProblem,
    convergence: {
      state: view.convergence.state,
      pending: view.convergence.pending,
      drift: view.convergence.drift,
      checked_at: view.convergence.checkedAt,
    },
  }
}

import type { ClusterView } from './cluster'
import type { NodeView } from './node'

const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole)

const nodeMetricsRecord = ({ statistics, latencyMs, activeRequests, queued }: NodeView) => ({
  total_requests: statistics.requests,
  successful_requests: statistics.requests - statistics.failures,
  failed_requests: statistics.failures,
  success_rate: share(statistics.requests - statistics.failures, statistics.requests),
  total_tokens: statistics.tokens,
  average_latency_ms: latencyMs,
  ttft_ms: statistics.ttftMs,
  tokens_per_second: statistics.tokensPerSecond,
  active_requests: activeRequests,
  queued,
})

/**
 * What `GET /metrics` and `harombe cluster metrics --json` answer: the Python harombe's fields, and more. Counted since the
 * coordinator started.
 */
export function clusterMetricsRecord({ nodes, summary, requests }: ClusterView) {
  const sum = (read: (node: NodeView) => number) => nodes.reduce((total, node) => total + read(node), 0)
  const sent = sum(node => node.statistics.requests)
  return {
    nodes: Object.fromEntries(nodes.map(node => [node.name, nodeMetricsRecord(node)])),
    cluster_summary: {
      total_nodes: summary.nodesTotal,
      online_nodes: summary.nodesOnline,
      total_requests: sent,
      total_answers: summary.answers,
      total_failures: summary.failures,
      total_failovers: summary.failovers,
      total_rejected: summary.rejected,
      average_success_rate: share(sent - sum(node => node.statistics.failures), sent),
      total_tokens: sum(node => node.statistics.tokens),
      ttft_ms: summary.ttftMs,
      tokens_per_second: summary.tokensPerSecond,
      simple_on_tier_0: summary.simpleOnTier0,
      active_requests: requests.length,
      queued: summary.queued,
      tiers: summary.tiers.map(({ tier, answers, failures, fallbacks, tokens, ttftMs, tokensPerSecond }) => ({
        tier,
        answers,
        failures,
        fallbacks,
        tokens,
        ttft_ms: ttftMs,
        tokens_per_second: tokensPerSecond,
      })),
    },
  }
}

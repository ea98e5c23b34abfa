import { Counter, Gauge, Registry } from 'prom-client'
import type { ClusterView, NodeView } from '../../shared/entities'

interface NodeMetric {
  name: string
  help: string
  read(node: NodeView): number | null
}

const nodeMetrics: readonly NodeMetric[] = [
  {
    name: 'harombe_node_up',
    help: '1 when the node may be used',
    read: node => (node.status === 'online' ? 1 : 0),
  },
  {
    name: 'harombe_node_active_requests',
    help: 'Requests the node is answering',
    read: node => node.activeRequests,
  },
  { name: 'harombe_node_slots', help: 'Requests the node takes at once', read: node => node.slots },
  {
    name: 'harombe_node_requests_total',
    help: 'Requests sent to the node',
    read: node => node.statistics.requests,
  },
  {
    name: 'harombe_node_failures_total',
    help: 'Requests the node failed',
    read: node => node.statistics.failures,
  },
  { name: 'harombe_node_tokens_total', help: 'Tokens the node wrote', read: node => node.statistics.tokens },
  {
    name: 'harombe_node_latency_seconds',
    help: 'Round trip of a health check, smoothed',
    read: node => (node.latencyMs === null ? null : node.latencyMs / 1000),
  },
  {
    name: 'harombe_node_first_token_seconds',
    help: 'Median time to the first token over the last 50 answers',
    read: node => (node.statistics.ttftMs === null ? null : node.statistics.ttftMs / 1000),
  },
  {
    name: 'harombe_node_tokens_per_second',
    help: 'Median writing speed over the last 50 answers',
    read: node => node.statistics.tokensPerSecond,
  },
]

const clusterMetrics: readonly { name: string; help: string; read(view: ClusterView): number | null }[] = [
  { name: 'harombe_answers_total', help: 'Queries answered completely', read: view => view.summary.answers },
  { name: 'harombe_answer_failures_total', help: 'Queries that failed', read: view => view.summary.failures },
  {
    name: 'harombe_failovers_total',
    help: 'Times another node took over',
    read: view => view.summary.failovers,
  },
  { name: 'harombe_active_queries', help: 'Queries being answered', read: view => view.requests.length },
  {
    name: 'harombe_simple_on_tier0_ratio',
    help: 'Share of simple queries that a tier-0 node answered',
    read: view => view.summary.simpleOnTier0,
  },
]

/** Prometheus text exposition of the view at each call. */
export function createPrometheusExporter(view: () => ClusterView): () => Promise<string> {
  const registry = new Registry()
  const perNode = nodeMetrics.map(metric => ({
    metric,
    series: createSeries(registry, metric, ['node', 'tier']),
  }))
  const perCluster = clusterMetrics.map(metric => ({ metric, series: createSeries(registry, metric, []) }))
  return () => {
    const current = view()
    for (const { metric, series } of perNode) {
      // A removed node's series must not linger with its last value.
      series.clear()
      for (const node of current.nodes) {
        const value = metric.read(node)
        if (value !== null) series.write({ node: node.name, tier: String(node.tier) }, value)
      }
    }
    for (const { metric, series } of perCluster) {
      const value = metric.read(current)
      series.clear()
      if (value !== null) series.write({}, value)
    }
    return registry.metrics()
  }
}

interface Series {
  clear(): void
  write(labels: Record<string, string>, value: number): void
}

/** Totals are counters by type, or `rate()` over them is warned about. */
function createSeries(
  registry: Registry,
  { name, help }: { name: string; help: string },
  labelNames: string[],
): Series {
  const options = { name, help, labelNames, registers: [registry] }
  if (name.endsWith('_total')) {
    const counter = new Counter(options)
    return { clear: () => counter.reset(), write: (labels, value) => counter.inc(labels, value) }
  }
  const gauge = new Gauge(options)
  return {
    clear() {
      gauge.reset()
      // Without labels a reset leaves a zero.
      if (labelNames.length === 0) gauge.remove()
    },
    write: (labels, value) => gauge.set(labels, value),
  }
}

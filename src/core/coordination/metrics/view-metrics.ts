import { Counter, Gauge, type Registry } from 'prom-client'
import type { ClusterView, NodeView, TierStatistics } from '../../../shared/entities'

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
  {
    name: 'harombe_node_queued_requests',
    help: 'Requests that wait and would go to the node as things stand',
    read: node => node.queued,
  },
  {
    name: 'harombe_node_draining',
    help: '1 when the node gets nothing new',
    read: node => (node.status === 'draining' ? 1 : 0),
  },
  {
    name: 'harombe_node_share_ratio',
    help: 'Part of its share the node gets, below 1 while it warms up after coming back',
    read: node => node.slowStart,
  },
]

const clusterMetrics: readonly { name: string; help: string; read(view: ClusterView): number | null }[] = [
  { name: 'harombe_answers_total', help: 'Queries answered completely', read: view => view.summary.answers },
  { name: 'harombe_answer_failures_total', help: 'Queries that failed', read: view => view.summary.failures },
  {
    name: 'harombe_rejected_total',
    help: 'Queries turned away because too many waited, or they waited too long',
    read: view => view.summary.rejected,
  },
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

const tierMetrics: readonly { name: string; help: string; read(tier: TierStatistics): number | null }[] = [
  { name: 'harombe_tier_answers_total', help: 'Queries the tier answered', read: tier => tier.answers },
  { name: 'harombe_tier_failures_total', help: 'Queries the tier failed', read: tier => tier.failures },
  {
    name: 'harombe_tier_fallbacks_total',
    help: 'Queries the tier answered that were wanted from another',
    read: tier => tier.fallbacks,
  },
]

const breakerStates = ['open', 'half_open'] as const
const waitStates = ['queued', 'waiting'] as const

/**
 * Puts series into the registry that are read off the view. Labels are nodes and tiers, whose number the configuration
 * bounds; never models or clients. @returns a function that brings them up to date
 */
export function registerViewMetrics(registry: Registry): (view: ClusterView) => void {
  const perNode = nodeMetrics.map(metric => ({
    metric,
    series: createSeries(registry, metric, ['node', 'tier']),
  }))
  const perTier = tierMetrics.map(metric => ({ metric, series: createSeries(registry, metric, ['tier']) }))
  const perCluster = clusterMetrics.map(metric => ({ metric, series: createSeries(registry, metric, []) }))
  const breakers = createSeries(
    registry,
    { name: 'harombe_node_breakers', help: 'Models of the node whose breaker is in the state' },
    ['node', 'tier', 'state'],
  )
  const waiting = createSeries(
    registry,
    { name: 'harombe_waiting_queries', help: 'Queries that wait for a slot (queued) or a node (waiting)' },
    ['state'],
  )

  return view => {
    // A removed node's series must not linger with its last value.
    for (const { series } of [...perNode, ...perTier, ...perCluster]) series.clear()
    breakers.clear()
    waiting.clear()
    for (const node of view.nodes) {
      const labels = { node: node.name, tier: String(node.tier) }
      for (const { metric, series } of perNode) writeKnown(series, labels, metric.read(node))
      for (const state of breakerStates) {
        breakers.write({ ...labels, state }, node.breakers.filter(breaker => breaker.state === state).length)
      }
    }
    for (const tier of view.summary.tiers) {
      for (const { metric, series } of perTier)
        writeKnown(series, { tier: String(tier.tier) }, metric.read(tier))
    }
    for (const { metric, series } of perCluster) writeKnown(series, {}, metric.read(view))
    for (const state of waitStates) {
      waiting.write({ state }, view.requests.filter(request => request.state === state).length)
    }
  }
}

function writeKnown(series: Series, labels: Record<string, string>, value: number | null): void {
  if (value !== null) series.write(labels, value)
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

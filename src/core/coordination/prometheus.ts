import { Registry } from 'prom-client'
import type { ClusterView, RequestRecord } from '../../shared/entities'
import { registerProcessMetrics } from './metrics/process-metrics'
import { registerRequestMetrics } from './metrics/request-metrics'
import { registerViewMetrics } from './metrics/view-metrics'

export interface PrometheusExporter {
  /** A request ended. */
  observe(record: RequestRecord): void
  /** Text exposition, version 0.0.4, of how things stand. */
  text(): Promise<string>
  stop(): void
}

/** Figures for Prometheus: of the view at each call, of every request since the start, and of the process. */
export function createPrometheusExporter(view: () => ClusterView): PrometheusExporter {
  const registry = new Registry()
  const showView = registerViewMetrics(registry)
  const requests = registerRequestMetrics(registry)
  const ownProcess = registerProcessMetrics(registry)
  return {
    observe: requests.observe,
    text() {
      const current = view()
      showView(current)
      requests.keepNodes(new Set(current.nodes.map(({ name }) => name)))
      ownProcess.refresh()
      return registry.metrics()
    },
    stop: ownProcess.stop,
  }
}

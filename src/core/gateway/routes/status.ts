import type { NodeView } from '../../../shared/entities'
import { clusterMetricsRecord } from '../../../shared/entities/cluster-metrics'
import { clusterStatusRecord } from '../../../shared/entities/cluster-status'
import { askableName } from '../../coordination/asked-name'
import { serverOf } from '../../coordination/match-nodes'
import type { ClusterInspector } from '../../coordination/types'
import { hasScope } from '../guard/principal'
import { listedModels } from '../listed-models'
import { isVirtual } from '../target'
import type { GatewayOptions } from '../types'
import type { RouteHandlers } from './handler'

type Delegates = Pick<GatewayOptions, 'cluster' | 'localModel' | 'memory' | 'metricsText' | 'version'>

/** Prometheus asks for OpenMetrics or text/plain by name; browsers and curl do not. */
const wantsText = (accept: string | undefined) =>
  accept !== undefined && /(?:^|[\s,])(?:text\/plain|application\/openmetrics-text)\b/i.test(accept)

/** A peer can ask for no other than a name of ours that is a model's. */
function namesFor(listed: string): string[] {
  const name = askableName(listed)
  return name === null || isVirtual(name) ? [] : [name]
}

/** How many questions of peers are answered at once, by the servers that may answer them; the rest wait here. */
function slotsOf(nodes: readonly NodeView[]): number {
  const servers = new Map<string, number>()
  for (const node of nodes)
    servers.set(serverOf(node), Math.max(node.slots, servers.get(serverOf(node)) ?? 0))
  return servers.values().reduce((sum, slots) => sum + slots, 0)
}

/** What a question from a peer can be answered with: this machine's models, or the cluster's where it has none. */
function toPeers(cluster: ClusterInspector) {
  const online = cluster.view().nodes.filter(node => node.status === 'online')
  const own = online.find(node => node.origin === 'local')
  if (own !== undefined) {
    return { models: own.models.flatMap(namesFor), simulated: own.simulated, slots: own.slots }
  }
  const machines = online.filter(node => node.backend !== 'harombe')
  return {
    models: listedModels(cluster, true).map(({ model }) => model),
    simulated: online.length > 0 && online.every(node => node.simulated),
    slots: slotsOf(machines.length > 0 ? machines : online),
  }
}

export function createStatusRoutes(
  delegates: Delegates,
): Pick<RouteHandlers, 'health' | 'clusterStatus' | 'metrics'> {
  const { cluster } = delegates

  function memory() {
    const found = delegates.memory?.() ?? null
    return found === null ? {} : { memory: { vram_bytes: found.vramBytes, ram_bytes: found.ramBytes } }
  }

  return {
    health(request) {
      // A load balancer needs the first word; what runs here, and on what, is for those who may ask.
      if (!hasScope(request.principal, 'read')) return { status: 'healthy' }
      return {
        status: 'healthy',
        model: askableName(delegates.localModel()) ?? '',
        version: delegates.version,
        ...toPeers(cluster),
        ...memory(),
      }
    },
    clusterStatus() {
      return clusterStatusRecord(cluster.view())
    },
    async metrics(request, reply) {
      if (wantsText(request.headers.accept)) {
        return reply.type('text/plain; version=0.0.4; charset=utf-8').send(await delegates.metricsText())
      }
      return clusterMetricsRecord(cluster.view())
    },
  }
}

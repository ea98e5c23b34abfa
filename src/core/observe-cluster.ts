import type { Config } from '../shared/config/schema'
import type { NodeView } from '../shared/entities'
import type { ClusterComposition } from './compose-cluster'
import type { Observation, ObservedNode } from './config/plan/types'
import { backendOf, type ModelHost } from './coordination/capability-knowledge'
import type { ClusterManager } from './coordination/cluster-manager'
import type { NodeSpec } from './coordination/node-spec'

export interface ObserverParts extends Pick<ClusterComposition, 'specsOf' | 'lookAt' | 'resolveSecret'> {
  manager: Pick<ClusterManager, 'host' | 'hosts' | 'view' | 'checkNow'>
  /** Of this harombe. */
  version: string
}

export interface ObservedConfigs {
  desired: Config
  /** Secrets may be fingerprints: its nodes are only named. */
  applied: Config | null
}

const nothingPossible = { pull: false, load: false }

const isSameAccess = (a: NodeSpec, b: NodeSpec) =>
  a.url === b.url && a.token === b.token && (a.backend === b.backend || a.backend === undefined)

const isOf =
  (...origins: NodeSpec['origin'][]) =>
  ({ origin }: NodeSpec) =>
    origins.includes(origin)

/** Asks machines, and puts together what is known of them. */
export function createObserver({ manager, specsOf, lookAt, resolveSecret, version }: ObserverParts) {
  type Views = ReadonlyMap<string, Pick<NodeView, 'status' | 'error'>>

  /** As its last check left it. @param views made once: looking at a thousand nodes takes milliseconds */
  function fromHost(name: string, host: ModelHost, views: Views): ObservedNode {
    const { spec, probe, client, reachable } = host
    const view = views.get(spec.name)
    const isDown = view?.status === 'offline'
    return {
      name,
      url: spec.url,
      origin: spec.origin === 'local' ? 'local' : 'config',
      tier: spec.tier,
      reachable: reachable ? 'yes' : isDown ? 'no' : 'unknown',
      error: reachable ? null : (view?.error ?? null),
      backend: probe === null && spec.backend === undefined ? null : backendOf(host),
      version: probe?.version ?? null,
      models: probe?.models.map(model => ({ name: model.name, sizeBytes: model.sizeBytes })) ?? null,
      // Of a machine that is away nobody knows what is in its memory now.
      loaded: reachable ? (probe?.loaded?.map(model => model.name) ?? null) : null,
      abilities: client === null ? nothingPossible : { ...client.library.abilities },
    }
  }

  const unasked = (spec: NodeSpec, changes: Partial<ObservedNode> = {}): ObservedNode => ({
    name: spec.name,
    url: spec.url,
    origin: spec.origin === 'local' ? 'local' : 'config',
    tier: spec.tier,
    reachable: 'unknown',
    error: null,
    backend: spec.backend ?? null,
    version: null,
    models: null,
    loaded: null,
    abilities: nothingPossible,
    ...changes,
  })

  /** One that is not a node yet, or not as the file has it. */
  async function fromMachine(spec: NodeSpec, signal: AbortSignal): Promise<ObservedNode> {
    if (spec.problem !== undefined) {
      return unasked(spec, { reachable: 'no', error: spec.problem.toShape() })
    }
    const look = await lookAt(spec, signal)
    signal.throwIfAborted()
    if (look.probe === null) return unasked(spec, { reachable: 'no', error: look.error.toShape() })
    const { backend, version: found, models, loaded } = look.probe
    return unasked(spec, {
      reachable: 'yes',
      backend,
      version: found,
      models: models.map(({ name, sizeBytes }) => ({ name, sizeBytes })),
      loaded: loaded?.map(({ name }) => name) ?? null,
      abilities: look.abilities,
    })
  }

  /** The node of the cluster that is the machine meant, under whatever name. */
  function hostFor(spec: NodeSpec): ModelHost | null {
    const named = manager.host(spec.name)
    if (named !== null && isSameAccess(spec, named.spec)) return named
    return manager.hosts().find(host => isSameAccess(spec, host.spec)) ?? null
  }

  function unusableOf(desired: Config, specs: readonly NodeSpec[]): Observation['unusable'] {
    const nodes = specs.filter(isOf('config')).flatMap(({ name, problem, token }) => {
      if (problem === undefined) return []
      const code =
        token === undefined && /harombe itself/.test(problem.message) ? 'not_a_server' : 'secret_missing'
      return [{ node: name, code, message: problem.message, hint: problem.hint } as const]
    })
    const token = desired.server.auth_token
    if (token === undefined) return nodes
    try {
      resolveSecret(token)
      return nodes
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      return [...nodes, { node: null, code: 'secret_missing', message } as const]
    }
  }

  return {
    /**
     * @param refresh asks every machine anew, also those that are no nodes yet; else what the last checks saw is taken
     * Rejects only when the signal fires.
     */
    async observe(
      { desired, applied }: ObservedConfigs,
      refresh: boolean,
      signal: AbortSignal,
    ): Promise<Observation> {
      if (refresh) await manager.checkNow()
      signal.throwIfAborted()
      const { specs } = specsOf(desired)
      const views: Views = new Map(manager.view().nodes.map(node => [node.name, node]))
      const wanted = await Promise.all(
        specs.filter(isOf('config')).map(spec => {
          const host = hostFor(spec)
          const isKnown = host !== null && (host.spec.enabled || !spec.enabled)
          if (isKnown) return { ...fromHost(spec.name, host, views), tier: spec.tier }
          return refresh && spec.enabled ? fromMachine(spec, signal) : unasked(spec)
        }),
      )
      const names = new Set(wanted.map(({ name }) => name))
      const leaving = (applied?.cluster.nodes ?? []).flatMap(({ name }) => {
        const host = names.has(name) ? null : manager.host(name)
        return host === null ? [] : [fromHost(name, host, views)]
      })
      const own = manager
        .hosts()
        .filter(({ spec }) => spec.origin === 'local')
        .flatMap(host => (names.has(host.spec.name) ? [] : [fromHost(host.spec.name, host, views)]))
      return { nodes: [...wanted, ...leaving, ...own], version, unusable: unusableOf(desired, specs) }
    },
  }
}

export type ClusterObserver = ReturnType<typeof createObserver>

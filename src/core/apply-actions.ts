import { nodeUrl } from '../shared/config/node-url'
import type { Config, NodeConfig } from '../shared/config/schema'
import type { ModelJob } from '../shared/entities'
import { HarombeError } from '../shared/errors'
import { sameJson } from '../shared/same-json'
import { isSameModel } from '../shared/same-model'
import type { ApplyActions, StepContext } from './config/apply/types'
import { serverOf } from './config/plan/places'
import type { ConfigFile } from './config/types'
import type { ClusterManager } from './coordination/cluster-manager'
import type { ModelService } from './coordination/models/model-service'

export interface ActionParts {
  manager: Pick<ClusterManager, 'host' | 'node' | 'checkNow' | 'setDraining' | 'subscribe'>
  models: Pick<ModelService, 'start' | 'follow' | 'cancel' | 'view'>
  configFile: Pick<ConfigFile, 'current' | 'enforce'>
  /** Takes the configuration in force over; resolves when every new node was looked at once. */
  applyConfig(): Promise<void>
}

const withNodes = (config: Config, nodes: readonly NodeConfig[]): Config => ({
  ...config,
  cluster: { ...config.cluster, nodes: [...nodes] },
})

function throwIfCancelled({ aborted, reason }: AbortSignal): void {
  if (aborted)
    throw reason instanceof HarombeError ? reason : new HarombeError('CANCELLED', 'It was cancelled.')
}

/** Resolves when the work has. @throws the signal's reason as soon as it fires; the work goes on unheard */
async function orCancelled<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  throwIfCancelled(signal)
  const { promise, resolve } = Promise.withResolvers<null>()
  const leave = () => resolve(null)
  signal.addEventListener('abort', leave, { once: true })
  try {
    const first = await Promise.race([work.then(value => ({ value })), promise])
    if (first !== null) return first.value
    throwIfCancelled(signal)
    return await work
  } finally {
    signal.removeEventListener('abort', leave)
  }
}

/** What the steps of one apply do to this cluster. @param desired what the plan was made for */
export function createApplyActions(parts: ActionParts, desired: Config): ApplyActions {
  const { manager, models, configFile, applyConfig } = parts
  /** Nodes taken out here, which are put back unless they go. */
  const drained = new Set<string>()

  const wanted = (name: string) => desired.cluster.nodes.find(node => node.name === name)

  /** In the order of the file, as far as it names them. */
  function inOrder(nodes: readonly NodeConfig[]): NodeConfig[] {
    const places = new Map(desired.cluster.nodes.map(({ name }, index) => [name, index]))
    const placeOf = ({ name }: NodeConfig) => places.get(name) ?? places.size
    return nodes.toSorted((a, b) => placeOf(a) - placeOf(b))
  }

  /** @param isTaken whether the cluster has what is in force; whoever saved the file may be about to have it taken over */
  async function enforce(next: Config, isTaken: () => boolean): Promise<boolean> {
    const isInForce = sameJson(configFile.current(), next)
    if (!isInForce) configFile.enforce(next)
    if (!isInForce || !isTaken()) await applyConfig()
    return !isInForce
  }

  function isKnown({ name, tier, enabled }: NodeConfig): boolean {
    const spec = manager.host(name)?.spec
    return spec !== undefined && spec.tier === tier && spec.enabled === enabled
  }

  function putBack(node: string): void {
    if (!drained.delete(node) || manager.host(node) === null) return
    manager.setDraining(node, false)
  }

  function holdings(node: string): { models: string[]; loaded: string[] } {
    const probe = manager.host(node)?.probe ?? null
    const entry = wanted(node)
    const rules = desired.cluster.models
    const own = entry === undefined ? [] : [entry.model, ...(entry.models ?? [])]
    const names = [...own, ...rules.map(({ name }) => name)]
    const among = (list: readonly { name: string }[] | null | undefined, wantedNames: readonly string[]) =>
      [...new Set(wantedNames)].filter(
        name => name !== '' && list?.some(model => isSameModel(model.name, name)) === true,
      )
    const mustBeLoaded = rules.flatMap(({ name, loaded }) => (loaded ? [name] : []))
    return { models: among(probe?.models, names), loaded: among(probe?.loaded, mustBeLoaded) }
  }

  /** Since its last check it may have come back. */
  async function lookIfAway(node: string, { signal }: StepContext): Promise<void> {
    if (manager.host(node)?.reachable === false) await orCancelled(manager.checkNow(node), signal)
  }

  async function work(
    kind: 'pull' | 'load',
    node: string,
    model: string,
    { signal, report }: StepContext,
  ): Promise<void> {
    const isSame = (job: ModelJob) =>
      job.state === 'running' && job.kind === kind && job.node === node && isSameModel(job.model, model)
    const isOthers = models.view().jobs.some(isSame)
    const { id } = models.start(kind, node, model)
    // Work that somebody else began is theirs to end.
    const cancel = () => (isOthers ? undefined : models.cancel(id))
    signal.addEventListener('abort', cancel, { once: true })
    if (signal.aborted) cancel()
    try {
      for await (const job of models.follow(id, signal)) {
        if (job.totalBytes !== null || job.completedBytes > 0)
          report({ completed: job.completedBytes, total: job.totalBytes })
        if (job.state === 'failed') {
          throw job.error === null
            ? new HarombeError('NODE_ERROR', `${node} could not ${kind} ${model}.`)
            : HarombeError.fromShape(job.error)
        }
        if (job.state === 'cancelled') throw new HarombeError('CANCELLED', 'It was cancelled.')
        if (job.state === 'done') return
      }
    } finally {
      signal.removeEventListener('abort', cancel)
    }
    throwIfCancelled(signal)
    throw new HarombeError('DISCONNECTED', 'The coordinator is stopping.')
  }

  const active = (node: string) => (manager.host(node) === null ? 0 : manager.node(node).activeRequests)

  async function untilIdle(node: string, { signal, report }: StepContext): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const total = active(node)
    let told = -1
    const unsubscribe = manager.subscribe(() => {
      const left = active(node)
      if (left !== told) report({ completed: Math.max(0, total - left), total })
      told = left
      if (left === 0) resolve()
    })
    try {
      await orCancelled(promise, signal)
    } finally {
      unsubscribe()
    }
  }

  return {
    holdings,
    serverOf(node) {
      const inForce = configFile.current().cluster.nodes.find(({ name }) => name === node)
      const entry = wanted(node) ?? inForce
      return entry === undefined ? node : serverOf(nodeUrl(entry))
    },
    async register(node, from, { signal }) {
      const entry = wanted(node)
      if (entry === undefined) {
        throw new HarombeError('NOT_FOUND', `harombe.yaml has no node named ${node}.`)
      }
      throwIfCancelled(signal)
      const current = configFile.current()
      const others = current.cluster.nodes.filter(({ name }) => name !== node && name !== from)
      const isNew = await enforce(withNodes(current, inOrder([...others, entry])), () => isKnown(entry))
      putBack(node)
      return isNew ? 'Its entry is in force.' : 'Its entry was in force.'
    },
    async test(node, { signal }) {
      if (wanted(node)?.enabled === false) return 'It is disabled, so it was not asked.'
      const [view] = await orCancelled(manager.checkNow(node), signal)
      if (view === undefined || view.status === 'offline' || view.status === 'unknown') {
        const error = view?.error ?? null
        throw error === null
          ? new HarombeError('NODE_UNREACHABLE', `${node} does not answer.`)
          : HarombeError.fromShape(error)
      }
      return view.latencyMs === null
        ? 'It answered.'
        : `It answered in ${Math.max(1, Math.round(view.latencyMs))} ms.`
    },
    async pull(node, model, context) {
      await lookIfAway(node, context)
      const isThere = () =>
        manager.host(node)?.probe?.models.some(({ name }) => isSameModel(name, model)) === true
      if (isThere()) return 'It was there already.'
      await work('pull', node, model, context)
      return 'It is there.'
    },
    async load(node, model, context) {
      await lookIfAway(node, context)
      const isLoaded = () =>
        manager.host(node)?.probe?.loaded?.some(({ name }) => isSameModel(name, model)) === true
      if (isLoaded()) return 'It was in memory already.'
      await work('load', node, model, context)
      return 'It is in memory.'
    },
    async drain(node, context) {
      const host = manager.host(node)
      if (host === null) return 'It was no node any more.'
      if (manager.node(node).status !== 'draining') drained.add(node)
      manager.setDraining(node, true)
      try {
        await untilIdle(node, context)
      } catch (error) {
        putBack(node)
        throw error
      }
      return 'It answers nobody any more.'
    },
    async retire(node, { signal }) {
      throwIfCancelled(signal)
      const current = configFile.current()
      const left = current.cluster.nodes.filter(({ name }) => name !== node)
      const isNew = await enforce(withNodes(current, left), () => manager.host(node) === null)
      drained.delete(node)
      return isNew ? 'It is no node any more.' : 'It was no node any more.'
    },
    async reload({ signal }) {
      throwIfCancelled(signal)
      const isNew = await enforce(withNodes(desired, configFile.current().cluster.nodes), () => false)
      return isNew ? 'The settings are in force.' : 'The settings were in force.'
    },
    release() {
      for (const node of [...drained]) putBack(node)
    },
  }
}

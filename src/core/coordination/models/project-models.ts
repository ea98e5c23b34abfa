import type { ModelJob, ModelsView, NodeLibraryView, NodeModel } from '../../../shared/entities'
import { backendOf, type ModelHost } from '../capability-knowledge'
import { isSameModel } from '../same-model'
import type { ModelLearning } from './learning'

type Learning = Pick<ModelLearning, 'insight' | 'fits' | 'revision'>

const nothingPossible = { pull: false, remove: false, load: false, unload: false }

function modelsOf(host: ModelHost, learning: Learning): NodeModel[] {
  const { spec, probe, defaultModel, reachable } = host
  // Of a machine that is away nobody knows what is in its memory now.
  const loaded = reachable ? (probe?.loaded ?? []) : []
  return (probe?.models ?? []).map(summary => {
    const { known, evidence } = learning.insight(host, summary.name)
    const { contextLength, ...capabilities } = known
    return {
      ...summary,
      contextLength,
      node: spec.name,
      tier: spec.tier,
      loaded: loaded.find(({ name }) => isSameModel(name, summary.name)) ?? null,
      capabilities,
      evidence,
      fit: learning.fits.ofModel(host, summary, capabilities),
      isDefault: isSameModel(summary.name, defaultModel),
    }
  })
}

const libraryOf = (host: ModelHost): NodeLibraryView => ({
  node: host.spec.name,
  tier: host.spec.tier,
  backend: backendOf(host),
  online: host.reachable,
  simulated: host.probe?.simulated ?? false,
  abilities: { ...(host.client?.library.abilities ?? nothingPossible) },
  tellsLoaded: host.probe?.loaded != null,
})

/** The user's own machine first: of it one wants to know most often. */
const ownFirst = (hosts: readonly ModelHost[]) =>
  hosts.toSorted((a, b) => Number(b.spec.origin === 'local') - Number(a.spec.origin === 'local'))

export interface ModelsProjection {
  /**
   * Everything the Models page shows, from a moment's picture of the nodes; this machine is the first of them. Nodes that are away keep what they last listed.
   * Of a node that has not changed the models are the same objects as before, so that a look costs what changed.
   */
  project(hosts: readonly ModelHost[], jobs: readonly ModelJob[]): ModelsView
  /** To be called when anything changed that a node does not show itself, such as the memory of a machine. */
  forget(): void
}

interface Kept {
  /** Everything `modelsOf` follows from, apart from what `forget` is for. */
  origins: readonly unknown[]
  models: readonly NodeModel[]
}

export function createModelsProjection(learning: Learning): ModelsProjection {
  let kept = new Map<string, Kept>()

  function look(host: ModelHost): Kept {
    const { spec, client, probe, reachable, defaultModel } = host
    const origins = [spec, client, client?.supports, probe, reachable, defaultModel, learning.revision(host)]
    const before = kept.get(spec.name)
    if (before?.origins.every((origin, index) => Object.is(origin, origins[index])) === true) return before
    return { origins, models: modelsOf(host, learning) }
  }

  return {
    project(unordered, jobs) {
      const hosts = ownFirst(unordered)
      // Made anew, so that nothing is kept of nodes that are gone.
      kept = new Map(hosts.map(host => [host.spec.name, look(host)]))
      return {
        nodes: hosts.map(libraryOf),
        models: [...kept.values()].flatMap(({ models }) => models),
        jobs: [...jobs],
      }
    },
    forget: () => kept.clear(),
  }
}

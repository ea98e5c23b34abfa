import type { ModelJob, ModelsView, NodeModel } from '../../../shared/entities'
import { backendOf, type ModelHost } from '../capability-knowledge'
import { isSameModel } from '../same-model'
import type { ModelLearning } from './learning'

type Learning = Pick<ModelLearning, 'insight' | 'fits'>

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
      fit: learning.fits.ofModel(host, summary),
      isDefault: isSameModel(summary.name, defaultModel),
    }
  })
}

/** Everything the Models page shows, from a moment's picture of the nodes. Nodes that are away keep what they last listed. */
export function projectModels(
  hosts: readonly ModelHost[],
  learning: Learning,
  jobs: readonly ModelJob[],
): ModelsView {
  return {
    nodes: hosts.map(host => ({
      node: host.spec.name,
      tier: host.spec.tier,
      backend: backendOf(host),
      online: host.reachable,
      simulated: host.probe?.simulated ?? false,
      abilities: { ...(host.client?.library.abilities ?? nothingPossible) },
      tellsLoaded: host.probe?.loaded != null,
    })),
    models: hosts.flatMap(host => modelsOf(host, learning)),
    jobs: [...jobs],
  }
}

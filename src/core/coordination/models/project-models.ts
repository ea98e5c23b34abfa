import type {
  FitEstimate,
  ModelCapabilities,
  ModelJob,
  ModelSummary,
  ModelsView,
  NodeModel,
} from '../../../shared/entities'
import type { ModelHost } from '../capability-knowledge'
import { isSameModel } from '../same-model'

export interface ModelInsight {
  /** What is known of a model's abilities, and how well. */
  abilities(
    host: ModelHost,
    model: string,
  ): {
    capabilities: ModelCapabilities
    evidence: NodeModel['evidence']
  }
  /** Null while too little is known of the model. */
  fit(host: ModelHost, model: ModelSummary): FitEstimate | null
}

const nothingPossible = { pull: false, remove: false, load: false, unload: false }

const backendOf = ({ spec, probe, client }: ModelHost) =>
  probe?.backend ?? client?.kind ?? spec.backend ?? 'ollama'

function modelsOf(host: ModelHost, insight: ModelInsight): NodeModel[] {
  const { spec, probe, defaultModel } = host
  return (probe?.models ?? []).map(summary => {
    const { capabilities, evidence } = insight.abilities(host, summary.name)
    return {
      ...summary,
      node: spec.name,
      tier: spec.tier,
      loaded: probe?.loaded?.find(({ name }) => isSameModel(name, summary.name)) ?? null,
      // Picked field by field: knowledge may hold more than the page is to see.
      capabilities: { ...capabilities },
      evidence,
      fit: insight.fit(host, summary),
      isDefault: isSameModel(summary.name, defaultModel),
    }
  })
}

/** Everything the Models page shows, from a moment's picture of the nodes. Nodes that are away keep what they last listed. */
export function projectModels(
  hosts: readonly ModelHost[],
  insight: ModelInsight,
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
    models: hosts.flatMap(host => modelsOf(host, insight)),
    jobs: [...jobs],
  }
}

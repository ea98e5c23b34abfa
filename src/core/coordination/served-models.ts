import { bareSummary } from '../inference/model-library'
import { type ClusterNode, statusOf } from './node'
import { isSameModel } from './same-model'
import type { ServableModels } from './servable-models'
import type { ServedModel } from './types'

/**
 * Every model that usable nodes may be asked for, by the servers' own names: the file may say `qwen2.5` for what is listed as
 * `qwen2.5:latest`. A server that lists nothing serves what the file says.
 */
export function servedModels(nodes: readonly ClusterNode[], servable: ServableModels): ServedModel[] {
  const served = new Map<string, ServedModel>()
  for (const node of nodes) {
    const models = servable.of(node)
    if (statusOf(node, models) !== 'online') continue
    const { spec, probe } = node
    // In the server's order, which is the one people know from it.
    const byName = new Map(models.servable.map(model => [model.name, model]))
    const listed = probe?.models.filter(({ name }) => byName.has(name)) ?? []
    const summaries = listed.length > 0 ? listed : [...byName.keys()].map(bareSummary)
    for (const summary of summaries) {
      const known = byName.get(summary.name)
      if (known === undefined) continue
      const model = served.get(summary.name) ?? {
        model: summary.name,
        nodes: [],
        summary: { ...summary },
        capabilities: { ...known.capabilities },
        loaded: [],
        windows: [],
      }
      served.set(summary.name, model)
      if (!model.nodes.includes(spec.name)) {
        model.nodes.push(spec.name)
        model.windows?.push({ node: spec.name, tokens: known.contextLength })
      }
      const loaded = probe?.loaded?.find(({ name }) => isSameModel(name, summary.name))
      if (loaded !== undefined) model.loaded.push({ node: spec.name, model: { ...loaded } })
    }
  }
  return [...served.values()]
}

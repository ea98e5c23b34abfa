import { bareSummary } from '../inference/model-library'
import type { CapabilityKnowledge, ModelHost } from './capability-knowledge'
import { isSameModel } from './same-model'
import type { ServedModel } from './types'

/**
 * Every model that a usable node lists, by the server's own names: the file may say `qwen2.5` for what it lists as
 * `qwen2.5:latest`. A server that lists nothing serves what the file says.
 */
export function servedModels(hosts: readonly ModelHost[], knowledge: CapabilityKnowledge): ServedModel[] {
  const served = new Map<string, ServedModel>()
  for (const { spec, probe, online } of hosts) {
    if (!online) continue
    const listed = probe?.models.length ? probe.models : [bareSummary(spec.model)]
    for (const summary of listed) {
      const { contextLength: _known, ...capabilities } = knowledge.of(spec.name, summary.name)
      const model = served.get(summary.name) ?? {
        model: summary.name,
        nodes: [],
        summary,
        capabilities,
        loaded: [],
      }
      served.set(summary.name, model)
      if (!model.nodes.includes(spec.name)) model.nodes.push(spec.name)
      const loaded = probe?.loaded?.find(({ name }) => isSameModel(name, summary.name))
      if (loaded !== undefined) model.loaded.push({ node: spec.name, model: loaded })
    }
  }
  return [...served.values()]
}

import { sameJson } from '../same-json'
import type { ModelsUpdate, ModelsView, NodeModel } from './model'

/** Models of one update at most, unless a single node has more: about 700 bytes each, so half a megabyte. */
const batchSize = 750

function byNode(models: readonly NodeModel[]): Map<string, NodeModel[]> {
  const grouped = new Map<string, NodeModel[]>()
  for (const model of models) {
    const group = grouped.get(model.node)
    if (group === undefined) grouped.set(model.node, [model])
    else group.push(model)
  }
  return grouped
}

/**
 * What turns `before` into `after`, in one or several updates that each fit a message; none when nothing changed. Without
 * `before` the first brings every part, and as many models as fit.
 */
export function* changedModels(before: ModelsView | null, after: ModelsView): Generator<ModelsUpdate, void> {
  const old = byNode(before?.models ?? [])
  const now = byNode(after.models)
  let update: ModelsUpdate = before === null ? { ...after, models: [] } : {}
  if (before !== null && !sameJson(before.nodes, after.nodes)) update.nodes = after.nodes
  if (before !== null && !sameJson(before.jobs, after.jobs)) update.jobs = after.jobs
  let size = 0
  for (const { node } of after.nodes) {
    const models = now.get(node) ?? []
    if (sameJson(old.get(node) ?? [], models)) continue
    if (size > 0 && size + models.length > batchSize) {
      yield update
      update = {}
      size = 0
    }
    update.changed = [...(update.changed ?? []), { node, models }]
    size += models.length
  }
  if (Object.keys(update).length > 0) yield update
}

/** The view after an update; parts that did not change stay the same objects. Null while the first one is missing. */
export function applyModelsUpdate(current: ModelsView | null, update: ModelsUpdate): ModelsView | null {
  const { nodes = current?.nodes, models = current?.models, jobs = current?.jobs, changed } = update
  if (nodes === undefined || models === undefined || jobs === undefined) return null
  const isWhole = update.models !== undefined || update.nodes === undefined
  if (changed === undefined && isWhole) return { nodes, models, jobs }
  const grouped = byNode(models)
  for (const each of changed ?? []) grouped.set(each.node, each.models)
  // In the order of the nodes, and without those of a node that is gone.
  return { nodes, models: nodes.flatMap(({ node }) => grouped.get(node) ?? []), jobs }
}

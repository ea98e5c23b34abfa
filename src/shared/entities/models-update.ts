import { sameJson } from '../same-json'
import type { ModelsUpdate, ModelsView } from './model'

/** The parts of `after` that `before` does not have; all of it when there is no `before`. */
export function changedModels(before: ModelsView | null, after: ModelsView): ModelsUpdate {
  if (before === null) return after
  const { nodes, models, jobs } = after
  return {
    ...(sameJson(before.nodes, nodes) ? {} : { nodes }),
    ...(sameJson(before.models, models) ? {} : { models }),
    ...(sameJson(before.jobs, jobs) ? {} : { jobs }),
  }
}

/** The view after an update; parts that did not change stay the same objects. Null while the first one is missing. */
export function applyModelsUpdate(current: ModelsView | null, update: ModelsUpdate): ModelsView | null {
  const { nodes = current?.nodes, models = current?.models, jobs = current?.jobs } = update
  return nodes === undefined || models === undefined || jobs === undefined ? null : { nodes, models, jobs }
}

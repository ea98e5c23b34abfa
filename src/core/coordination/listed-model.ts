import type { ModelSummary } from '../../shared/entities'
import { plainName } from './same-model'

/** For each list of a server; asked for every model of every node at every look, so a search through the list would be its square. */
const indexes = new WeakMap<readonly ModelSummary[], ReadonlyMap<string, ModelSummary>>()

function indexOf(models: readonly ModelSummary[]): ReadonlyMap<string, ModelSummary> {
  const known = indexes.get(models)
  if (known !== undefined) return known
  const index = new Map<string, ModelSummary>()
  for (const model of models) {
    const name = plainName(model.name)
    if (!index.has(name)) index.set(name, model)
  }
  indexes.set(models, index)
  return index
}

/** What the list says of a model, `name` being any name for it. The list must not change. */
export const listedModel = (models: readonly ModelSummary[], name: string): ModelSummary | undefined =>
  indexOf(models).get(plainName(name))

import { createHash } from 'node:crypto'
import type { RequiredModel } from '../../../shared/config/cluster-rules'
import { holds, type Place, serves } from './places'
import type { Observation } from './types'

/**
 * sha256 of what was seen, as far as steps follow from it: who answers, what it lets others do, and which of the models that are
 * wanted are there. What else is loaded, or how fast it is, changes no plan.
 */
export function observedDigest(
  places: readonly Place[],
  rules: readonly RequiredModel[],
  { unusable }: Observation,
): string {
  const facts = places.map(place => {
    const { name, own, observed } = place
    const names = [...new Set([...own, ...rules.map(rule => rule.name)])].toSorted()
    const kept = new Set(rules.filter(({ loaded }) => loaded).map(rule => rule.name))
    return [
      name,
      observed?.reachable ?? 'unknown',
      observed?.backend ?? null,
      observed?.abilities.pull ?? null,
      observed?.abilities.load ?? null,
      names.map(model => [model, serves(place, model), kept.has(model) ? holds(place, model) : null]),
    ]
  })
  const problems = unusable.map(({ node, code }) => [node, code])
  return createHash('sha256')
    .update(JSON.stringify([facts, problems]))
    .digest('hex')
}

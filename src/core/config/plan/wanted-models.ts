import type { RequiredModel } from '../../../shared/config/cluster-rules'
import type { FitEstimate, PlanFinding } from '../../../shared/entities'
import { plainName } from '../../../shared/same-model'
import { holds, isSeen, type Place, serves, wasAchieved } from './places'

/** A model that must be on a node. */
export interface WantedModel {
  place: Place
  model: string
  loaded: boolean
  wantedBy: 'node' | 'models'
}

export interface Wanted {
  models: readonly WantedModel[]
  findings: readonly PlanFinding[]
}

type FitOf = (node: string, model: string) => FitEstimate | null

const canPull = (place: Place) => isSeen(place) && place.observed?.abilities.pull === true

/**
 * How good a place is for a model that must be somewhere on a tier; lower is better, null: it cannot be there. `isComing`: it is wanted
 * on that server anyway. A place that is chosen comes to the top when its steps are done, so that the next plan chooses it again.
 */
function rank(
  place: Place,
  { name: model, loaded: mustLoad }: RequiredModel,
  isComing: boolean,
  fitOf: FitOf,
) {
  // It sleeps with the model on its disk: a copy elsewhere, each time it does, is in nobody's interest.
  if (!isSeen(place)) return wasAchieved(place, 'models', model) ? 2 : null
  const isThere = serves(place, model)
  const mayBeHeld = !mustLoad || holds(place, model) !== false
  if (isThere && mayBeHeld) return 0
  const canHold = mayBeHeld || place.observed?.abilities.load === true
  if (isThere || (isComing && canPull(place))) return canHold ? 1 : 5
  if (!canPull(place)) return null
  const verdict = fitOf(place.name, model)?.verdict ?? 'unknown'
  if (verdict === 'too_large') return null
  return (canHold ? 3 : 6) + (verdict === 'unknown' ? 0.5 : 0)
}

/** The first of the best. What is there stays where it is. */
function choosePlace(
  places: readonly Place[],
  rule: RequiredModel,
  isComing: (place: Place) => boolean,
  fitOf: FitOf,
): Place | null {
  const ranked = places
    .map(place => ({ place, rank: rank(place, rule, isComing(place), fitOf) }))
    .filter((each): each is { place: Place; rank: number } => each.rank !== null)
  return ranked.toSorted((a, b) => a.rank - b.rank)[0]?.place ?? null
}

function whyNot(place: Place): string {
  if (!isSeen(place)) return `${place.name} cannot be asked`
  if (!canPull(place)) return `${place.name} does not let others pull models`
  return `it does not fit ${place.name}`
}

function nobody(
  { name, tier }: RequiredModel,
  places: readonly Place[],
): Pick<PlanFinding, 'message' | 'hint'> {
  if (places.length === 0) {
    const hint = 'Add such a node, or change cluster.models.'
    return tier === undefined
      ? { message: `No node is there for ${name}.`, hint }
      : { message: `No node of tier ${tier} is there for ${name}.`, hint }
  }
  const reasons = places.map(whyNot).join('; ')
  return {
    message:
      tier === undefined
        ? `No node can take ${name}: ${reasons}.`
        : `No node of tier ${tier} can take ${name}: ${reasons}.`,
  }
}

/**
 * Which models must be where: what nodes' own entries name, then `cluster.models`. A model that must be somewhere on a tier has one
 * place, the same as long as nothing better is seen; one with neither tier nor nodes, any.
 */
export function wantedModels(
  places: readonly Place[],
  rules: readonly RequiredModel[],
  fitOf: FitOf,
): Wanted {
  const models: WantedModel[] = []
  const findings: PlanFinding[] = []
  const want = (wanted: WantedModel) => {
    const same = models.findIndex(
      ({ place, model }) => place === wanted.place && plainName(model) === plainName(wanted.model),
    )
    const known = models[same]
    if (known === undefined) models.push(wanted)
    else if (wanted.loaded) models[same] = { ...known, loaded: true }
  }
  for (const place of places) {
    for (const model of place.own) want({ place, model, loaded: false, wantedBy: 'node' })
  }
  for (const { name: model, nodes, loaded } of rules) {
    for (const place of places.filter(({ name }) => nodes?.includes(name) === true))
      want({ place, model, loaded, wantedBy: 'models' })
  }
  // The nodes that are named come first: what they get may do for a tier as well.
  const isComing = (model: string) => (place: Place) =>
    models.some(each => each.place.server === place.server && plainName(each.model) === plainName(model))
  for (const rule of rules) {
    const { name: model, tier, nodes, loaded } = rule
    if (tier === undefined && nodes !== undefined) continue
    const candidates = places.filter(place => tier === undefined || place.tier === tier)
    const place = choosePlace(candidates, rule, isComing(model), fitOf)
    if (place !== null) want({ place, model, loaded, wantedBy: 'models' })
    else {
      findings.push({
        severity: 'warning',
        code: 'no_candidate',
        node: null,
        model,
        ...nobody(rule, candidates),
      })
    }
  }
  // Of nodes with one server the first pulls, so that it is done before another loads.
  const order = new Map(places.map((place, index) => [place, index]))
  const inOrder = models.toSorted((a, b) => (order.get(a.place) ?? 0) - (order.get(b.place) ?? 0))
  return { models: inOrder, findings }
}

import { nodeUrl } from '../../../shared/config/node-url'
import type { Config } from '../../../shared/config/schema'
import type { PlanCause } from '../../../shared/entities'
import { sameJson } from '../../../shared/same-json'
import { plainName } from '../../../shared/same-model'
import { isSameEntry, type MatchedNode, nodeFingerprint } from './match-nodes'
import { ownModels, wasAchieved } from './places'
import type { AppliedState } from './types'
import type { WantedModel } from './wanted-models'

const isOneOf = (models: readonly string[], model: string) =>
  models.some(name => plainName(name) === plainName(model))

const rulesFor = ({ cluster }: Config, model: string) =>
  cluster.models.filter(({ name }) => plainName(name) === plainName(model))

/** Whether the file wanted the model there when it was applied last. */
function wasWanted(
  { model, wantedBy }: WantedModel,
  match: MatchedNode | undefined,
  desired: Config,
  applied: AppliedState,
): boolean {
  if (wantedBy === 'models') return sameJson(rulesFor(desired, model), rulesFor(applied.config, model))
  if (match === undefined) return applied.config.model.name === desired.model.name
  return match.before !== null && isOneOf(ownModels(match.before), model)
}

/** Why a model is missing where it is wanted. */
export function causeOfMissing(
  wanted: WantedModel,
  kind: 'models' | 'loaded',
  match: MatchedNode | undefined,
  desired: Config,
  applied: AppliedState | null,
): PlanCause {
  if (applied === null) return 'file'
  const { place, model } = wanted
  const entry = match?.desired ?? null
  const before = match?.before ?? null
  const isMoved = entry !== null && (before === null || nodeUrl(before) !== nodeUrl(entry))
  if (!isMoved && wasAchieved(place, kind, model)) return 'drift'
  const unfinished = place.achieved?.unfinished ?? null
  if (entry !== null && unfinished === nodeFingerprint(entry)) return 'unfinished'
  // What was wanted then and was never seen there, since the apply had no success or could not reach it.
  const isKnownWish = !isMoved && wasWanted(wanted, match, desired, applied)
  const isAsApplied = entry === null || (before !== null && isSameEntry(before, entry))
  return isKnownWish && isAsApplied ? 'unfinished' : 'file'
}

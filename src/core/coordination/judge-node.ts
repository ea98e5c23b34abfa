import type {
  BackendKind,
  Capability,
  Classification,
  LoadedModel,
  NodeStatus,
  Tier,
} from '../../shared/entities'
import { isAskedFor } from './asked-name'
import type { BreakerLook } from './breaker/types'
import type { StepFacts } from './classification/steps'
import type { NodePlacement, RequestAffinity } from './placement/types'
import type { Requirements } from './requirements'
import { describeLack, doubtOf, type ServableModel, whatIsLacking } from './suitability'
import type { RouteTarget } from './types'
import { holds } from './warmth'

/** What a decision is made of: one node as it stands at that moment. */
export interface NodeSnapshot extends NodePlacement {
  name: string
  tier: Tier
  /** What it answers a plain question with; where it cannot, what it is configured with. Empty when unknown. */
  model: string
  /** As its server lists them. */
  models: readonly string[]
  /** What it may be asked for, in the order of preference. */
  modelsServed: readonly ServableModel[]
  backend: BackendKind
  enabled: boolean
  status: NodeStatus
  latencyMs: number | null
  activeRequests: number
  /** Requests it takes at once, as things stand. */
  slots: number
  /** Models in memory there; null when its server does not tell. */
  loaded: readonly Pick<LoadedModel, 'name'>[] | null
  /** The user's: how much of its share of requests it gets; 1 by default. */
  weight: number
  /** Just back and warming up: the part of its share it gets, 0.1–1. */
  slowStart: number
  /** Of its models, those whose breaker is not closed. */
  breakers: ReadonlyMap<string, BreakerLook>
  /** The last failure in words; empty when there was none. */
  problem: string
}

export interface SelectionRequest {
  target: RouteTarget
  classification: Classification
  requirements: Requirements
  /** The model harombe settled on for a request that named none, and why, as a sentence. */
  settledModel?: { name: string; because: string } | undefined
  /** Nodes that already failed for this query, with the reason in words. */
  tried: ReadonlyMap<string, string>
  /** Nodes that are not to be asked for another reason, which is given in words. */
  leftOut?: ReadonlyMap<string, string> | undefined
  /** Nodes that the user's rules keep it from, with the rule in words. */
  forbidden?: ReadonlyMap<string, string> | undefined
  /** What nodes still hold of it; absent: nothing is known. */
  affinity?: RequestAffinity | undefined
  /** The node that ran the step before: first for as long as it can take this one, and no safe seam lets it go. */
  keepNode?: string | undefined
  /** Where it stands in a loop of tool calls; absent: there is no seam. */
  steps?: StepFacts | undefined
}

/** The model of a node that suits the request best. */
export interface Suitable {
  model: ServableModel
  doubt: number
}

/** `rule`: the user's own rules; `model`: it has none that was asked for; `ability`: none that can take the request. */
export type Obstacle = 'tried' | 'not_asked' | 'rule' | 'disabled' | 'away' | 'model' | 'tier' | 'ability'

export interface Unusable {
  obstacle: Obstacle
  /** What its models lack, for `ability`; of several models the one it would rather have used. */
  lacking: Capability | 'context' | null
  /** In words. */
  reason: string
  model: ServableModel | null
}

export const wantedModel = ({ target, settledModel }: SelectionRequest): string | undefined =>
  target.model ?? settledModel?.name

export const mayAnswer = (model: ServableModel, wanted: string | undefined): boolean =>
  wanted === undefined ? !model.onlyByName : isAskedFor(model.name, wanted)

/** A sentence as part of another one. */
export const asClause = (sentence: string) => sentence.replace(/\.$/, '')

const withoutModel = (reason: string, obstacle: Obstacle): Unusable => ({
  obstacle,
  lacking: null,
  reason,
  model: null,
})

function whyOutOfReach(
  node: NodeSnapshot,
  { target, tried, leftOut, forbidden }: SelectionRequest,
): Unusable | null {
  const failure = tried.get(node.name)
  if (failure !== undefined) return withoutModel(`failed for this question: ${asClause(failure)}`, 'tried')
  const reason = leftOut?.get(node.name)
  if (reason !== undefined) return withoutModel(reason, 'away')
  if (target.node !== undefined && node.name !== target.node) {
    return withoutModel(`${target.node} was asked for`, 'not_asked')
  }
  if (!node.enabled) return withoutModel('disabled', 'disabled')
  const rule = forbidden?.get(node.name)
  if (rule !== undefined) return withoutModel(rule, 'rule')
  if (node.status === 'draining') return withoutModel('it is being drained', 'disabled')
  if (node.status === 'unknown') return withoutModel('not checked yet', 'away')
  if (node.status === 'offline') {
    return withoutModel(node.problem === '' ? 'offline' : `offline: ${asClause(node.problem)}`, 'away')
  }
  return null
}

function whyWithoutModel(node: NodeSnapshot, wanted: string | undefined): string {
  if (wanted === undefined) {
    if (node.backend === 'embedded' && node.models.length === 0) {
      return 'it has no model yet: `harombe models pull` gets one'
    }
    return node.model === '' ? 'it serves no model yet' : `it does not serve ${node.model}`
  }
  const isListed = node.models.some(name => isAskedFor(name, wanted))
  return isListed ? `it is not to be used for ${wanted}` : `it does not serve ${wanted}`
}

/** Of models that all cannot: the one with the largest window where only that is too small, else the first. */
function nearestMiss(models: readonly ServableModel[], requirements: Requirements): Unusable {
  const misses = models.map(model => ({ model, lacking: whatIsLacking(model, requirements) }))
  const [largest] = misses
    .filter(({ lacking }) => lacking === 'context')
    .sort((a, b) => (b.model.contextLength ?? 0) - (a.model.contextLength ?? 0))
  const miss = largest ?? misses[0]
  if (miss?.lacking == null) throw new Error('One of these models can take the request.')
  const { model, lacking } = miss
  return { obstacle: 'ability', lacking, reason: describeLack(model, lacking, requirements), model }
}

/**
 * Nobody named a model, and the one that would answer is not in memory: another that is there and does as well answers, as
 * long as somebody asks for it by name. Else each would be loaded for one request and make the other one leave.
 */
function loadedInstead(
  { loaded, modelsServed, inDemand }: NodeSnapshot,
  best: ServableModel,
  doubt: number,
  requirements: Requirements,
): ServableModel {
  if (inDemand.length === 0 || loaded === null || holds(loaded, best.name)) return best
  for (const model of modelsServed) {
    if (model.onlyByName || !holds(loaded, model.name) || !inDemand.includes(model.name)) continue
    if (doubtOf(model, requirements) === doubt) return model
  }
  return best
}

/** Of one node, the model that suits the request best, or why there is none. */
export function judgeNode(
  node: NodeSnapshot,
  request: SelectionRequest,
  strictTier: Tier | null,
): Unusable | Suitable {
  const outOfReach = whyOutOfReach(node, request)
  if (outOfReach !== null) return outOfReach
  if (strictTier !== null && node.tier !== strictTier) {
    return withoutModel(`strict routing stays on tier ${strictTier}`, 'tier')
  }
  const wanted = wantedModel(request)
  const { requirements } = request
  let best: ServableModel | null = null
  let leastDoubt = Number.POSITIVE_INFINITY
  let hasUnable = false
  for (const model of node.modelsServed) {
    if (!mayAnswer(model, wanted)) continue
    const doubt = doubtOf(model, requirements)
    if (doubt === null) hasUnable = true
    else if (doubt < leastDoubt) {
      best = model
      leastDoubt = doubt
    }
    if (leastDoubt === 0) break
  }
  if (best !== null) {
    const model = wanted === undefined ? loadedInstead(node, best, leastDoubt, requirements) : best
    return { model, doubt: leastDoubt }
  }
  if (!hasUnable) return withoutModel(whyWithoutModel(node, wanted), 'model')
  return nearestMiss(
    node.modelsServed.filter(model => mayAnswer(model, wanted)),
    requirements,
  )
}

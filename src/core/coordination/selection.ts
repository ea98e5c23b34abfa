import type { PredictedTime, RouteCandidate, RouteDecision, Tier } from '../../shared/entities'
import { fallbackOrder, tierNames } from '../../shared/entities/tiers'
import { describePlace, describeSnag } from './candidate-words'
import { asClause, judgeNode, type NodeSnapshot, type SelectionRequest } from './judge-node'
import { lagsOf } from './placement/shares'
import { type Weighed, weigh } from './placement/weigh'
import { isGuess, requirementWords } from './suitability'
import type { RouteTarget } from './types'

export interface RoutingPolicy {
  preferLocal: boolean
  fallbackStrategy: 'graceful' | 'strict'
  loadBalance: boolean
}

export interface ChosenNode {
  node: string
  tier: Tier
  model: string
  /** Its context window there, tokens; null when nobody knows. */
  contextLength: number | null
  /** Everything the request needs of the model is known to be there. */
  isSure: boolean
  /** Something the request cannot do without is not known to be there. */
  isGuess: boolean
}

/** A node that can be asked, and when it would be done. */
export interface Ranked extends ChosenNode {
  /** It has a slot to spare, and its breaker lets a request through; else the request must wait for it. */
  isFree: boolean
  predicted: PredictedTime
}

/** Everything a choice was made of, for telling it in words. */
export interface Considered {
  request: SelectionRequest
  wanted: Tier
  forced: RouteDecision['forced']
  /** Best first. */
  usable: readonly Weighed[]
  rejected: readonly { node: NodeSnapshot; model: string; reason: string }[]
}

export interface Selection {
  /** Made when it is first read: words for a thousand nodes cost more than the choice. */
  readonly decision: RouteDecision
  /** The best node and its model; null when none can be used. */
  chosen: Ranked | null
  /** All that can be used, best first. Full ones keep their places. */
  ranked: readonly Ranked[]
  considered: Considered
}

/** The strict tier, or null when any will do. */
export function onlyTier({ fallbackStrategy }: RoutingPolicy, forced: RouteDecision['forced'], wanted: Tier) {
  return fallbackStrategy === 'strict' && (forced === 'none' || forced === 'tier') ? wanted : null
}

interface Placed extends Weighed {
  /** Place of its tier in the order of tiers, and within that how doubtful it is. */
  place: number
  /** Monotonic milliseconds; of those that rest after failures, else 0. */
  failedAt: number
}

/** More than any doubt. */
const placesPerTier = 100
/** From here on a need of the request is not known to be met. */
const guessing = 4
const keptPlace = -1
/** Behind every tier. */
const brokenPlace = 1000

/**
 * Best first: the node of the step before; the tiers in order, within one those that surely can before those that may; of
 * these the soonest done (`load_balance`), or the nearest (`prefer_local`), or the first of the file. What rests after
 * failures comes last, the longest ago first.
 */
function comparePlaced({ loadBalance, preferLocal }: RoutingPolicy) {
  const distance = ({ snapshot }: Placed) => snapshot.latencyMs ?? Number.POSITIVE_INFINITY
  return (a: Placed, b: Placed): number => {
    if (a.place !== b.place) return a.place - b.place
    if (a.failedAt !== b.failedAt) return a.failedAt - b.failedAt
    if (loadBalance && a.score !== b.score) return a.score - b.score
    if (!preferLocal) return 0
    const [near, far] = [distance(a), distance(b)]
    return near === far ? 0 : near - far
  }
}

function placeOf(
  weighed: Weighed,
  tierOrder: readonly Tier[],
  { loadBalance }: RoutingPolicy,
  { keepNode }: SelectionRequest,
): Pick<Placed, 'place' | 'failedAt'> {
  const { snapshot, model, doubt, isTrial } = weighed
  if (isBroken(weighed)) {
    return { place: brokenPlace, failedAt: snapshot.breakers.get(model.name)?.lastFailureAt ?? 0 }
  }
  if (snapshot.name === keepNode && doubt < guessing) return { place: keptPlace, failedAt: 0 }
  const trial = isTrial && loadBalance ? -0.5 : 0
  return { place: tierOrder.indexOf(snapshot.tier) * placesPerTier + doubt + trial, failedAt: 0 }
}

/** Not now: it rests after failures, or somebody is finding out whether it works again. */
function isBroken({ snapshot, model }: Pick<Weighed, 'snapshot' | 'model'>): boolean {
  const look = snapshot.breakers.get(model.name)
  return look !== undefined && (look.state === 'open' || (look.state === 'half_open' && look.isTrying))
}

function wantedTier(nodes: readonly NodeSnapshot[], { target, classification }: SelectionRequest): Tier {
  if (target.node !== undefined)
    return nodes.find(node => node.name === target.node)?.tier ?? classification.tier
  return target.tier === 'auto' ? classification.tier : target.tier
}

function forcedBy(target: RouteTarget): RouteDecision['forced'] {
  if (target.node !== undefined) return 'node'
  if (target.model !== undefined) return 'model'
  return target.tier === 'auto' ? 'none' : 'tier'
}

function explainChoice(
  decision: Omit<RouteDecision, 'reason'>,
  { settledModel, keepNode }: SelectionRequest,
  chosen: Weighed | undefined,
  passedOver: readonly Weighed[],
): string {
  const { wantedTier: wanted, forced, classification } = decision
  const because =
    forced === 'node'
      ? 'You asked for this node'
      : forced === 'model'
        ? 'You asked for this model'
        : settledModel !== undefined
          ? asClause(settledModel.because)
          : forced === 'tier'
            ? `You asked for tier ${wanted} (${tierNames[wanted]})`
            : `A ${classification.class} question: ${classification.reasons[0] ?? 'no further reason'}`
  if (chosen === undefined) return `${because}. No usable node.`
  const { tier, name } = chosen.snapshot
  if (forced === 'node' || forced === 'model' || tier === wanted) return `${because}.`
  if (name === keepNode) return `${because}. ${name} ran the step before and goes on.`
  const isBusy = passedOver.some(({ snapshot }) => snapshot.tier === wanted)
  return `${because}. ${isBusy ? `Tier ${wanted} is busy` : `No usable node of tier ${wanted}`}, so tier ${tier} answers.`
}

function toRanked({ snapshot, model, doubt, isFree, predicted }: Weighed, request: SelectionRequest): Ranked {
  return {
    node: snapshot.name,
    tier: snapshot.tier,
    model: model.name,
    contextLength: model.contextLength,
    isSure: doubt === 0,
    isGuess: isGuess(model, request.requirements),
    isFree,
    predicted,
  }
}

/** The decision in words, for whichever of the ranked nodes is used. Null: none can be. */
export function decideFor(considered: Considered, node: string | null): RouteDecision {
  const { request, wanted, forced, usable, rejected } = considered
  const index = usable.findIndex(({ snapshot }) => snapshot.name === node)
  const chosen = usable[index]
  const order = chosen === undefined ? usable : [chosen, ...usable.filter(each => each !== chosen)]
  const candidates = order.map((each, rank): RouteCandidate => {
    const { snapshot, model, predicted } = each
    return {
      node: snapshot.name,
      tier: snapshot.tier,
      model: model.name,
      verdict: each === chosen ? 'chosen' : 'eligible',
      reason: describePlace(each, wanted, request),
      rank,
      predicted,
    }
  })
  const left = rejected.map(({ node, model, reason }): RouteCandidate => {
    return { node: node.name, tier: node.tier, model, verdict: 'rejected', reason, rank: null }
  })
  const decision = {
    classification: request.classification,
    wantedTier: wanted,
    forced,
    requirements: requirementWords(request.requirements),
    candidates: candidates.concat(left),
  }
  const passedOver = usable.slice(0, Math.max(0, index))
  return { ...decision, reason: explainChoice(decision, request, chosen, passedOver) }
}

/**
 * Of the nodes that can take the request those whose breaker lets it through, unless that leaves none, or less than half:
 * then the rest are better than nothing, and the trouble probably is not theirs.
 */
function leaveOutBroken(
  weighed: readonly Weighed[],
  rejected: { node: NodeSnapshot; model: string; reason: string }[],
): readonly Weighed[] {
  const sound = weighed.filter(each => !isBroken(each))
  if (sound.length === weighed.length || sound.length * 2 < weighed.length) return weighed
  for (const { snapshot: node, model } of weighed) {
    const look = node.breakers.get(model.name)
    if (look !== undefined && isBroken({ snapshot: node, model })) {
      rejected.push({ node, model: model.name, reason: describeSnag(look) })
    }
  }
  return sound
}

/**
 * Where a query goes, and why. Pure: the same snapshot and request give the same decision. Every node appears among the
 * candidates, best first, the ones left out last, each with its reason. A node whose models are known to lack something the
 * request needs is left out, whatever else there is.
 */
export function selectRoute(
  nodes: readonly NodeSnapshot[],
  policy: RoutingPolicy,
  request: SelectionRequest,
): Selection {
  const wanted = wantedTier(nodes, request)
  const forced = forcedBy(request.target)
  const strictTier = onlyTier(policy, forced, wanted)
  const tierOrder: readonly Tier[] = strictTier === null ? fallbackOrder[wanted] : [strictTier]
  const lags = lagsOf(nodes)

  const weighed: Weighed[] = []
  const rejected: { node: NodeSnapshot; model: string; reason: string }[] = []
  for (const [index, node] of nodes.entries()) {
    const judged = judgeNode(node, request, strictTier)
    if ('obstacle' in judged) {
      rejected.push({ node, model: judged.model?.name ?? node.model, reason: judged.reason })
    } else weighed.push(weigh(node, judged, request, policy.preferLocal, lags?.[index] ?? 0))
  }
  const usable = leaveOutBroken(weighed, rejected)
    .map((each): Placed => ({ ...each, ...placeOf(each, tierOrder, policy, request) }))
    .sort(comparePlaced(policy))

  const ranked = usable.map(each => toRanked(each, request))
  const chosen = ranked[0] ?? null
  const considered = { request, wanted, forced, usable, rejected }
  let told: RouteDecision | null = null
  return {
    get decision() {
      told ??= decideFor(considered, chosen?.node ?? null)
      return told
    },
    chosen,
    ranked,
    considered,
  }
}

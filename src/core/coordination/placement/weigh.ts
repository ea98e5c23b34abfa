import type { Tier } from '../../../shared/entities'
import type { NodeSnapshot, SelectionRequest, Suitable } from '../judge-node'
import { isGuess, type ServableModel } from '../suitability'
import { holds } from '../warmth'
import { predictTime, slowdownOf, totalOf } from './predict'
import type { Pace, Ranked } from './types'

/** A node that can be asked, with what it is ordered by. */
export interface Weighed extends Ranked {
  snapshot: NodeSnapshot
  servable: ServableModel
  doubt: number
  /** It goes first for once, so that it is known how fast it is. */
  isTrial: boolean
  /** Not now: it rests after failures, or somebody is finding out whether it works again. */
  isBroken: boolean
  /** Another of its tier is quicker by far. */
  isFarSlower: boolean
  /** It ran the step before and goes first for that. */
  isKept: boolean
  /** Its order if it had not. */
  ownOrder: number
  /** The least is the best: the place of its tier, how doubtful it is, and then the time. */
  order: number
}

/** At most so much sooner a farther node may be done and still come second. */
const mostForNearness = 0.05
/** The distance that costs half of it, milliseconds. */
const halfwayMs = 20
/** What is kept of a conversation beyond the prompt that is known to be cached. */
const forConversation = 0.03

/** Requests of its tier a node is passed over by before it gets one to learn from. */
const untriedAfter = 20
const staleAfter = 100
/** Nobody waits longer than this for the sake of knowledge, milliseconds. */
const longestTrialMs = 60_000

/** A node that answers slowly, or is not known to answer faster, still gets one request now and then. */
function isWorthTrying(node: NodeSnapshot, { isLearnt, isFresh }: Pace, request: SelectionRequest): boolean {
  if (node.slowStart < 1) return false
  const { keepNode, affinity } = request
  // Not at the expense of somebody who has a place already.
  if (keepNode !== undefined || affinity?.conversationNode !== undefined) return false
  if (affinity !== undefined && affinity.cached.size > 0) return false
  return !isLearnt || (!isFresh && node.passedOver >= staleAfter)
}

function cachedTokens({ name }: NodeSnapshot, model: string, { affinity }: SelectionRequest): number {
  const kept = affinity?.cached.get(name)
  return kept !== undefined && kept.model === model ? kept.tokens : 0
}

/** Of an order; more than any time in milliseconds. */
const place = 1e10
/** More than any doubt. */
const placesPerTier = 100
/** From here on a need of the request is not known to be met. */
const guessing = 4
const keptPlace = -1
/** Milliseconds; beyond it all are alike. */
const longest = 1e9
/** Behind every tier. */
const brokenPlace = 1000

export interface WeighingRules {
  preferLocal: boolean
  loadBalance: boolean
  tierOrder: readonly Tier[]
}

/** @param lag how far it is ahead of its share, in requests */
export function weigh(
  node: NodeSnapshot,
  { model, doubt }: Suitable,
  request: SelectionRequest,
  { preferLocal, loadBalance, tierOrder }: WeighingRules,
  lag: number,
): Weighed {
  const { loaded, latencyMs, activeRequests, slots, tier } = node
  const { name } = model
  const look = node.breakers.size === 0 ? undefined : node.breakers.get(name)
  const isTrying = look?.state === 'half_open' && look.isTrying
  const isBroken = isTrying || look?.state === 'open'
  const pace = node.paces.of(name)
  const predicted = predictTime({
    pace,
    waitMs: node.waitMs,
    activeRequests,
    slots,
    isLoaded: loaded === null ? null : holds(loaded, name),
    evicts: loaded !== null && loaded.length > 0,
    promptTokens: request.requirements.contextTokens,
    cachedTokens: cachedTokens(node, name, request),
    class: request.classification.class,
    maxTokens: request.requirements.answerTokens,
  })
  const total = totalOf(predicted)
  const distance = !preferLocal ? 0 : latencyMs === null ? 1 : latencyMs / (latencyMs + halfwayMs)
  const belongsThere = request.affinity?.conversationNode === node.name
  const isFree = activeRequests < slots && !isTrying
  const isTrial =
    node.passedOver >= untriedAfter &&
    loadBalance &&
    isFree &&
    doubt === 0 &&
    total <= longestTrialMs &&
    look === undefined &&
    isWorthTrying(node, pace, request)
  const inTier = tierOrder.indexOf(tier) * placesPerTier + doubt - (isTrial ? 0.5 : 0)
  const isKept = node.name === request.keepNode && doubt < guessing && !isBroken
  // What it has to do already counts in full, though it may do much of it side by side: or all that are quick enough would
  // go to the one that seems a little quicker.
  const running = Math.min(activeRequests, slots - 1)
  const alone = (predicted.promptMs + predicted.writeMs) / slowdownOf(running / slots)
  const work = alone * (1 + running / (node.weight * node.slowStart))
  // What speaks for and against it, put into the time.
  const seeming =
    (predicted.waitMs + predicted.loadMs + work + lag * (predicted.loadMs + alone)) *
    (1 + mostForNearness * distance) *
    (belongsThere ? 1 - forConversation : 1)
  const inPlace = loadBalance ? Math.min(seeming, longest) : 0
  const ownOrder = isBroken ? brokenPlace * place + (look?.lastFailureAt ?? 0) : inTier * place + inPlace
  const order = isKept ? keptPlace * place + inPlace : ownOrder
  return {
    node: node.name,
    tier,
    model: name,
    contextLength: model.contextLength,
    isSure: doubt === 0,
    isGuess: doubt > 0 && isGuess(model, request.requirements),
    isFree,
    predicted,
    snapshot: node,
    servable: model,
    doubt,
    isTrial,
    isBroken,
    isFarSlower: false,
    isKept,
    ownOrder,
    order,
  }
}

/** A node that needs so many times as long as the quickest gets what that one has no slot for, not a part of the rest. */
const farSlower = 5
/** Behind its equals, before those that are more doubtful. */
const behindEquals = 0.25

/** Moves those far slower than the quickest of their tier behind the others of it. */
export function holdBackFarSlower(weighed: readonly Weighed[]): void {
  const quickest = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  for (const { tier, predicted, isBroken } of weighed) {
    if (!isBroken) quickest[tier] = Math.min(quickest[tier] ?? Number.POSITIVE_INFINITY, totalOf(predicted))
  }
  for (const each of weighed) {
    const { tier, predicted, isBroken, isTrial } = each
    if (isBroken || isTrial || totalOf(predicted) <= farSlower * (quickest[tier] ?? Number.POSITIVE_INFINITY))
      continue
    each.isFarSlower = true
    each.order += behindEquals * place
  }
}

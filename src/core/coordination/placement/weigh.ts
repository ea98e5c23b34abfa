import type { PredictedTime } from '../../../shared/entities'
import type { NodeSnapshot, SelectionRequest, Suitable } from '../judge-node'
import { isSameModel } from '../same-model'
import { predictTime, totalOf } from './predict'

/** A node that can be asked, with what it is ordered by. */
export interface Weighed extends Suitable {
  snapshot: NodeSnapshot
  predicted: PredictedTime
  /** It has a slot to spare, and its breaker lets a request through. */
  isFree: boolean
  /** It goes first for once, so that it is known how fast it is. */
  isTrial: boolean
  /** Predicted milliseconds, what speaks for and against it put in; the least is the best. */
  score: number
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
function isWorthTrying(node: NodeSnapshot, model: string, request: SelectionRequest): boolean {
  if (node.passedOver < untriedAfter || node.slowStart < 1) return false
  const { keepNode, affinity } = request
  // Not at the expense of somebody who has a place already.
  if (keepNode !== undefined || affinity?.conversationNode !== undefined) return false
  if (affinity !== undefined && affinity.cached.size > 0) return false
  const { isLearnt, isFresh } = node.paces.of(model)
  return !isLearnt || (!isFresh && node.passedOver >= staleAfter)
}

function cachedTokens({ name }: NodeSnapshot, model: string, { affinity }: SelectionRequest): number {
  const kept = affinity?.cached.get(name)
  return kept !== undefined && kept.model === model ? kept.tokens : 0
}

/** @param lag how far it is ahead of its share, in requests */
export function weigh(
  node: NodeSnapshot,
  { model, doubt }: Suitable,
  request: SelectionRequest,
  isPreferringLocal: boolean,
  lag: number,
): Weighed {
  const { loaded, latencyMs, activeRequests, slots } = node
  const isLoaded = loaded === null ? null : loaded.some(({ name }) => isSameModel(name, model.name))
  const predicted = predictTime({
    pace: node.paces.of(model.name),
    waitMs: node.waitMs,
    activeRequests,
    slots,
    isLoaded,
    evicts: loaded !== null && loaded.length > 0,
    promptTokens: request.requirements.contextTokens,
    cachedTokens: cachedTokens(node, model.name, request),
    class: request.classification.class,
    maxTokens: request.requirements.answerTokens,
  })
  const total = totalOf(predicted)
  const distance = !isPreferringLocal ? 0 : latencyMs === null ? 1 : latencyMs / (latencyMs + halfwayMs)
  const belongsThere = request.affinity?.conversationNode === node.name
  const isFree = activeRequests < slots
  return {
    snapshot: node,
    model,
    doubt,
    predicted,
    isFree,
    isTrial:
      isFree &&
      doubt === 0 &&
      total <= longestTrialMs &&
      !node.breakers.has(model.name) &&
      isWorthTrying(node, model.name, request),
    score:
      (total + lag * (total - predicted.waitMs)) *
      (1 + mostForNearness * distance) *
      (belongsThere ? 1 - forConversation : 1),
  }
}

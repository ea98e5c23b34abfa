import type { Capability, RouteCandidate, RouteDecision, Tier } from '../../shared/entities'
import { fallbackOrder } from '../../shared/entities/tiers'
import { describePlace, describeSnag } from './candidate-words'
import { judgeNode, type NodeSnapshot, type SelectionRequest } from './judge-node'
import { lagsOf } from './placement/shares'
import type { ChosenNode, Ranked } from './placement/types'
import { holdBackFarSlower, type Weighed, weigh } from './placement/weigh'
import { explainChoice } from './reason-words'
import { requirementWords } from './suitability'
import type { RouteTarget } from './types'

export interface RoutingPolicy {
  preferLocal: boolean
  fallbackStrategy: 'graceful' | 'strict'
  loadBalance: boolean
}

export type { ChosenNode, Ranked }

interface Rejected {
  node: NodeSnapshot
  model: string
  reason: string
  /** What its models lack, where that is why. */
  lacking: Capability | 'context' | null
}

/** Everything a choice was made of, for telling it in words. */
export interface Considered {
  request: SelectionRequest
  wanted: Tier
  forced: RouteDecision['forced']
  /** In no order. */
  weighed: readonly Weighed[]
  /** The same, best first: put in order when first read, because the best alone is mostly all that is wanted. */
  readonly usable: readonly Weighed[]
  rejected: readonly Rejected[]
}

export interface Selection {
  readonly decision: RouteDecision
  /** The best node and its model; null when none can be used. */
  chosen: Ranked | null
  /** All that can be used, best first. Full ones keep their places. */
  readonly ranked: readonly Ranked[]
  considered: Considered
}

/** The strict tier, or null when any will do. */
export function onlyTier({ fallbackStrategy }: RoutingPolicy, forced: RouteDecision['forced'], wanted: Tier) {
  return fallbackStrategy === 'strict' && (forced === 'none' || forced === 'tier') ? wanted : null
}

/**
 * Best first: the node of the step before; the tiers in order, within one those that surely can before those that may; of
 * these the soonest done (`load_balance`), or the nearest (`prefer_local`), or the first of the file. What rests after
 * failures comes last, the longest ago first.
 */
function compareWeighed({ preferLocal }: RoutingPolicy) {
  return (a: Weighed, b: Weighed): number => {
    if (a.order !== b.order) return a.order - b.order
    if (!preferLocal) return 0
    const near = a.snapshot.latencyMs ?? Number.POSITIVE_INFINITY
    const far = b.snapshot.latencyMs ?? Number.POSITIVE_INFINITY
    return near === far ? 0 : near - far
  }
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

/** The decision in one line. */
function summarize(considered: Considered, chosen: Weighed | undefined): string {
  const { request, wanted, forced, rejected } = considered
  const choice = { request, wanted, forced, chosen: chosen ?? null, isBusy: false, lacks: [] }
  if (chosen === undefined || chosen.tier === wanted) return explainChoice(choice)
  const { usable } = considered
  return explainChoice({
    ...choice,
    isBusy: usable.slice(0, usable.indexOf(chosen)).some(each => each.tier === wanted),
    lacks: rejected.flatMap(({ node, lacking }) => (node.tier === wanted ? [lacking] : [])),
  })
}

function describeCandidates(considered: Considered, chosen: Weighed | undefined): RouteCandidate[] {
  const { request, wanted, usable, rejected } = considered
  const order = chosen === undefined ? usable : [chosen, ...usable.filter(each => each !== chosen)]
  const candidates = order.map((each, rank): RouteCandidate => {
    const { node, tier, model, predicted } = each
    const reason = describePlace(each, wanted, request)
    return { node, tier, model, verdict: each === chosen ? 'chosen' : 'eligible', reason, rank, predicted }
  })
  const left = rejected.map(({ node, model, reason }): RouteCandidate => {
    return { node: node.name, tier: node.tier, model, verdict: 'rejected', reason, rank: null }
  })
  return candidates.concat(left)
}

/**
 * The decision in words, for whichever of the usable nodes is used. Null: none can be. The candidates are described when
 * they are first read: words for a thousand nodes cost more than the choice, and most requests are watched by nobody.
 */
export function decideFor(considered: Considered, node: string | null): RouteDecision {
  const { request, wanted, forced, weighed } = considered
  const chosen = weighed.find(each => each.node === node)
  let candidates: RouteCandidate[] | null = null
  return {
    classification: request.classification,
    wantedTier: wanted,
    forced,
    requirements: requirementWords(request.requirements),
    get candidates() {
      candidates ??= describeCandidates(considered, chosen)
      return candidates
    },
    reason: summarize(considered, chosen),
  }
}

/**
 * Of the nodes that can take the request those whose breaker lets it through, unless that leaves none, or less than half:
 * then the rest are better than nothing, and the trouble probably is not theirs.
 */
function leaveOutBroken(weighed: Weighed[], rejected: Rejected[]): Weighed[] {
  const sound = weighed.filter(({ isBroken }) => !isBroken)
  if (sound.length === weighed.length || sound.length * 2 < weighed.length) return weighed
  for (const { isBroken, snapshot: node, model } of weighed) {
    const look = node.breakers.get(model)
    if (isBroken && look !== undefined)
      rejected.push({ node, model, reason: describeSnag(look), lacking: null })
  }
  return sound
}

/** The one that would come first of all in order: of equals the first. */
function bestOf(weighed: readonly Weighed[], compare: (a: Weighed, b: Weighed) => number): Weighed | null {
  let best: Weighed | null = null
  for (const each of weighed) if (best === null || compare(each, best) < 0) best = each
  return best
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
  const rules = { ...policy, tierOrder }

  const weighed: Weighed[] = []
  const rejected: Rejected[] = []
  for (let index = 0; index < nodes.length; index += 1) {
    const node = nodes[index]
    if (node === undefined) continue
    const judged = judgeNode(node, request, strictTier)
    if ('obstacle' in judged) {
      const { reason, lacking } = judged
      rejected.push({ node, model: judged.model?.name ?? node.model, reason, lacking })
    } else weighed.push(weigh(node, judged, request, rules, lags?.[index] ?? 0))
  }
  if (policy.loadBalance) holdBackFarSlower(weighed)
  const sound = leaveOutBroken(weighed, rejected)
  const compare = compareWeighed(policy)
  const chosen = bestOf(sound, compare)
  let usable: readonly Weighed[] | null = null
  const considered: Considered = {
    request,
    wanted,
    forced,
    rejected,
    weighed: sound,
    get usable() {
      usable ??= sound.toSorted(compare)
      return usable
    },
  }
  let told: RouteDecision | null = null
  return {
    get decision() {
      told ??= decideFor(considered, chosen?.node ?? null)
      return told
    },
    chosen,
    get ranked() {
      return considered.usable
    },
    considered,
  }
}

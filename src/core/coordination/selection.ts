import type { Capability, RouteCandidate, RouteDecision, Tier } from '../../shared/entities'
import { fallbackOrder } from '../../shared/entities/tiers'
import { describePlace, describeSnag } from './candidate-words'
import { judgeNode, type NodeSnapshot, type SelectionRequest, wantedModel } from './judge-node'
import { lagsOf } from './placement/shares'
import type { ChosenNode, Ranked } from './placement/types'
import { holdBackFarSlower, type Weighed, type WeighingRules, weigh } from './placement/weigh'
import { explainChoice } from './reason-words'
import { findSeam, type Seam } from './step-seam'
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
  /** The best. */
  chosen: Weighed | null
  /** Whether its tool loop may leave the node of the step before; null where it is in none. */
  seam: Seam | null
  /** All that can be used, best first. Nodes of other tiers are judged when this is first read: mostly one of the wanted is it. */
  readonly usable: readonly Weighed[]
  readonly rejected: readonly Rejected[]
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
  const { request, wanted, forced, seam } = considered
  const choice = { request, wanted, forced, seam, chosen: chosen ?? null, isBusy: false, lacks: [] }
  if (chosen === undefined || chosen.tier === wanted || seam?.from === chosen.node)
    return explainChoice(choice)
  const { usable, rejected } = considered
  return explainChoice({
    ...choice,
    isBusy: usable
      .slice(
        0,
        usable.findIndex(({ node }) => node === chosen.node),
      )
      .some(each => each.tier === wanted),
    lacks: rejected.flatMap(({ node, lacking }) => (node.tier === wanted ? [lacking] : [])),
  })
}

function describeCandidates(considered: Considered, chosen: Weighed | undefined): RouteCandidate[] {
  const { request, wanted, usable, rejected } = considered
  const order = chosen === undefined ? usable : [chosen, ...usable.filter(({ node }) => node !== chosen.node)]
  const candidates = order.map((each, rank): RouteCandidate => {
    const { node, tier, model, predicted } = each
    const reason = describePlace(each, wanted, request)
    return {
      node,
      tier,
      model,
      verdict: node === chosen?.node ? 'chosen' : 'eligible',
      reason,
      rank,
      predicted,
    }
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
  const { request, wanted, forced, chosen: best } = considered
  const chosen = node === best?.node ? best : considered.usable.find(each => each.node === node)
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

/** Lets a tool loop go where there is a safe seam, by giving the node of the step before the place of any other. */
function releaseAtSeam(
  weighed: readonly Weighed[],
  request: SelectionRequest,
  asked: { wanted: Tier; isForced: boolean },
  compare: (a: Weighed, b: Weighed) => number,
): Seam | null {
  const kept = weighed.find(({ isKept }) => isKept)
  // The same model elsewhere would do nothing better.
  if (kept === undefined || request.target.node !== undefined || wantedModel(request) !== undefined)
    return null
  const others = weighed.filter(each => each !== kept)
  const seam = findSeam(kept, bestOf(others, compare), request, asked)
  if (seam?.to != null) kept.order = kept.ownOrder
  return seam
}

interface Judged {
  weighed: Weighed[]
  rejected: Rejected[]
}

/** Judges nodes as far as it must, each once. */
function createJudge(
  nodes: readonly NodeSnapshot[],
  request: SelectionRequest,
  rules: WeighingRules & { strictTier: Tier | null },
) {
  const lags = lagsOf(nodes)
  const found: (Weighed | Rejected | undefined)[] = []

  /** @param only of this tier; null: all that are left */
  function judge(only: Tier | null): Weighed[] {
    const weighed: Weighed[] = []
    for (let index = 0; index < nodes.length; index += 1) {
      const node = nodes[index]
      if (node === undefined || found[index] !== undefined || (only !== null && node.tier !== only)) continue
      const judged = judgeNode(node, request, rules.strictTier)
      if ('obstacle' in judged) {
        const { reason, lacking } = judged
        found[index] = { node, model: judged.model?.name ?? node.model, reason, lacking }
      } else {
        const each = weigh(node, judged, request, rules, lags?.[index] ?? 0)
        found[index] = each
        weighed.push(each)
      }
    }
    // Nodes are compared with others of their tier alone, and a tier is judged as a whole.
    if (rules.loadBalance) holdBackFarSlower(weighed)
    return weighed
  }

  return {
    tier: (tier: Tier): readonly Weighed[] => judge(tier),
    /** In the order of the nodes. */
    all(): Judged {
      judge(null)
      const weighed: Weighed[] = []
      const rejected: Rejected[] = []
      for (const each of found) {
        if (each === undefined) continue
        if ('order' in each) weighed.push(each)
        else rejected.push(each)
      }
      return { weighed: leaveOutBroken(weighed, rejected), rejected }
    },
  }
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
  const judge = createJudge(nodes, request, { ...policy, tierOrder, strictTier })
  const compare = compareWeighed(policy)

  // A sound node of the wanted tier comes before all of the others, unless one is kept: of a thousand nodes most need no look.
  const bestWanted = request.keepNode === undefined ? bestOf(judge.tier(wanted), compare) : null
  let all: Judged | null = null
  let seam: Seam | null = null
  function judgeAll(): Judged {
    if (all !== null) return all
    all = judge.all()
    seam = releaseAtSeam(all.weighed, request, { wanted, isForced: forced === 'tier' }, compare)
    return all
  }
  const chosen = bestWanted?.isBroken === false ? bestWanted : bestOf(judgeAll().weighed, compare)

  let usable: readonly Weighed[] | null = null
  const considered: Considered = {
    request,
    wanted,
    forced,
    chosen,
    seam,
    get usable() {
      usable ??= judgeAll().weighed.toSorted(compare)
      return usable
    },
    get rejected() {
      return judgeAll().rejected
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

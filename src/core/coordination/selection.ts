import type { RouteCandidate, RouteDecision, Tier } from '../../shared/entities'
import { fallbackOrder, tierNames } from '../../shared/entities/tiers'
import { asClause, judgeNode, type NodeSnapshot, type SelectionRequest, type Suitable } from './judge-node'
import type { Requirements } from './requirements'
import { describeDoubt, isGuess, requirementWords } from './suitability'
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

export interface Selection {
  decision: RouteDecision
  /** The node to use and its model; null when none can be. */
  chosen: ChosenNode | null
}

/** A node that can be asked, with what it is ordered by. */
interface Usable extends Suitable {
  node: NodeSnapshot
  /** Place of its tier in the order of tiers, and within that how doubtful it is. */
  place: number
  load: number
  /** Infinite while unknown. */
  latencyMs: number
}

/** More than any doubt. */
const placesPerTier = 100

/** The strict tier, or null when any will do. */
export function onlyTier({ fallbackStrategy }: RoutingPolicy, forced: RouteDecision['forced'], wanted: Tier) {
  return fallbackStrategy === 'strict' && (forced === 'none' || forced === 'tier') ? wanted : null
}

/**
 * Best first: the tiers in order; within one those that surely can before those that may, then the least loaded, then
 * (prefer_local) the lowest latency, then the order of the file.
 */
function compareUsable({ loadBalance, preferLocal }: RoutingPolicy) {
  return (a: Usable, b: Usable): number => {
    if (a.place !== b.place) return a.place - b.place
    if (loadBalance && a.load !== b.load) return a.load - b.load
    return preferLocal && a.latencyMs !== b.latencyMs ? a.latencyMs - b.latencyMs : 0
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

function explainChoice(
  decision: Omit<RouteDecision, 'reason'>,
  { settledModel }: SelectionRequest,
  chosen: NodeSnapshot | undefined,
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
  if (forced === 'node' || forced === 'model' || chosen.tier === wanted) return `${because}.`
  return `${because}. No usable node of tier ${wanted}, so tier ${chosen.tier} answers.`
}

function toCandidate(
  { node, model, doubt }: Usable,
  rank: number,
  wanted: Tier,
  requirements: Requirements,
): RouteCandidate {
  const place =
    node.tier === wanted ? `tier ${node.tier} as wanted` : `fallback from tier ${wanted} to ${node.tier}`
  const doubts = doubt === 0 ? '' : `, ${describeDoubt(model, requirements)}`
  const load = `${node.activeRequests} of ${node.slots} slots in use`
  const latency = node.latencyMs === null ? '' : `, ${Math.round(node.latencyMs)} ms away`
  return {
    node: node.name,
    tier: node.tier,
    model: model.name,
    verdict: rank === 0 ? 'chosen' : 'eligible',
    reason: `${place}, ${load}${latency}${doubts}`,
    rank,
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

  const usable: Usable[] = []
  const rejected: RouteCandidate[] = []
  for (const node of nodes) {
    const judged = judgeNode(node, request, strictTier)
    if ('obstacle' in judged) {
      const { model, reason } = judged
      rejected.push({
        node: node.name,
        tier: node.tier,
        model: model?.name ?? node.model,
        verdict: 'rejected',
        reason,
        rank: null,
      })
    } else {
      const { model, doubt } = judged
      usable.push({
        node,
        model,
        doubt,
        place: tierOrder.indexOf(node.tier) * placesPerTier + doubt,
        load: node.activeRequests / node.slots,
        latencyMs: node.latencyMs ?? Number.POSITIVE_INFINITY,
      })
    }
  }
  usable.sort(compareUsable(policy))

  const [first] = usable
  const candidates = usable.map((each, rank) => toCandidate(each, rank, wanted, request.requirements))
  const decision = {
    classification: request.classification,
    wantedTier: wanted,
    forced,
    requirements: requirementWords(request.requirements),
    candidates: candidates.concat(rejected),
  }
  return {
    decision: { ...decision, reason: explainChoice(decision, request, first?.node) },
    chosen:
      first === undefined
        ? null
        : {
            node: first.node.name,
            tier: first.node.tier,
            model: first.model.name,
            contextLength: first.model.contextLength,
            isSure: first.doubt === 0,
            isGuess: isGuess(first.model, request.requirements),
          },
  }
}

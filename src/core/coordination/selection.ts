import type {
  BackendKind,
  Classification,
  NodeStatus,
  RouteCandidate,
  RouteDecision,
  Tier,
} from '../../shared/entities'
import { fallbackOrder, tierNames } from '../../shared/entities/tiers'
import { HarombeError } from '../../shared/errors'
import { isSameModel } from './same-model'
import type { RouteTarget } from './types'

/** What a decision is made of: one node as it stands at that moment. */
export interface NodeSnapshot {
  name: string
  tier: Tier
  model: string
  models: readonly string[]
  backend: BackendKind
  enabled: boolean
  status: NodeStatus
  latencyMs: number | null
  activeRequests: number
  slots: number
  /** The last failure in words; empty when there was none. */
  problem: string
}

export interface RoutingPolicy {
  preferLocal: boolean
  fallbackStrategy: 'graceful' | 'strict'
  loadBalance: boolean
}

export interface SelectionRequest {
  target: RouteTarget
  classification: Classification
  /** Nodes that already failed for this query, with the reason in words. */
  tried: ReadonlyMap<string, string>
}

export interface Selection {
  decision: RouteDecision
  /** The node to use and its model; null when none can be. */
  chosen: { node: string; tier: Tier; model: string } | null
}

/** The node's own name for a wanted model, or null when it does not serve it. */
function servedModel(node: NodeSnapshot, wanted: string | undefined): string | null {
  if (wanted === undefined) return node.model === '' ? null : node.model
  // What a node is configured with is not what it serves; only a server that lists nothing is taken at its word.
  const served = node.models.length === 0 ? [node.model] : node.models
  return served.find(name => isSameModel(name, wanted)) ?? null
}

/** A sentence as part of another one. */
const asClause = (sentence: string) => sentence.replace(/\.$/, '')

function whyUnusable(
  node: NodeSnapshot,
  model: string | null,
  { target, tried }: SelectionRequest,
): string | null {
  const failure = tried.get(node.name)
  if (failure !== undefined) return `failed for this question: ${asClause(failure)}`
  if (target.node !== undefined && node.name !== target.node) return `${target.node} was asked for`
  if (!node.enabled) return 'disabled'
  if (node.status === 'unknown') return 'not checked yet'
  if (node.status === 'offline') return node.problem === '' ? 'offline' : `offline: ${asClause(node.problem)}`
  if (model === null) {
    return target.model === undefined ? 'it serves no model yet' : `it does not serve ${target.model}`
  }
  if (node.status === 'model_missing' && target.model === undefined) return `it does not serve ${node.model}`
  return null
}

/** A node that can be asked, with what it is ordered by. */
interface Usable {
  node: NodeSnapshot
  /** Its own name for the model it would be asked for. */
  model: string
  /** Place of its tier in the order of tiers. */
  place: number
  load: number
}

/** Best first: the tiers in order; within one least loaded, then (prefer_local) lowest latency, then the order of the file. */
function compareUsable({ loadBalance, preferLocal }: RoutingPolicy) {
  return (a: Usable, b: Usable): number => {
    if (a.place !== b.place) return a.place - b.place
    if (loadBalance && a.load !== b.load) return a.load - b.load
    if (!preferLocal || a.node.latencyMs === b.node.latencyMs) return 0
    return (a.node.latencyMs ?? Number.POSITIVE_INFINITY) - (b.node.latencyMs ?? Number.POSITIVE_INFINITY)
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

function explainChoice(decision: Omit<RouteDecision, 'reason'>, chosen: NodeSnapshot | undefined): string {
  const { wantedTier: wanted, forced, classification } = decision
  const because =
    forced === 'node'
      ? 'You asked for this node'
      : forced === 'model'
        ? 'You asked for this model'
        : forced === 'tier'
          ? `You asked for tier ${wanted} (${tierNames[wanted]})`
          : `A ${classification.class} question: ${classification.reasons[0] ?? 'no further reason'}`
  if (chosen === undefined) return `${because}. No usable node.`
  if (forced === 'node' || forced === 'model' || chosen.tier === wanted) return `${because}.`
  return `${because}. No usable node of tier ${wanted}, so tier ${chosen.tier} answers.`
}

/**
 * Where a query goes, and why. Pure: the same snapshot and request give the same decision. Every node appears among the
 * candidates, best first, the ones left out last, each with its reason.
 */
export function selectRoute(
  nodes: readonly NodeSnapshot[],
  policy: RoutingPolicy,
  request: SelectionRequest,
): Selection {
  const wanted = wantedTier(nodes, request)
  const forced = forcedBy(request.target)
  const strict = policy.fallbackStrategy === 'strict' && (forced === 'none' || forced === 'tier')
  const tierOrder: readonly Tier[] = strict ? [wanted] : fallbackOrder[wanted]

  const usable: Usable[] = []
  const rejected: RouteCandidate[] = []
  for (const node of nodes) {
    const model = servedModel(node, request.target.model)
    const why =
      whyUnusable(node, model, request) ??
      (strict && node.tier !== wanted ? `strict routing stays on tier ${wanted}` : null)
    if (why === null && model !== null) {
      const load = node.activeRequests / node.slots
      usable.push({ node, model, place: tierOrder.indexOf(node.tier), load })
    } else {
      const reason = why ?? 'it serves no model yet'
      rejected.push({
        node: node.name,
        tier: node.tier,
        model: node.model,
        verdict: 'rejected',
        reason,
        rank: null,
      })
    }
  }
  usable.sort(compareUsable(policy))

  const [first] = usable
  const candidates = usable.map(({ node, model }, rank): RouteCandidate => {
    const place =
      node.tier === wanted ? `tier ${node.tier} as wanted` : `fallback from tier ${wanted} to ${node.tier}`
    const load = `${node.activeRequests} of ${node.slots} slots in use`
    const latency = node.latencyMs === null ? '' : `, ${Math.round(node.latencyMs)} ms away`
    const reason = `${place}, ${load}${latency}`
    const verdict = rank === 0 ? 'chosen' : 'eligible'
    return { node: node.name, tier: node.tier, model, verdict, reason, rank }
  })
  const decision = {
    classification: request.classification,
    wantedTier: wanted,
    forced,
    candidates: [...candidates, ...rejected],
  }
  return {
    decision: { ...decision, reason: explainChoice(decision, first?.node) },
    chosen: first === undefined ? null : { node: first.node.name, tier: first.node.tier, model: first.model },
  }
}

/** The clear error for a selection without a node; says what the user can do. */
export function explainNoRoute(
  nodes: readonly NodeSnapshot[],
  policy: RoutingPolicy,
  { target }: SelectionRequest,
  decision: RouteDecision,
): HarombeError {
  const data = { candidates: decision.candidates }
  if (nodes.length === 0) {
    return new HarombeError('NO_NODE_AVAILABLE', 'There is no node to answer.', {
      hint: 'Add one with `harombe cluster add`, start Ollama on this machine, or try `harombe demo`.',
      data,
    })
  }
  if (target.node !== undefined) {
    const known = nodes.find(node => node.name === target.node)
    if (known === undefined) {
      const names = nodes.map(node => node.name).join(', ')
      return new HarombeError('NOT_FOUND', `There is no node named ${target.node}.`, {
        hint: `Known nodes: ${names}.`,
        data,
      })
    }
    const reason =
      decision.candidates.find(candidate => candidate.node === target.node)?.reason ?? 'it cannot be used'
    return new HarombeError('NO_NODE_AVAILABLE', `${target.node} cannot answer: ${reason}.`, {
      hint: 'Choose another node, or none to let harombe choose.',
      data,
    })
  }
  if (target.model !== undefined && !nodes.some(node => servedModel(node, target.model) !== null)) {
    return new HarombeError('MODEL_MISSING', `No node serves the model ${target.model}.`, {
      hint: 'Ask for `auto`, `tier-0` to `tier-2`, or one of the models `GET /v1/models` lists.',
      data,
    })
  }
  if (policy.fallbackStrategy === 'strict' && target.model === undefined) {
    return new HarombeError(
      'TIER_UNAVAILABLE',
      `No node of tier ${decision.wantedTier} can answer, and routing is strict.`,
      {
        hint: 'Bring such a node online, ask for another tier, or set cluster.routing.fallback_strategy to graceful.',
        data,
      },
    )
  }
  const reasons = decision.candidates.map(({ node, reason }) => `${node} (${reason})`).join('; ')
  return new HarombeError('NO_NODE_AVAILABLE', `No node can answer: ${reasons}.`, {
    hint: 'Start one of these machines or check its address; `harombe cluster test` shows what is wrong.',
    data,
  })
}

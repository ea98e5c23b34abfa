import type { Capability, RouteDecision, Tier } from '../../shared/entities'
import { HarombeError } from '../../shared/errors'
import { countText } from '../../shared/sizes'
import { isAskedFor } from './asked-name'
import {
  judgeNode,
  mayAnswer,
  type NodeSnapshot,
  type SelectionRequest,
  type Unusable,
  wantedModel,
} from './judge-node'
import { onlyTier, type RoutingPolicy } from './selection'
import { ableTo, doubtOf, listed } from './suitability'

/** A model that can, for those who have none; small enough for most machines. */
const examples: Partial<Record<Capability, string>> = {
  chat: 'qwen2.5:7b',
  vision: 'qwen2.5vl:7b',
  tools: 'qwen2.5:7b',
  completion: 'qwen2.5-coder:7b',
  embeddings: 'nomic-embed-text',
}

const otherTier = 'Or ask for another tier, or set cluster.routing.fallback_strategy to graceful.'

interface Judged {
  node: NodeSnapshot
  why: Unusable
}

/** It does not answer, and nothing that was seen of it says that it could not take the request. */
function isMissed({ node: { modelsServed }, why }: Judged, request: SelectionRequest): boolean {
  if (why.obstacle !== 'away' && why.obstacle !== 'tried') return false
  const asked = modelsServed.filter(model => mayAnswer(model, wantedModel(request)))
  return asked.length === 0 || asked.some(model => doubtOf(model, request.requirements) !== null)
}

/** Nobody that could be asked now can take it: what is missing, and where to get it. */
function nobodyIsAble(
  judged: readonly Judged[],
  request: SelectionRequest,
  data: Record<string, unknown>,
  strictTier: Tier | null,
): HarombeError | null {
  const lacks = new Set(judged.map(({ why }) => why.lacking))
  const capabilities = [...lacks].filter(lack => lack !== null && lack !== 'context')
  const [first] = capabilities
  if (first === undefined) return null
  const reasons = judged
    .filter(({ why }) => why.obstacle !== 'tier' && why.obstacle !== 'not_asked')
    .map(({ node, why }) => `${node.name} (${why.reason})`)
  const isAnyAway = judged.some(each => isMissed(each, request))
  const example = examples[first]
  const pull = example === undefined ? 'use a model that can' : `pull a model that can, such as ${example}`
  const nobody = strictTier === null ? 'No node' : `No node of tier ${strictTier}`
  const remedy = isAnyAway
    ? `Start one of the machines that are away, or ${pull}.`
    : `${pull.charAt(0).toUpperCase()}${pull.slice(1)}.`
  return new HarombeError(
    // Asking again changes nothing while nobody comes back.
    isAnyAway ? 'NO_NODE_AVAILABLE' : 'NOT_SUPPORTED',
    `${nobody} can ${listed(capabilities.map(ableTo))}${isAnyAway ? ' now' : ''}: ${reasons.join('; ')}.`,
    {
      hint: strictTier === null ? remedy : `${remedy} ${otherTier}`,
      data: { ...data, lacks: capabilities },
    },
  )
}

/** It fits no window of a node that could be asked now. */
function everyWindowTooSmall(
  judged: readonly Judged[],
  { requirements }: SelectionRequest,
  data: Record<string, unknown>,
  strictTier: Tier | null,
): HarombeError | null {
  const tooSmall = judged
    .filter(({ why }) => why.lacking === 'context')
    .map(({ node, why }) => ({
      node: node.name,
      model: why.model?.name ?? '',
      holds: why.model?.contextLength ?? 0,
    }))
    .sort((a, b) => b.holds - a.holds)
  const [largest] = tooSmall
  if (largest === undefined) return null
  const needed = `This needs about ${countText(requirements.contextTokens)} tokens of context`
  const most = `holds ${countText(largest.holds)} (${largest.model} on ${largest.node})`
  const shorten = 'Shorten it, or raise model.context_length, or context_length of a node, in harombe.yaml.'
  return new HarombeError(
    'CONTEXT_TOO_LONG',
    strictTier === null
      ? `${needed}; the largest window among the nodes that can be used ${most}.`
      : `${needed}, which no node of tier ${strictTier} holds: the largest window there ${most}. Routing is strict, so no other tier is asked.`,
    {
      hint: strictTier === null ? shorten : `${shorten} ${otherTier}`,
      data: { ...data, contextTokens: requirements.contextTokens, largestWindow: largest.holds },
    },
  )
}

/** The clear error for a selection without a node; says what the user can do. */
export function explainNoRoute(
  nodes: readonly NodeSnapshot[],
  policy: RoutingPolicy,
  request: SelectionRequest,
  decision: RouteDecision,
): HarombeError {
  const { target } = request
  const data = { candidates: decision.candidates }
  if (nodes.length === 0) {
    return new HarombeError('NO_NODE_AVAILABLE', 'There is no node to answer.', {
      hint: 'Add one with `harombe cluster add`, start Ollama on this machine, use the embedded engine (`harombe engine install`), or try `harombe demo`.',
      data,
    })
  }
  const strictTier = onlyTier(policy, decision.forced, decision.wantedTier)
  const judged = nodes.flatMap((node): Judged[] => {
    const why = judgeNode(node, request, strictTier)
    return 'obstacle' in why ? [{ node, why }] : []
  })
  if (target.node !== undefined) {
    const known = judged.find(({ node }) => node.name === target.node)
    if (known === undefined) {
      const names = nodes.map(node => node.name).join(', ')
      return new HarombeError('NOT_FOUND', `There is no node named ${target.node}.`, {
        hint: `Known nodes: ${names}.`,
        data,
      })
    }
    const { why } = known
    const tooLong = everyWindowTooSmall([known], request, data, null)
    if (tooLong !== null) return tooLong
    const isAble = why.lacking === null
    const code = isAble ? 'NO_NODE_AVAILABLE' : 'NOT_SUPPORTED'
    return new HarombeError(code, `${target.node} cannot answer: ${why.reason}.`, {
      hint: 'Choose another node, or none to let harombe choose.',
      data: isAble ? data : { ...data, lacks: [why.lacking] },
    })
  }
  const wanted = wantedModel(request)
  if (
    wanted !== undefined &&
    !nodes.some(({ modelsServed }) => modelsServed.some(model => mayAnswer(model, wanted)))
  ) {
    const isKept = nodes.some(({ models }) => models.some(name => isAskedFor(name, wanted)))
    return new HarombeError(
      'MODEL_MISSING',
      isKept ? `No node is to be used for the model ${wanted}.` : `No node serves the model ${wanted}.`,
      {
        hint: isKept
          ? 'Add it to `models` of a node in harombe.yaml.'
          : 'Ask for `auto`, `tier-0` to `tier-2`, or a model that `harombe models list` or `GET /v1/models` shows.',
        data,
      },
    )
  }
  // A request that is too long for every node able to take it says so, though others lack more than room.
  const isUnable =
    everyWindowTooSmall(judged, request, data, strictTier) ?? nobodyIsAble(judged, request, data, strictTier)
  if (isUnable !== null) return isUnable
  if (strictTier !== null) {
    return new HarombeError(
      'TIER_UNAVAILABLE',
      `No node of tier ${strictTier} can answer, and routing is strict.`,
      {
        hint: 'Bring such a node online, ask for another tier, or set cluster.routing.fallback_strategy to graceful.',
        data,
      },
    )
  }
  if (judged.length > 0 && judged.every(({ why }) => why.obstacle === 'rule')) {
    const rules = judged.map(({ node, why }) => `${node.name} (${why.reason})`).join('; ')
    return new HarombeError('NO_NODE_AVAILABLE', `The rules of harombe.yaml leave no node: ${rules}.`, {
      hint: 'Change cluster.policies, or, in quiet hours, ask for a node by its name.',
      data,
    })
  }
  const reasons = decision.candidates.map(({ node, reason }) => `${node} (${reason})`).join('; ')
  return new HarombeError('NO_NODE_AVAILABLE', `No node can answer: ${reasons}.`, {
    hint: 'Start one of these machines, check its address, or get it a model; `harombe cluster test` shows what is wrong.',
    data,
  })
}

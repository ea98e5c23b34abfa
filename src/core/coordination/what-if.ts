import type { ActiveRequest, RouteDecision, RoutePreference } from '../../shared/entities'
import { HarombeError } from '../../shared/errors'
import type { ChatMessage, ToolDefinition } from '../inference/protocol'
import { roughly } from './candidate-words'
import type { Classifier, OperatingPoint } from './classification/classifier'
import { describeRequest } from './describe-request'
import { explainNoRoute } from './explain-no-route'
import type { NodeSnapshot, SelectionRequest } from './judge-node'
import { placeRequest } from './queue/place-request'
import { inOneLine } from './reason-words'
import { requirementsOf } from './requirements'
import { decideFor, type RoutingPolicy, type Selection, selectRoute } from './selection'
import type { RouteTarget } from './types'

/** A conversation that is not sent, and what is to be thought different from how it is. */
export interface WhatIf {
  messages: readonly ChatMessage[]
  tools?: readonly ToolDefinition[] | undefined
  target: RouteTarget
  /** Who would ask: rules let some use what others may not. Default: the chat. */
  origin?: ActiveRequest['origin'] | undefined
  /** Nodes taken to be switched off. */
  without?: readonly string[] | undefined
  /** Default: the setting. */
  preference?: RoutePreference | undefined
  /** As if so many tokens were sent in all; without effect below what the messages come to. */
  contextTokens?: number | undefined
}

/** The cluster and its settings as they stand. */
export interface WhatIs {
  nodes: readonly NodeSnapshot[]
  policy: RoutingPolicy
  /** Nodes that the user's rules keep it from, with the rule in words. */
  forbidden: ReadonlyMap<string, string>
  classifier: Classifier
  operatingPoint: OperatingPoint
  /** Requests that wait for a slot. */
  waiting: number
}

/** A name that is mistyped is no answer to what would be: it asks something else. */
function refuseUnknown(nodes: readonly NodeSnapshot[], asked: readonly string[]): void {
  const names = new Set(nodes.map(({ name }) => name))
  const unknown = asked.find(name => !names.has(name))
  if (unknown === undefined) return
  throw new HarombeError('NOT_FOUND', `There is no node named ${unknown}.`, {
    hint: names.size === 0 ? 'The cluster has no nodes yet.' : `Known nodes: ${[...names].join(', ')}.`,
  })
}

/** Where all slots of the best are taken: the node that would be asked instead, or how long it would be waited for. */
function decidePlaced(
  { considered, chosen, ranked, decision }: Selection,
  { nodes, waiting }: Pick<WhatIs, 'nodes' | 'waiting'>,
): RouteDecision {
  if (chosen === null || chosen.isFree) return decision
  const placing = placeRequest(ranked, {
    ahead: waiting,
    mayWait: true,
    slotsOf: name => nodes.find(node => node.name === name)?.slots ?? 1,
  })
  if (placing === null) return decision
  if (placing.type === 'take') return decideFor(considered, placing.node.node)
  const { node, predicted } = chosen
  const others = waiting === 0 ? '' : waiting === 1 ? ', and one waits' : `, and ${waiting} wait`
  const waitMs = predicted.waitMs + waiting * placing.turnMs
  const wait = `All slots of ${node} are taken${others}: it would wait about ${roughly(waitMs)}.`
  return { ...decision, reason: inOneLine(`${decision.reason} ${wait}`) }
}

/**
 * Where it would go at this moment and why: the way every request takes, but nothing is sent or recorded. It is taken to come
 * last of those that wait; left out of account is what nodes still hold of the conversation, which only the request itself shows.
 * @throws HarombeError NOT_FOUND for an unknown node, asked for or in `without`
 */
export function explainWhatIf(
  { messages, tools = [], target, without = [], preference, contextTokens = 0 }: WhatIf,
  { nodes: all, policy, forbidden, classifier, operatingPoint, waiting }: WhatIs,
): RouteDecision {
  refuseUnknown(all, target.node === undefined ? without : [target.node, ...without])
  const leftOut = new Map(without.map(name => [name, 'switched off here']))
  const asked = { messages, tools, target }
  const requirements = requirementsOf(asked)
  const described = describeRequest(
    classifier,
    asked,
    { ...operatingPoint, preference: preference ?? operatingPoint.preference },
    { ...requirements, contextTokens: Math.max(contextTokens, requirements.contextTokens) },
  )
  const request: SelectionRequest = { ...described, tried: new Map(), leftOut, forbidden }
  const nodes = all.map(
    (node): NodeSnapshot => (leftOut.has(node.name) ? { ...node, status: 'offline' } : node),
  )
  const selection = selectRoute(nodes, policy, request)
  const decision = decidePlaced(selection, { nodes, waiting })
  if (selection.chosen !== null) return decision
  const { message, hint = '' } = explainNoRoute(nodes, policy, request, decision)
  return { ...decision, reason: inOneLine(`${message} ${hint}`) }
}

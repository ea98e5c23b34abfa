import type { NodeView, Tier } from '../../../shared/entities'
import { HarombeError } from '../../../shared/errors'
import { isAskedFor } from '../asked-name'
import type { RouteTarget, ServedModel } from '../types'

/** A node one answer can come from. */
export interface Candidate {
  node: string
  tier: Tier
  slots: number
  /** Tokens its model holds; null when nobody knows. */
  window: number | null
}

const mostNodes = 32
/** More parts than these are a job for a night, not for a request. */
export const mostParts = 64
/** What every model in use holds. */
const presumedWindow = 4096
/** Of a window, for what a part is answered with. */
const answerShare = 0.25
const mostAnswerTokens = 1024
/** For the instructions around a part, and for what an estimate may be short of. */
const overheadTokens = 256
const caution = 0.9
const overlapShare = 0.05

const serves = (node: NodeView, model: string | undefined) =>
  model === undefined || [node.model, ...node.models].some(name => isAskedFor(name, model))

/** What the model that would answer there holds. */
function windowOf(node: NodeView, models: readonly ServedModel[], wanted: string | undefined): number | null {
  const name = wanted ?? node.model
  const found = models.find(({ model, nodes }) => nodes.includes(node.name) && isAskedFor(model, name))
  return found?.windows?.find(window => window.node === node.name)?.tokens ?? null
}

/**
 * The nodes that can answer now and that the request is for: the one it names, those of its tier, or all; the highest tier
 * first, as the cluster lists them within one.
 */
export function findCandidates(
  nodes: readonly NodeView[],
  models: readonly ServedModel[],
  target: RouteTarget,
): Candidate[] {
  return nodes
    .filter(node => node.status === 'online' && serves(node, target.model))
    .filter(node => (target.node === undefined ? true : node.name === target.node))
    .filter(node => target.node !== undefined || target.tier === 'auto' || node.tier === target.tier)
    .map(node => ({
      node: node.name,
      tier: node.tier,
      slots: node.slots,
      window: windowOf(node, models, target.model),
    }))
    .toSorted((a, b) => b.tier - a.tier)
    .slice(0, mostNodes)
}

/** Whether no candidate's model holds so much; one nobody knows may. */
export const isBeyondAll = (candidates: readonly Candidate[], tokens: number): boolean =>
  candidates.length > 0 && candidates.every(({ window }) => window !== null && tokens > window)

export interface PartPlan {
  /** Of the context in one part, tokens. */
  partTokens: number
  overlapTokens: number
  /** Of the answer to one part. */
  answerTokens: number
  /** Of the answers that are combined at once, all together. */
  combineTokens: number
  /** Parts that are answered at once. */
  atOnce: number
}

/**
 * How much goes to a node at a time, so that whichever of them gets a part can hold it, the question and its answer.
 * @throws HarombeError CONTEXT_TOO_LONG when the question alone leaves no room
 */
export function planParts(candidates: readonly Candidate[], queryTokens: number): PartPlan {
  const windows = candidates.map(({ window }) => window ?? presumedWindow)
  const window = Math.floor(Math.min(...windows, Number.MAX_SAFE_INTEGER) * caution)
  const answerTokens = Math.min(mostAnswerTokens, Math.floor(window * answerShare))
  const room = window - answerTokens - overheadTokens - queryTokens
  if (candidates.length === 0 || room < answerTokens) {
    throw new HarombeError('CONTEXT_TOO_LONG', 'The question alone is too long to be asked of parts.', {
      hint: 'Put what it is about into `context`, and only the question into `query`.',
    })
  }
  return {
    partTokens: room,
    overlapTokens: Math.floor(room * overlapShare),
    answerTokens,
    combineTokens: room,
    atOnce: Math.max(
      1,
      Math.min(
        16,
        candidates.reduce((sum, { slots }) => sum + slots, 0),
      ),
    ),
  }
}

/**
 * Which answers are combined at once: neighbours, as many as fit, two at least. @param sizes tokens of each
 * @returns groups of places in `sizes`
 */
export function groupToCombine(sizes: readonly number[], tokens: number): number[][] {
  const groups: number[][] = []
  let group: number[] = []
  let sum = 0
  for (const [place, size] of sizes.entries()) {
    if (group.length >= 2 && sum + size > tokens) {
      groups.push(group)
      group = []
      sum = 0
    }
    group.push(place)
    sum += size
  }
  if (group.length > 0) groups.push(group)
  return groups
}

import type { AgentStep, Tier } from '../../shared/entities'
import { roughly } from './candidate-words'
import type { StepFacts } from './classification/steps'
import type { SelectionRequest } from './judge-node'
import { totalOf } from './placement/predict'
import type { Weighed } from './placement/weigh'

export interface SeamQuestion {
  steps: StepFacts
  /** Steps since the loop came to the node it is on; null: it began there. */
  sinceMove: number | null
  /** An answer that was begun is to be continued. */
  isPrefill: boolean
  wanted: Tier
  /** The caller asked for that tier by name. */
  isForced: boolean
  kept: Pick<Weighed, 'node' | 'tier' | 'predicted'>
  /** The best of the others; null when there is none. */
  other: Pick<Weighed, 'node' | 'tier' | 'predicted' | 'isSure' | 'isFree' | 'isBroken' | 'isTrial'> | null
}

export interface SeamAnswer {
  move: boolean
  /** As part of a sentence, to follow a colon. */
  reason: string
}

/**
 * A loop that moved stays for so many steps, or it would pay for reading the prompt anew more often than it gains. To a
 * larger model it may go sooner: a weak answer is the dearer mistake.
 */
const stepsBeforeUp = 2
const stepsBeforeDown = 4
/** A tier more is worth so much waiting, milliseconds. */
const worthOfTierMs = 30_000
/** Going down saves time or nothing: it must be quicker by more than predictions are usually off. */
const worthwhileShare = 0.7

const stay = (reason: string): SeamAnswer => ({ move: false, reason })
const resultsIn = 'all tool results are in'

/**
 * Whether a tool loop may leave the node of the step before. It keeps its node unless there is a seam: nothing is open that
 * the other model did not say itself, the other is of the tier this step needs, surely can take it and has a slot, and the
 * change pays. Pure.
 */
export function mayMove(question: SeamQuestion): SeamAnswer {
  const { steps, sinceMove, isPrefill, wanted, isForced, kept, other } = question
  if (steps.openCalls > 0) {
    return stay(
      steps.openCalls === 1 ? 'a call has no result yet' : `${steps.openCalls} calls have no result yet`,
    )
  }
  if (isPrefill) return stay('its answer was begun')
  if (kept.tier === wanted) return stay(`tier ${wanted} is what this step wants`)
  if (other === null || other.tier !== wanted)
    return stay(`no other node of tier ${wanted} can take this step`)
  if (other.isBroken || other.isTrial || !other.isSure)
    return stay(`it is not sure that ${other.node} can take this step`)
  if (!other.isFree) return stay(`${other.node} is busy`)
  if (isForced) return { move: true, reason: resultsIn }
  const { step, isSaid } = steps
  const isUp = wanted > kept.tier
  if (step === undefined) return stay('the step is not known')
  if (isUp && step === 'arguments') return stay('only the next call is filled in')
  if (step !== 'synthesis' && !isSaid) return stay('another call may follow')
  if (sinceMove !== null && sinceMove < (isUp ? stepsBeforeUp : stepsBeforeDown))
    return stay('it came there only just now')
  const here = totalOf(kept.predicted)
  const there = totalOf(other.predicted)
  if (isUp) {
    const most = (wanted - kept.tier) * worthOfTierMs
    return there - here <= most
      ? { move: true, reason: resultsIn }
      : stay(`${other.node} would need ${roughly(there - here)} longer`)
  }
  return there < here * worthwhileShare
    ? { move: true, reason: `${resultsIn}, and it is quicker` }
    : stay(`${other.node} would not be much quicker`)
}

/** What came of asking, for a request whose loop ran on one of the nodes. */
export interface Seam {
  from: string
  /** Where it may move to; null: it stays. */
  to: string | null
  step: AgentStep | undefined
  reason: string
}

/** Null where no node is kept, or nothing is known of the steps. */
export function findSeam(
  kept: Weighed,
  other: Weighed | null,
  request: SelectionRequest,
  { wanted, isForced }: Pick<SeamQuestion, 'wanted' | 'isForced'>,
): Seam | null {
  const { steps, affinity, requirements } = request
  if (steps === undefined) return null
  const loop = affinity?.loop
  const sinceMove = loop?.node === kept.node ? loop.sinceMove : null
  const isPrefill = requirements.needs.includes('prefill')
  const { move, reason } = mayMove({ steps, sinceMove, isPrefill, wanted, isForced, kept, other })
  return { from: kept.node, to: move ? (other?.node ?? null) : null, step: steps.step, reason }
}

const stepNames: Readonly<Record<AgentStep, string>> = {
  plan: 'the plan',
  arguments: 'the next call',
  synthesis: 'the synthesis',
}

/** The sentence for the decision; null where the loop's node has no part in it. */
export function describeSeam({ from, to, step, reason }: Seam, chosen: string): string | null {
  if (chosen === from) return `${from} ran the step before and goes on: ${reason}`
  if (chosen !== to) return null
  return `${from} ran the step before; ${step === undefined ? 'this step' : stepNames[step]} moves to ${to}: ${reason}`
}

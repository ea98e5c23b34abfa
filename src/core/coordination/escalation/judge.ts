import type { EscalationPolicy, EscalationSurroundings, EscalationVerdict, LargerTier, Signal } from './types'

/** From here on an answer more likely falls short than not. */
const offerFrom = 0.5
/** Asking again by itself takes a larger node's time, so it takes more to do it. */
const makeFrom = 0.55
/** Below it a further sign would change nothing. */
const borderlineFrom = 0.3
/** The question was nearly sent to the largest tier: the one between would be half a remedy. */
const straightToLargest = 0.4
const mostReasons = 3

/** The signals together, as if each had its own chance to be right; 0–1. */
export const likelihoodOf = (signals: readonly Signal[]): number =>
  1 - signals.reduce((rest, { weight }) => rest * (1 - weight), 1)

/** One more sign would decide: whoever can get one cheaply may ask for it. */
export function isBorderline(signals: readonly Signal[]): boolean {
  const likelihood = likelihoodOf(signals)
  return likelihood >= borderlineFrom && likelihood < offerFrom
}

function destinationOf({ larger, answeredTier, largestProbability }: EscalationSurroundings) {
  const tiers = larger.filter(({ tier }) => tier > answeredTier).toSorted((a, b) => a.tier - b.tier)
  const isHard = largestProbability !== null && largestProbability >= straightToLargest
  return tiers.at(isHard ? -1 : 0)
}

const mayMake = (policy: EscalationPolicy, { isFree }: LargerTier, likelihood: number): boolean =>
  policy.mode === 'auto' && policy.remaining > 0 && isFree && likelihood >= makeFrom

/**
 * Whether a larger node is to be offered, or asked at once. Never for what the user insisted on, and never twice: the answer
 * of an escalation is the last word.
 */
export function judgeAnswer(
  signals: readonly Signal[],
  policy: EscalationPolicy,
  surroundings: EscalationSurroundings,
): EscalationVerdict {
  const destination = destinationOf(surroundings)
  const likelihood = likelihoodOf(signals)
  const isOut = policy.mode === 'off' || surroundings.isForced || surroundings.isEscalation
  if (isOut || destination === undefined || likelihood < offerFrom) {
    return { action: 'none', tier: null, reasons: [] }
  }
  const strongest = signals.toSorted((a, b) => b.weight - a.weight).slice(0, mostReasons)
  return {
    action: mayMake(policy, destination, likelihood) ? 'make' : 'offer',
    tier: destination.tier,
    reasons: strongest.map(({ words }) => words),
  }
}

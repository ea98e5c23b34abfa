import type { RouteShift, RoutingSignal, SignalKind, Tier } from '../../../shared/entities'
import { maxShift } from '../classification/operating-point'
import { latestOnly } from './signal-key'

const dayMs = 86_400_000

/** A signal counts half as much after so long: tastes, models and machines change. */
export const halfLifeMs = 30 * dayMs

/**
 * How much a fresh signal counts; a redone answer is the measure. A thumb may be about anything, not only the size of the
 * model. Who forces a tier need not have waited for an answer, and who takes an offer was asked to.
 */
export const weights: Readonly<Record<SignalKind, number>> = {
  redo_bigger: 1,
  redo_smaller: 1,
  escalation_taken: 0.7,
  thumb_down: 0.5,
  forced: 0.3,
  thumb_up: 0.25,
  escalation_ignored: 0.1,
}

/** Tiers forced in one direction never count for more than so many redone answers: a selector is easily left where it is. */
const mostForced = 10

/** So many redone answers of doubt: with as many of one mind the shift would be half the bound, were it not for `caution`. */
const doubt = 8

/**
 * What chance may do is left out: so many standard deviations of a fair coin thrown as often. Four redone answers move
 * nothing yet, 10 of one mind by 0.2, 20 by 0.4, and who redoes by chance every day for a year moves less than 0.2
 * (users.test.ts plays that).
 */
const caution = 2

/** Of one boundary between tiers, in redone answers. */
interface Evidence {
  /** A larger model was wanted than the classifier's. */
  up: number
  /** A smaller one. */
  down: number
  forcedUp: number
  forcedDown: number
  /** What was given was enough: says nothing for a smaller one, but against a larger one. */
  enough: number
}

type Direction = keyof Evidence | null

/** What a signal says about needing at least tier `boundary`. */
function directionOf({ kind, wantedTier, givenTier }: RoutingSignal, boundary: Tier): Direction {
  const isAbove = (tier: Tier) => tier >= boundary
  const isRaised = !isAbove(wantedTier) && isAbove(givenTier)
  const isLowered = isAbove(wantedTier) && !isAbove(givenTier)
  switch (kind) {
    case 'redo_bigger':
    case 'escalation_taken':
      return isRaised ? 'up' : null
    case 'redo_smaller':
      return isLowered ? 'down' : null
    case 'forced':
      if (isRaised) return 'forcedUp'
      return isLowered ? 'forcedDown' : null
    case 'thumb_down':
      // The answer of one tier says that the next would be needed, and nothing of the one after that.
      return !isAbove(wantedTier) && givenTier === boundary - 1 ? 'up' : null
    case 'thumb_up':
    case 'escalation_ignored':
      return isAbove(givenTier) ? null : 'enough'
  }
}

/** A clock that was set back makes nothing count for more than when it was new. */
const freshness = (at: number, now: number) => 0.5 ** (Math.max(0, now - at) / halfLifeMs)

function evidenceFor(signals: readonly RoutingSignal[], boundary: Tier, now: number): Evidence {
  const evidence: Evidence = { up: 0, down: 0, forcedUp: 0, forcedDown: 0, enough: 0 }
  for (const signal of signals) {
    const direction = directionOf(signal, boundary)
    if (direction !== null) evidence[direction] += weights[signal.kind] * freshness(signal.at, now)
  }
  return evidence
}

const saturated = (forced: number) => Math.min(mostForced, forced)

/** From 0 towards 1 as ever more speaks for it and nothing against. */
function conviction(forIt: number, against: number): number {
  const all = forIt + against
  const beyondChance = forIt - against - caution * Math.sqrt(all)
  return beyondChance <= 0 ? 0 : beyondChance / (all + doubt)
}

function shiftAt({ up, down, forcedUp, forcedDown, enough }: Evidence): number {
  const larger = up + saturated(forcedUp)
  const smaller = down + saturated(forcedDown)
  return maxShift * (conviction(larger, smaller + enough) - conviction(smaller, larger))
}

/**
 * How far the signals move the user's own operating point, in log-odds, for needing more than tier 0 and for needing tier 2;
 * never beyond ±maxShift. A signal that contradicts the classifier moves the boundaries between what it wanted and what the
 * user did; what confirms it only takes back. Of several signals about one thing the latest counts. Pure: neither the order
 * nor a repetition of signals matters.
 * @param now milliseconds since the epoch
 */
export function shiftOf(signals: readonly RoutingSignal[], now: number): RouteShift {
  const counted = latestOnly(signals)
  return [shiftAt(evidenceFor(counted, 1, now)), shiftAt(evidenceFor(counted, 2, now))]
}

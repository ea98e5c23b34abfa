import type { RoutePreference, Tier } from '../../../shared/entities'
import type { OperatingPoint, TextJudgement } from './classifier'

/**
 * Log-odds from which a text goes up: the first of needing more than tier 0, the second of needing tier 2. Chosen on what
 * models say of prompts they were not trained on, averaged over three cuts into folds (training/README.md has the figures):
 * balanced keeps 91 of 100 simple questions small and sends fewer than a quarter of all to tier 2; quality is two tiers off
 * in fewer than 12 of 100; eco goes up only where it is nearly sure, about half as often as balanced.
 */
export const thresholds: Readonly<Record<RoutePreference, readonly [number, number]>> = {
  eco: [1.8, 0.1],
  balanced: [1.4, -0.32],
  quality: [0.2, -0.4],
}

/** Learning never moves a threshold further than this, in log-odds. */
export const maxShift = 1

const bounded = (shift: number) =>
  Number.isFinite(shift) ? Math.max(-maxShift, Math.min(maxShift, shift)) : 0

/** Certainty is finite: a probability of 0 or 1 keeps what was learnt from being lost in an infinity. */
const logOdds = (probability: number) => {
  const inside = Math.max(1e-6, Math.min(1 - 1e-6, probability))
  return Math.log(inside / (1 - inside))
}

/** The tier a text is sent to. A shift above zero sends more up, and never anything down. */
export function decideTier(
  [, medium, powerful]: TextJudgement['probabilities'],
  { preference, shift }: OperatingPoint,
): Tier {
  const [fromMedium, fromPowerful] = thresholds[preference]
  if (logOdds(powerful) + bounded(shift[1]) > fromPowerful) return 2
  return logOdds(medium + powerful) + bounded(shift[0]) > fromMedium ? 1 : 0
}

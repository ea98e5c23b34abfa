import type { RoutePreference, Tier } from '../../../shared/entities'
import type { OperatingPoint, TextJudgement } from './classifier'

/**
 * Log-odds from which a text goes up: the first of needing more than tier 0, the second of needing tier 2. They follow
 * from what a tier too low costs against one too high.
 */
export const thresholds: Readonly<Record<RoutePreference, readonly [number, number]>> = {
  eco: [1.9, 0.4],
  balanced: [1.3, -0.23],
  quality: [0, -0.23],
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

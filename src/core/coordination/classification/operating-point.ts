import type { RoutePreference, Tier } from '../../../shared/entities'
import type { OperatingPoint, TextJudgement } from './classifier'

type Thresholds = Readonly<Record<RoutePreference, readonly [number, number]>>

/**
 * Log-odds from which a text goes up: the first of needing more than tier 0, the second of needing tier 2. Chosen on what
 * models say of prompts they were not trained on, averaged over three cuts into folds (training/README.md has the figures):
 * balanced keeps 90 of 100 simple questions small and sends fewer than a quarter of all to tier 2; quality is two tiers off
 * in fewer than 12 of 100; eco goes up only where it is nearly sure.
 */
export const thresholds: Thresholds = {
  eco: [2.2, 0.2],
  balanced: [1.8, -0.2],
  quality: [0.3, -0.3],
}

/** Forms from which a text goes to tier 1 and to tier 2, whatever its odds: the outcomes hold few texts of that kind. */
const formThresholds: Thresholds = {
  eco: [1, 2.5],
  balanced: [-0.1, 1.5],
  quality: [-0.8, 1.2],
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

/**
 * The tier a text is sent to. A shift above zero sends more up, and never anything down.
 * @param form how plainly hard the text is put
 */
export function decideTier(
  [, medium, powerful]: TextJudgement['probabilities'],
  { preference, shift }: OperatingPoint,
  form = Number.NEGATIVE_INFINITY,
): Tier {
  const isAbove = (at: 0 | 1, chance: number) => {
    const learnt = bounded(shift[at])
    return (
      logOdds(chance) + learnt > thresholds[preference][at] || form + learnt > formThresholds[preference][at]
    )
  }
  if (isAbove(1, powerful)) return 2
  return isAbove(0, medium + powerful) ? 1 : 0
}

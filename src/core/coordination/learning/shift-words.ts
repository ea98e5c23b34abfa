import type { OperatingPoint, TextJudgement } from '../classification/classifier'
import { decideTier } from '../classification/operating-point'

/** What to say where what was learnt from the user changed the tier, to stand after "because"; null where it did not. */
export function shiftWords(
  probabilities: TextJudgement['probabilities'],
  point: OperatingPoint,
): string | null {
  const tier = decideTier(probabilities, point)
  const unlearnt = decideTier(probabilities, { ...point, shift: [0, 0] })
  if (tier === unlearnt) return null
  return tier > unlearnt
    ? 'you have asked for larger models lately'
    : 'you have asked for smaller models lately'
}

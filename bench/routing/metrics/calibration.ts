import type { Tier } from '../../../src/shared/entities'

export interface Claim {
  /** Probability that was claimed, 0–1. */
  probability: number
  happened: boolean
}

/**
 * Expected calibration error: how far the mean claim of a bin is from what happened, mean over ten bins of equal width by
 * how many claims they have. Null without claims.
 */
export function calibrationError(claims: readonly Claim[], bins = 10): number | null {
  if (claims.length === 0) return null
  const sums = Array.from({ length: bins }, () => ({ claimed: 0, happened: 0 }))
  for (const { probability, happened } of claims) {
    const bin = sums[Math.max(0, Math.min(bins - 1, Math.floor(probability * bins)))]
    if (bin === undefined) continue
    bin.claimed += probability
    if (happened) bin.happened += 1
  }
  return sums.reduce((total, bin) => total + Math.abs(bin.claimed - bin.happened), 0) / claims.length
}

/** Brier score over the three tiers: 0 is perfect, 2 the worst; to claim a third each gives .667. Null without claims. */
export function brierScore(
  claims: readonly { probabilities: readonly [number, number, number]; gold: Tier }[],
): number | null {
  if (claims.length === 0) return null
  const total = claims.reduce(
    (sum, { probabilities, gold }) =>
      sum + probabilities.reduce((own, claimed, tier) => own + (claimed - (tier === gold ? 1 : 0)) ** 2, 0),
    0,
  )
  return total / claims.length
}

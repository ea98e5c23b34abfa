import type { Tier } from '../../../src/shared/entities'

type Counts = readonly [number, number, number]

/** How often a prompt that needs a tier (rows) was given a tier (columns). */
export type Confusion = readonly [Counts, Counts, Counts]

export function confusionOf(pairs: readonly { gold: Tier; given: Tier }[]): Confusion {
  const counts: [number, number, number][] = [
    [0, 0, 0],
    [0, 0, 0],
    [0, 0, 0],
  ]
  for (const { gold, given } of pairs) {
    const row = counts[gold]
    if (row !== undefined) row[given] += 1
  }
  const [first = [0, 0, 0], second = [0, 0, 0], third = [0, 0, 0]] = counts
  return [first, second, third]
}

const tiers = [0, 1, 2] as const

/** A share of nothing is not known. */
const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole)

/** Shares of all prompts, 0–1; null where there are none to take a share of. */
export interface ConfusionFigures {
  accuracy: number | null
  /** Of those that need tier 0, how many stay there. */
  simpleKept: number | null
  /** Of those that need tier 2, how many get there. */
  hardRaised: number | null
  given: readonly [number | null, number | null, number | null]
  /** Got less than they need. */
  under: number | null
  over: number | null
  /** Two tiers off. */
  severe: number | null
  kappa: number | null
}

export function readConfusion(confusion: Confusion): ConfusionFigures {
  const cells = tiers.flatMap(gold => tiers.map(given => ({ gold, given, count: confusion[gold][given] })))
  const sum = (of: (cell: { gold: Tier; given: Tier }) => boolean) =>
    cells.reduce((total, cell) => total + (of(cell) ? cell.count : 0), 0)
  const all = sum(() => true)
  return {
    accuracy: share(
      sum(({ gold, given }) => gold === given),
      all,
    ),
    simpleKept: share(
      confusion[0][0],
      sum(({ gold }) => gold === 0),
    ),
    hardRaised: share(
      confusion[2][2],
      sum(({ gold }) => gold === 2),
    ),
    given: [
      share(
        sum(({ given }) => given === 0),
        all,
      ),
      share(
        sum(({ given }) => given === 1),
        all,
      ),
      share(
        sum(({ given }) => given === 2),
        all,
      ),
    ],
    under: share(
      sum(({ gold, given }) => given < gold),
      all,
    ),
    over: share(
      sum(({ gold, given }) => given > gold),
      all,
    ),
    severe: share(
      sum(({ gold, given }) => Math.abs(gold - given) === 2),
      all,
    ),
    kappa: weightedKappa(confusion),
  }
}

/**
 * Agreement beyond chance with disagreement counted by its square (Cohen 1968): 1 is perfect, 0 is chance. Null when chance
 * alone would agree: all prompts need one tier and all get it.
 */
export function weightedKappa(confusion: Confusion): number | null {
  const golds = tiers.map(gold => tiers.reduce<number>((total, given) => total + confusion[gold][given], 0))
  const givens = tiers.map(given => tiers.reduce<number>((total, gold) => total + confusion[gold][given], 0))
  const all = golds.reduce((total, count) => total + count, 0)
  let seen = 0
  let expected = 0
  for (const gold of tiers) {
    for (const given of tiers) {
      const weight = (gold - given) ** 2
      seen += weight * confusion[gold][given]
      expected += (weight * (golds[gold] ?? 0) * (givens[given] ?? 0)) / all
    }
  }
  return expected > 0 ? 1 - seen / expected : null
}

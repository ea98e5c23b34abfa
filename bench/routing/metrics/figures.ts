import type { Outcome } from '../outcome'
import { brierScore, calibrationError } from './calibration'
import { confusionOf, readConfusion } from './confusion'
import { areaUnderCurve } from './ranking'

/** Shares are 0–1. Null: cannot be told from these prompts. */
export const figureNames = [
  'accuracy',
  'simpleKept',
  'hardRaised',
  'givenFast',
  'givenMedium',
  'givenPowerful',
  'under',
  'over',
  'severe',
  'kappa',
  'aucMedium',
  'aucPowerful',
  'knownSimpleKept',
  'knownHardKept',
  'eceMedium',
  'ecePowerful',
  'brier',
] as const
export type FigureName = (typeof figureNames)[number]
export type Figures = Readonly<Record<FigureName, number | null>>

/** A figure for every name. */
export const figuresOf = (value: (name: FigureName) => number | null): Figures => {
  const entries = figureNames.map(name => [name, value(name)] as const)
  return Object.fromEntries(entries) as Record<FigureName, number | null>
}

const confusion = (outcomes: readonly Outcome[]) =>
  confusionOf(outcomes.map(({ row, tier }) => ({ gold: row.tier, given: tier })))

/** Of the prompts that are of this tier by construction, how many got tier 0. */
function knownKept(outcomes: readonly Outcome[], gold: 0 | 2): number | null {
  const known = outcomes.filter(({ row }) => row.byConstruction && row.tier === gold)
  return known.length === 0 ? null : known.filter(({ tier }) => tier === 0).length / known.length
}

/** How well the scores order prompts by needing at least `from`. */
export const aucOf = (outcomes: readonly Outcome[], from: 1 | 2): number | null =>
  areaUnderCurve(
    outcomes.map(({ row, scores }) => ({ score: scores[from - 1] ?? 0, positive: row.tier >= from })),
  )

export function measure(outcomes: readonly Outcome[]): Figures {
  const { given, ...shares } = readConfusion(confusion(outcomes))
  const claims = outcomes.flatMap(({ row, probabilities }) =>
    probabilities === null ? [] : [{ probabilities, gold: row.tier }],
  )
  const claimsFrom = (from: 1 | 2) =>
    claims.map(({ probabilities: [, medium, powerful], gold }) => ({
      probability: from === 2 ? powerful : medium + powerful,
      happened: gold >= from,
    }))
  return {
    ...shares,
    givenFast: given[0],
    givenMedium: given[1],
    givenPowerful: given[2],
    aucMedium: aucOf(outcomes, 1),
    aucPowerful: aucOf(outcomes, 2),
    knownSimpleKept: knownKept(outcomes, 0),
    knownHardKept: knownKept(outcomes, 2),
    eceMedium: calibrationError(claimsFrom(1)),
    ecePowerful: calibrationError(claimsFrom(2)),
    brier: brierScore(claims),
  }
}

/** The mean of what several repetitions give; those that cannot tell are left out. */
export function meanFigures(all: readonly Figures[]): Figures {
  return figuresOf(name => {
    const known = all.flatMap(figures => figures[name] ?? [])
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length
  })
}

export { confusion as confusionOfOutcomes }

import type { RoutePreference } from '../../src/shared/entities'
import type { FigureName, Figures } from './metrics/figures'

export interface Bar {
  what: string
  figure: FigureName
  least?: number
  most?: number
}

/** Of our router, trained without the prompts it is asked about. */
export const crossValidatedBars: Readonly<Record<RoutePreference, readonly Bar[]>> = {
  eco: [],
  balanced: [
    { what: 'simple kept at tier 0', figure: 'simpleKept', least: 0.9 },
    { what: 'hard sent to tier 2', figure: 'hardRaised', least: 0.4 },
    { what: 'of all at tier 2', figure: 'givenPowerful', most: 0.25 },
    { what: 'AUC, needs more than tier 0', figure: 'aucMedium', least: 0.73 },
    { what: 'AUC, needs tier 2', figure: 'aucPowerful', least: 0.72 },
    { what: 'quadratic weighted kappa', figure: 'kappa', least: 0.31 },
    { what: 'known-simple at tier 0', figure: 'knownSimpleKept', least: 0.97 },
    { what: 'known-hard at tier 0', figure: 'knownHardKept', most: 0.15 },
  ],
  quality: [
    { what: 'two tiers off', figure: 'severe', most: 0.12 },
    { what: 'quadratic weighted kappa', figure: 'kappa', least: 0.37 },
  ],
}

/** Of our router on the prompts of each source, trained on the other sources; all of them together. */
export const unseenSourceBars: readonly Bar[] = [
  { what: 'AUC, needs more than tier 0', figure: 'aucMedium', least: 0.67 },
]

/** Of the shipped model on prompts of our own that it was not trained on. */
export const evaluationBars: readonly Bar[] = [
  { what: 'known-simple at tier 0', figure: 'knownSimpleKept', least: 0.97 },
  { what: 'known-hard at tier 0', figure: 'knownHardKept', most: 0.15 },
]

/** Of one text, in microseconds of processor time; of reading the shipped model, in milliseconds. */
export const speedBars = { shortMicroseconds: 300, longMicroseconds: 2000, startMilliseconds: 10 } as const

export interface Finding {
  what: string
  value: number | null
  least?: number
  most?: number
  /** False as well where the figure could not be told. */
  isMet: boolean
}

export function judgeBar({ figure, ...bar }: Bar, figures: Figures): Finding {
  const value = figures[figure]
  const isMet =
    value !== null &&
    value >= (bar.least ?? Number.NEGATIVE_INFINITY) &&
    value <= (bar.most ?? Number.POSITIVE_INFINITY)
  return { ...bar, value, isMet }
}

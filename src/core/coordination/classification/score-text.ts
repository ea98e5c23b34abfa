import { denseFeatures } from './dense-features'
import { type Grams, hashGrams, isPiece } from './grams'
import { readText, type TextReading } from './text-reading'
import type { Head, TierModel, Tree } from './tier-model'

/** What the model sees of one text. */
export interface TextFeatures {
  dense: readonly number[]
  grams: Grams
}

export const featuresOf = (reading: TextReading): TextFeatures => ({
  dense: denseFeatures(reading),
  grams: hashGrams(reading),
})

export const readFeatures = (text: string): TextFeatures => featuresOf(readText(text))

/** Beyond this many deviations a figure says no more: a text of only signs is not a thousand times as odd. */
const mostDeviations = 3

export function standardize(
  dense: readonly number[],
  center: ArrayLike<number>,
  scale: ArrayLike<number>,
): Float64Array {
  return Float64Array.from(dense, (value, index) => {
    const deviations = (value - (center[index] ?? 0)) / (scale[index] ?? 1)
    return Math.max(-mostDeviations, Math.min(mostDeviations, deviations))
  })
}

export function scoreDense(
  weights: ArrayLike<number>,
  bias: number,
  standardized: ArrayLike<number>,
): number {
  let sum = bias
  for (let at = 0; at < standardized.length; at += 1) sum += (weights[at] ?? 0) * (standardized[at] ?? 0)
  return sum
}

export function scoreGrams(weights: ArrayLike<number>, bias: number, grams: Grams): number {
  let words = 0
  let pieces = 0
  for (const bucket of grams.buckets) {
    if (isPiece(bucket)) pieces += weights[bucket] ?? 0
    else words += weights[bucket] ?? 0
  }
  return bias + words * grams.wordValue + pieces * grams.pieceValue
}

export function leafOf({ features, thresholds }: Omit<Tree, 'leaves'>, dense: ArrayLike<number>): number {
  let leaf = 0
  for (let level = 0; level < features.length; level += 1) {
    if ((dense[features[level] ?? 0] ?? 0) > (thresholds[level] ?? 0)) leaf |= 1 << level
  }
  return leaf
}

export function scoreTrees(trees: readonly Tree[], bias: number, dense: ArrayLike<number>): number {
  let sum = bias
  for (const tree of trees) sum += tree.leaves[leafOf(tree, dense)] ?? 0
  return sum
}

/** Mean of the three members, before calibration. */
export function mixedScore(
  model: TierModel,
  head: Head,
  features: TextFeatures,
  standardized: ArrayLike<number>,
) {
  const { mix } = model
  return (
    mix.dense * scoreDense(head.dense, head.denseBias, standardized) +
    mix.grams * scoreGrams(head.grams, head.gramsBias, features.grams) +
    mix.trees * scoreTrees(head.trees, head.treesBias, features.dense)
  )
}

/** Log-odds before calibration. */
export function rawLogOdds(model: TierModel, features: TextFeatures): [number, number] {
  const standardized = standardize(features.dense, model.center, model.scale)
  const of = (head: Head) => mixedScore(model, head, features, standardized)
  return [of(model.heads[0]), of(model.heads[1])]
}

/** Calibrated log-odds of needing more than tier 0, and of needing tier 2. */
export function logOddsOf(model: TierModel, features: TextFeatures): [number, number] {
  const [first, second] = model.heads
  const [medium, powerful] = rawLogOdds(model, features)
  return [first.slope * medium + first.intercept, second.slope * powerful + second.intercept]
}

const sigmoid = (logOdds: number) => 1 / (1 + Math.exp(-logOdds))

/** The two questions are learnt apart; needing tier 2 includes needing more than tier 0. */
export function probabilitiesOf([medium, powerful]: readonly [number, number]): [number, number, number] {
  const more = sigmoid(medium)
  const most = Math.min(more, sigmoid(powerful))
  return [1 - more, more - most, most]
}

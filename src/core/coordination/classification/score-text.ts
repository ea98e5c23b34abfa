import { denseFeatures } from './dense-features'
import { scoreForest, toBytes } from './forest'
import { type Grams, gramBuckets, hashGrams, weighGrams } from './grams'
import { readText, type TextReading } from './text-reading'
import type { Lines, Mix, TierModel } from './tier-model'

/** What a model sees of one text. The grams hold until the next text is read. */
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
  dense: ArrayLike<number>,
  center: ArrayLike<number>,
  scale: ArrayLike<number>,
): Float64Array {
  const standardized = new Float64Array(dense.length)
  for (let at = 0; at < standardized.length; at += 1) {
    const deviations = ((dense[at] ?? 0) - (center[at] ?? 0)) / (scale[at] ?? 1)
    standardized[at] = Math.max(-mostDeviations, Math.min(mostDeviations, deviations))
  }
  return standardized
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

/** Hits of n-grams and what each of them weighs. */
export interface WeighedGrams {
  hits: number
  buckets: Int32Array
  values: Float32Array
}

export function scoreGrams(weights: ArrayLike<number>, { hits, buckets, values: own }: WeighedGrams): number {
  let sum = 0
  for (let index = 0; index < hits; index += 1) sum += (weights[buckets[index] ?? 0] ?? 0) * (own[index] ?? 0)
  return sum
}

const values = new Float32Array(gramBuckets)

/** A text as the lines of a model see it. */
export interface TextInput {
  standardized: Float64Array
  grams: WeighedGrams
}

export const inputOf = (model: TierModel, features: TextFeatures): TextInput => {
  weighGrams(features.grams, model.rarity, values)
  const { hits, buckets } = features.grams
  const standardized = standardize(features.dense, model.center, model.scale)
  return { standardized, grams: { hits, buckets, values } }
}

const linesOf = (lines: Lines, { standardized, grams }: TextInput) => ({
  dense: scoreDense(lines.dense, lines.denseBias, standardized),
  grams: lines.gramsBias + lines.gramUnit * scoreGrams(lines.grams, grams),
})

/** What each member says of the two questions, and how hard the form is. */
export interface MemberScores {
  heads: readonly [Mix, Mix]
  form: number
}

export function memberScores(model: TierModel, features: TextFeatures, input: TextInput): MemberScores {
  const trees = scoreForest(model.forest, toBytes(features.dense, model.low, model.high))
  const [first, second] = model.heads
  const form = linesOf(model.form, input)
  return {
    heads: [
      { trees: trees[0], ...linesOf(first, input) },
      { trees: trees[1], ...linesOf(second, input) },
    ],
    form: model.form.intercept + model.form.mix.dense * form.dense + model.form.mix.grams * form.grams,
  }
}

/** Mean of the members, before calibration. */
export const mixed = (mix: Mix, scores: Mix): number =>
  mix.trees * scores.trees + mix.dense * scores.dense + mix.grams * scores.grams

/** Calibrated log-odds of needing more than tier 0, and of needing tier 2. */
export function logOddsOf(model: TierModel, scores: MemberScores): [number, number] {
  const of = (at: 0 | 1) => {
    const { mix, slope, intercept } = model.heads[at]
    return slope * mixed(mix, scores.heads[at]) + intercept
  }
  return [of(0), of(1)]
}

const sigmoid = (logOdds: number) => 1 / (1 + Math.exp(-logOdds))

/** The two questions are learnt apart; needing tier 2 includes needing more than tier 0. */
export function probabilitiesOf([medium, powerful]: readonly [number, number]): [number, number, number] {
  const more = sigmoid(medium)
  const most = Math.min(more, sigmoid(powerful))
  return [1 - more, more - most, most]
}

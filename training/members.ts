import { toBytes } from '../src/core/coordination/classification/forest'
import { gramBuckets, rarityStep, weighGrams } from '../src/core/coordination/classification/grams'
import {
  standardize,
  type TextFeatures,
  type TextInput,
  type WeighedGrams,
} from '../src/core/coordination/classification/score-text'
import type { Lines, TierModel } from '../src/core/coordination/classification/tier-model'
import { believed } from './beliefs'
import type { Example } from './examples'
import { type ForestOptions, growForest } from './extra-trees'
import { knownFeatures } from './features'
import { type Answer, fitDense, fitGrams } from './logistic'

export interface MemberOptions {
  forest: ForestOptions
  /** How strongly the weights of features are pulled to what is believed, and how much of that is believed. */
  densePull: number
  belief: number
  gramsPull: number
  formDensePull: number
  formGramsPull: number
}

export interface Members extends Omit<TierModel, 'trainedOn' | 'heads' | 'form'> {
  heads: readonly [Lines, Lines]
  form: Lines
}

/** Mean, deviation, and the least and the most of each feature. */
function measure(inputs: readonly (readonly number[])[], weights: readonly number[]) {
  const width = inputs[0]?.length ?? 0
  const total = weights.reduce((a, b) => a + b, 0)
  const [center, scale] = [new Float32Array(width), new Float32Array(width)]
  const [low, high] = [new Float32Array(width), new Float32Array(width)]
  for (let at = 0; at < width; at += 1) {
    let [mean, square, least, most] = [0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
    inputs.forEach((input, row) => {
      const value = input[at] ?? 0
      mean += ((weights[row] ?? 0) * value) / total
      least = Math.min(least, value)
      most = Math.max(most, value)
    })
    inputs.forEach((input, row) => {
      square += ((weights[row] ?? 0) * ((input[at] ?? 0) - mean) ** 2) / total
    })
    center[at] = mean
    scale[at] = Math.max(0.05, Math.sqrt(square))
    low[at] = least
    high[at] = most
  }
  return { center, scale, low, high }
}

/** How few texts a bucket is in, as tf-idf has it: 1 + log((1 + all) / (1 + those)), in bytes. */
function rarityOf(features: readonly TextFeatures[], weights: readonly number[]): Uint8Array {
  const texts = new Float64Array(gramBuckets)
  let all = 0
  features.forEach(({ grams }, row) => {
    const weight = weights[row] ?? 0
    all += weight
    for (let hit = 0; hit < grams.hits; hit += 1) {
      const bucket = grams.buckets[hit] ?? 0
      texts[bucket] = (texts[bucket] ?? 0) + weight
    }
  })
  return Uint8Array.from(texts, count =>
    Math.min(255, Math.round((1 + Math.log((1 + all) / (1 + count))) / rarityStep)),
  )
}

function weighed({ grams }: TextFeatures, rarity: Uint8Array): WeighedGrams {
  const values = new Float32Array(grams.hits)
  weighGrams(grams, rarity, values)
  return { hits: grams.hits, buckets: grams.buckets, values }
}

function fitLines(
  inputs: readonly TextInput[],
  answers: readonly Answer[],
  believedOfIt: readonly number[],
  [densePull, gramsPull]: readonly [number, number],
): Lines {
  const used = answers.flatMap(({ weight }, row) => (weight > 0 ? [row] : []))
  const own = used.flatMap(row => inputs[row] ?? [])
  const said = used.flatMap(row => answers[row] ?? [])
  const dense = fitDense(
    own.map(({ standardized }) => standardized),
    said,
    believedOfIt,
    densePull,
  )
  const grams = fitGrams(
    own.map(input => input.grams),
    said,
    gramsPull,
  )
  // Weights are what the file can hold from the beginning, so that what was calibrated is what is shipped.
  const most = grams.weights.reduce((largest, weight) => Math.max(largest, Math.abs(weight)), 1e-9)
  const gramUnit = Math.fround(most / 127)
  return {
    dense: dense.weights,
    denseBias: dense.bias,
    grams: Int8Array.from(grams.weights, weight => Math.round(weight / gramUnit)),
    gramUnit,
    gramsBias: grams.bias,
  }
}

/** Trains the trees, the lines of both questions, and those of the form; each on the examples that are for it. */
export function trainMembers(examples: readonly Example[], options: MemberOptions): Members {
  const features = examples.map(({ prompt }) => knownFeatures(prompt))
  const lineWeights = examples.map(({ weights }) => weights.lines)
  const dense = features.map(own => own.dense)
  const { center, scale, low, high } = measure(dense, lineWeights)
  const rarity = rarityOf(features, lineWeights)
  const inputs = features.map(own => ({
    standardized: standardize(own.dense, center, scale),
    grams: weighed(own, rarity),
  }))
  const inTrees = examples.flatMap(({ weights }, row) => (weights.trees > 0 ? [row] : []))
  const forest = growForest(
    {
      rows: inTrees.map(row => toBytes(dense[row] ?? [], low, high)),
      answers: inTrees.map(row => {
        const tier = examples[row]?.tier ?? 0
        return [tier >= 1 ? 1 : 0, tier >= 2 ? 1 : 0] as const
      }),
      weights: inTrees.map(row => examples[row]?.weights.trees ?? 0),
    },
    options.forest,
  )
  const pulls = [options.densePull, options.gramsPull] as const
  const needs = (least: 1 | 2) =>
    examples.map(({ tier, weights }): Answer => ({ target: tier >= least ? 1 : 0, weight: weights.lines }))
  const [ofMedium, ofPowerful] = believed(options.belief)
  const form = fitLines(
    inputs,
    examples.map(({ tier, weights }) => ({ target: tier > 0 ? 1 : 0, weight: weights.form })),
    ofMedium.map(() => 0),
    [options.formDensePull, options.formGramsPull],
  )
  return {
    ...{ center, scale, low, high, rarity, forest, form },
    heads: [fitLines(inputs, needs(1), ofMedium, pulls), fitLines(inputs, needs(2), ofPowerful, pulls)],
  }
}

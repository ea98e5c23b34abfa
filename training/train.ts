import type { TextFeatures } from '../src/core/coordination/classification/score-text'
import { rawLogOdds, readFeatures, standardize } from '../src/core/coordination/classification/score-text'
import type { Head, Mix, TierModel } from '../src/core/coordination/classification/tier-model'
import { believed } from './beliefs'
import { calibrate, type Scored } from './calibrate'
import { type Answer, fitDense, fitGrams } from './logistic'
import { createRandom } from './random'
import { type ForestOptions, growForest } from './trees'

/** A prompt with the tier it needs. */
export interface Example {
  prompt: string
  source: string
  tier: 0 | 1 | 2
  weight: number
  /** Examples of one group are kept together where the model is asked about what it has not seen. */
  group: string
  /** Outcomes are asked to tell how often the model is right; what was made up to be hard or simple is not. */
  calibrates: boolean
}

export interface TrainingOptions {
  mix: Mix
  /** How much of what is believed is believed, and how strongly the fit is pulled to it. */
  belief: number
  densePull: number
  gramsPull: number
  forest: ForestOptions
  innerFolds: number
}

export const usual: TrainingOptions = {
  mix: { dense: 0.5, grams: 0.25, trees: 0.25 },
  belief: 0.8,
  densePull: 300,
  gramsPull: 0.3,
  forest: { trees: 120, depth: 3, rate: 0.06, pull: 4, features: 0.4, examples: 0.7 },
  innerFolds: 3,
}

const known = new Map<string, TextFeatures>()
function knownFeatures(prompt: string): TextFeatures {
  const features = known.get(prompt) ?? readFeatures(prompt)
  known.set(prompt, features)
  return features
}

function spreadOf(inputs: readonly (readonly number[])[], weights: readonly number[]) {
  const width = inputs[0]?.length ?? 0
  const total = weights.reduce((a, b) => a + b, 0)
  const center = new Float32Array(width)
  const scale = new Float32Array(width)
  for (let at = 0; at < width; at += 1) {
    const mean = inputs.reduce((sum, input, row) => sum + (weights[row] ?? 0) * (input[at] ?? 0), 0) / total
    const square = inputs.reduce(
      (sum, input, row) => sum + (weights[row] ?? 0) * ((input[at] ?? 0) - mean) ** 2,
      0,
    )
    center[at] = mean
    scale[at] = Math.max(0.05, Math.sqrt(square / total))
  }
  return { center, scale }
}

function trainOnce(examples: readonly Example[], options: TrainingOptions): TierModel {
  const features = examples.map(({ prompt }) => knownFeatures(prompt))
  const dense = features.map(own => own.dense)
  const { center, scale } = spreadOf(
    dense,
    examples.map(({ weight }) => weight),
  )
  const standardized = dense.map(own => standardize(own, center, scale))
  const beliefs = believed(options.belief)
  const fitHead = (answers: readonly Answer[], believedOfIt: readonly number[]): Head => {
    const line = fitDense(standardized, answers, believedOfIt, options.densePull)
    const grams = fitGrams(
      features.map(own => own.grams),
      answers,
      options.gramsPull,
    )
    const forest = growForest(dense, answers, options.forest)
    return {
      dense: line.weights,
      denseBias: line.bias,
      grams: grams.weights,
      gramsBias: grams.bias,
      trees: forest.trees,
      treesBias: forest.bias,
      slope: 1,
      intercept: 0,
    }
  }
  const needs = (least: 1 | 2) =>
    examples.map(({ tier, weight }): Answer => ({ target: tier >= least ? 1 : 0, weight }))
  const [ofMedium, ofPowerful] = beliefs
  const heads = [fitHead(needs(1), ofMedium), fitHead(needs(2), ofPowerful)] as const
  return { trainedOn: [], center, scale, mix: options.mix, heads }
}

/** Trains on all, and calibrates on what models that were trained without an example say of it. */
export function train(examples: readonly Example[], options: TrainingOptions = usual): TierModel {
  const model = trainOnce(examples, options)
  const foldOf = assignFolds(examples, options.innerFolds)
  const scored: [Scored[], Scored[]] = [[], []]
  for (let fold = 0; fold < options.innerFolds; fold += 1) {
    const isOut = ({ group }: Example) => foldOf.get(group) === fold
    const held = examples.filter(example => isOut(example) && example.calibrates)
    if (held.length === 0) continue
    const inner = trainOnce(
      examples.filter(example => !isOut(example)),
      options,
    )
    for (const { prompt, tier, weight } of held) {
      const [first, second] = rawLogOdds(inner, knownFeatures(prompt))
      scored[0].push({ score: first, target: tier >= 1 ? 1 : 0, weight })
      scored[1].push({ score: second, target: tier >= 2 ? 1 : 0, weight })
    }
  }
  const [first, second] = model.heads
  return {
    ...model,
    heads: [
      { ...first, ...calibrate(scored[0]) },
      { ...second, ...calibrate(scored[1]) },
    ],
  }
}

function assignFolds(examples: readonly Example[], folds: number): Map<string, number> {
  const random = createRandom(7)
  const groups = [...new Set(examples.map(({ group }) => group))].sort()
  return new Map(groups.map(group => [group, Math.floor(random() * folds)]))
}

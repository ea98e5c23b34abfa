import { leafOf } from '../src/core/coordination/classification/score-text'
import type { Tree } from '../src/core/coordination/classification/tier-model'
import { type Answer, sigmoid } from './logistic'
import { createRandom } from './random'

export interface Forest {
  trees: Tree[]
  bias: number
}

export interface ForestOptions {
  trees: number
  depth: number
  rate: number
  /** Added to the curvature of each leaf: leaves of few examples say little. */
  pull: number
  /** Share of the features and of the examples each tree is shown. */
  features: number
  examples: number
}

const mostBins = 24

/** Limits between quantiles of what a feature takes. */
function limitsOf(values: readonly number[]): number[] {
  const sorted = values.toSorted((a, b) => a - b)
  const limits = new Set<number>()
  for (let bin = 1; bin < mostBins; bin += 1) {
    const at = Math.floor((bin * sorted.length) / mostBins)
    const [below = 0, above = 0] = [sorted[at - 1], sorted[at]]
    limits.add(Math.fround(below < above ? (below + above) / 2 : below))
  }
  const most = sorted.at(-1) ?? 0
  return [...limits].filter(limit => limit < most).sort((a, b) => a - b)
}

/** Boosted trees in which a level asks one question of all its branches: few parameters, fast, hard to overfit. */
export function growForest(
  inputs: readonly (readonly number[])[],
  answers: readonly Answer[],
  options: ForestOptions,
): Forest {
  const width = inputs[0]?.length ?? 0
  const count = inputs.length
  const limits = Array.from({ length: width }, (_, feature) =>
    limitsOf(inputs.map(input => input[feature] ?? 0)),
  )
  const bins = limits.map((own, feature) =>
    Uint8Array.from(inputs, input => {
      const value = input[feature] ?? 0
      let bin = 0
      while (bin < own.length && value > (own[bin] ?? 0)) bin += 1
      return bin
    }),
  )
  const total = answers.reduce((sum, { weight }) => sum + weight, 0)
  const yes = answers.reduce((sum, { weight, target }) => sum + weight * target, 0)
  const bias = Math.log((yes + 1) / (total - yes + 1))
  const scores = new Float64Array(count).fill(bias)
  const random = createRandom(20)
  const trees: Tree[] = []
  for (let index = 0; index < options.trees; index += 1) {
    const gradient = new Float64Array(count)
    const curvature = new Float64Array(count)
    answers.forEach(({ target, weight }, row) => {
      if (random() > options.examples) return
      const chance = sigmoid(scores[row] ?? 0)
      gradient[row] = weight * (target - chance)
      curvature[row] = weight * chance * (1 - chance)
    })
    const shown = limits.flatMap((own, feature) =>
      own.length > 0 && random() < options.features ? [feature] : [],
    )
    const tree = growTree({ bins, limits, shown, gradient, curvature, options })
    trees.push(tree)
    inputs.forEach((input, row) => {
      scores[row] = (scores[row] ?? 0) + (tree.leaves[leafOf(tree, input)] ?? 0)
    })
  }
  return { trees, bias }
}

interface Growing {
  bins: readonly Uint8Array[]
  limits: readonly number[][]
  shown: readonly number[]
  gradient: Float64Array
  curvature: Float64Array
  options: ForestOptions
}

function growTree({ bins, limits, shown, gradient, curvature, options }: Growing): Tree {
  const leaf = new Uint8Array(gradient.length)
  const features: number[] = []
  const thresholds: number[] = []
  const gain = (g: number, h: number) => (g * g) / (h + options.pull)
  for (let level = 0; level < options.depth; level += 1) {
    const leaves = 2 ** level
    let best = { gain: -1, feature: 0, bin: 0 }
    for (const feature of shown) {
      const own = bins[feature] ?? new Uint8Array()
      const g = new Float64Array(leaves * mostBins)
      const h = new Float64Array(leaves * mostBins)
      for (let row = 0; row < own.length; row += 1) {
        const cell = (leaf[row] ?? 0) * mostBins + (own[row] ?? 0)
        g[cell] = (g[cell] ?? 0) + (gradient[row] ?? 0)
        h[cell] = (h[cell] ?? 0) + (curvature[row] ?? 0)
      }
      const gains = new Float64Array((limits[feature] ?? []).length)
      for (let at = 0; at < leaves; at += 1) {
        const [from, to] = [at * mostBins, (at + 1) * mostBins]
        const allG = g.subarray(from, to).reduce((a, b) => a + b, 0)
        const allH = h.subarray(from, to).reduce((a, b) => a + b, 0)
        let [leftG, leftH] = [0, 0]
        for (let bin = 0; bin < gains.length; bin += 1) {
          leftG += g[from + bin] ?? 0
          leftH += h[from + bin] ?? 0
          gains[bin] = (gains[bin] ?? 0) + gain(leftG, leftH) + gain(allG - leftG, allH - leftH)
        }
      }
      gains.forEach((value, bin) => {
        if (value > best.gain) best = { gain: value, feature, bin }
      })
    }
    if (best.gain < 0) break
    features.push(best.feature)
    thresholds.push(limits[best.feature]?.[best.bin] ?? 0)
    const own = bins[best.feature] ?? new Uint8Array()
    for (let row = 0; row < own.length; row += 1)
      if ((own[row] ?? 0) > best.bin) leaf[row] = (leaf[row] ?? 0) | (1 << level)
  }
  const g = new Float64Array(2 ** features.length)
  const h = new Float64Array(2 ** features.length)
  leaf.forEach((at, row) => {
    g[at] = (g[at] ?? 0) + (gradient[row] ?? 0)
    h[at] = (h[at] ?? 0) + (curvature[row] ?? 0)
  })
  const leaves = Array.from(g, (sum, at) => Math.fround((options.rate * sum) / ((h[at] ?? 0) + options.pull)))
  return { features, thresholds, leaves }
}

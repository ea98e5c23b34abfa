import { gramBuckets } from '../src/core/coordination/classification/grams'
import { scoreDense, scoreGrams, type WeighedGrams } from '../src/core/coordination/classification/score-text'
import { minimize } from './minimize'

export interface Answer {
  /** Yes is 1; between where the label is not sure. */
  target: number
  weight: number
}

interface Line {
  weights: Float32Array
  bias: number
}

/** log(1 + e^z) - target · z, without overflow. */
export const lossOf = (z: number, target: number) =>
  Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - target * z

export const sigmoid = (z: number) => 1 / (1 + Math.exp(-z))

/**
 * Logistic regression whose weights are pulled towards `believed` instead of towards zero, by `pull` each: what the data
 * hardly show keeps the sign a person expects. The bias is free.
 */
export function fitDense(
  inputs: readonly Float64Array[],
  answers: readonly Answer[],
  believed: ArrayLike<number>,
  pull: number,
): Line {
  const size = believed.length
  const start = Float64Array.from({ length: size + 1 }, (_, at) => believed[at] ?? 0)
  const point = minimize(start, (at, gradient) => {
    gradient.fill(0)
    let value = 0
    for (let index = 0; index < size; index += 1) {
      const away = (at[index] ?? 0) - (believed[index] ?? 0)
      value += 0.5 * pull * away * away
      gradient[index] = pull * away
    }
    inputs.forEach((input, row) => {
      const { target, weight } = answers[row] ?? { target: 0, weight: 0 }
      const z = scoreDense(at, at[size] ?? 0, input)
      value += weight * lossOf(z, target)
      const error = weight * (sigmoid(z) - target)
      for (let index = 0; index < size; index += 1)
        gradient[index] = (gradient[index] ?? 0) + error * (input[index] ?? 0)
      gradient[size] = (gradient[size] ?? 0) + error
    })
    return value
  })
  return { weights: Float32Array.from(point.subarray(0, size)), bias: point[size] ?? 0 }
}

/** Logistic regression over hashed n-grams, pulled towards zero. */
export function fitGrams(inputs: readonly WeighedGrams[], answers: readonly Answer[], pull: number): Line {
  const point = minimize(
    new Float64Array(gramBuckets + 1),
    (at, gradient) => {
      gradient.fill(0)
      let value = 0
      for (let index = 0; index < gramBuckets; index += 1) {
        const weight = at[index] ?? 0
        value += 0.5 * pull * weight * weight
        gradient[index] = pull * weight
      }
      inputs.forEach((input, row) => {
        const { target, weight } = answers[row] ?? { target: 0, weight: 0 }
        const z = (at[gramBuckets] ?? 0) + scoreGrams(at, input)
        value += weight * lossOf(z, target)
        const error = weight * (sigmoid(z) - target)
        for (let hit = 0; hit < input.hits; hit += 1) {
          const bucket = input.buckets[hit] ?? 0
          gradient[bucket] = (gradient[bucket] ?? 0) + error * (input.values[hit] ?? 0)
        }
        gradient[gramBuckets] = (gradient[gramBuckets] ?? 0) + error
      })
      return value
    },
    40,
  )
  return { weights: Float32Array.from(point.subarray(0, gramBuckets)), bias: point[gramBuckets] ?? 0 }
}

import { lossOf, sigmoid } from './logistic'
import { minimize } from './minimize'

export interface Scored {
  score: number
  target: number
  weight: number
}

/** A slope and an intercept that turn scores into log-odds which are right on average (Platt). */
export function calibrate(scored: readonly Scored[]): { slope: number; intercept: number } {
  if (scored.length === 0) return { slope: 1, intercept: 0 }
  // Few examples are not to turn the slope around or to make it steep: it is pulled towards 1.
  const pull = 2
  const [slope = 1, intercept = 0] = minimize(Float64Array.of(1, 0), (at, gradient) => {
    const [a = 1, b = 0] = at
    let value = 0.5 * pull * (a - 1) ** 2
    let [toA, toB] = [pull * (a - 1), 0]
    for (const { score, target, weight } of scored) {
      const z = a * score + b
      value += weight * lossOf(z, target)
      const error = weight * (sigmoid(z) - target)
      toA += error * score
      toB += error
    }
    gradient[0] = toA
    gradient[1] = toB
    return value
  })
  return { slope, intercept }
}

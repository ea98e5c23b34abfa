import { describe, expect, it } from 'vitest'
import { scoreForest } from '../src/core/coordination/classification/forest'
import { type Grove, growForest } from './extra-trees'

const options = { trees: 30, leastInLeaf: 2, features: 1, seed: 1 }
/** The first feature decides the first answer, the second the other; the third is the same for all. */
const rows = Array.from({ length: 64 }, (_, at) => Uint8Array.of((at % 8) * 30, Math.floor(at / 8) * 30, 7))
const grove: Grove = {
  rows,
  answers: rows.map(row => [(row[0] ?? 0) > 100 ? 1 : 0, (row[1] ?? 0) > 100 ? 1 : 0] as const),
  weights: rows.map(() => 1),
}
const say = (forest: ReturnType<typeof growForest>, first: number, second: number) =>
  scoreForest(forest, Uint8Array.of(first, second, 7)).map(odds => odds > 0)

describe('random trees', () => {
  it('learn both questions at once', () => {
    const forest = growForest(grove, options)
    expect(say(forest, 210, 0)).toEqual([true, false])
    expect(say(forest, 0, 210)).toEqual([false, true])
    expect(say(forest, 210, 210)).toEqual([true, true])
  })

  it('are the same for the same seed and others for another', () => {
    expect(growForest(grove, options)).toEqual(growForest(grove, options))
    expect(growForest(grove, { ...options, seed: 2 })).not.toEqual(growForest(grove, options))
  })

  it('never ask what is the same for all, nor end in fewer examples than allowed', () => {
    const { features } = growForest(grove, options)
    expect(features).not.toContain(2)
    const coarse = growForest(grove, { ...options, leastInLeaf: 32, trees: 1 })
    expect(coarse.features.length).toBeLessThanOrEqual(3)
  })

  it('go by weight where examples disagree', () => {
    const twice = { rows: [...rows, ...rows], weights: [...rows.map(() => 1), ...rows.map(() => 0.01)] }
    const disputed = { ...twice, answers: [...grove.answers, ...rows.map(() => [0, 0] as const)] }
    expect(say(growForest(disputed, options), 210, 210)).toEqual([true, true])
  })
})

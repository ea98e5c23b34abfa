import { describe, expect, it } from 'vitest'
import { nearBest } from './near-best'

const scored = (...scores: number[]) => scores.map(score => ({ score }))

describe('what stands near the best', () => {
  it('is shown however low its score is, as those of short questions are', () => {
    expect(nearBest(scored(0.24, 0.22, 0.2, 0.11))).toEqual(scored(0.24, 0.22, 0.2))
  })
  it('is not all there is where one thing fits and the rest does not', () => {
    expect(nearBest(scored(0.9, 0.5, 0.41, 0.4))).toEqual(scored(0.9))
  })
  it('is a page of hits where a model calls everything similar', () => {
    expect(nearBest(scored(...Array(200).fill(0.8)))).toHaveLength(20)
    expect(nearBest([])).toEqual([])
  })
})

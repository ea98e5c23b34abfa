import { describe, expect, it } from 'vitest'
import type { Convergence } from '../../shared/entities'
import {
  type ConvergenceNews,
  driftAfterMs,
  longApplyMs,
  noConvergenceFate,
  settleConvergence,
} from './convergence-fates'

type Step = [at: number, state: Convergence['state'], ...messages: string[]]

const play = (steps: readonly Step[]) => {
  let news: ConvergenceNews = { fate: noConvergenceFate, drift: [], applied: null, nextAt: null }
  return steps.map(([at, state, ...messages]) => {
    const drift = messages.map(message => ({ node: null, model: null, message }))
    news = settleConvergence(news.fate, { state, drift }, at)
    return [news.drift, news.applied, news.nextAt] as const
  })
}

describe('drift', () => {
  it('is told once it stayed, and only once', () => {
    expect(
      play([
        [0, 'drifted', 'a'],
        [1000, 'drifted', 'a', 'b'],
        [driftAfterMs, 'drifted', 'a', 'b'],
        [driftAfterMs + 1000, 'drifted', 'a', 'b'],
        [driftAfterMs * 9, 'drifted', 'a', 'b'],
      ]),
    ).toEqual([
      [[], null, driftAfterMs],
      [[], null, driftAfterMs],
      [['a'], null, driftAfterMs + 1000],
      [['b'], null, null],
      [[], null, null],
    ])
  })

  it('is no news when it comes and goes, or while it is being put right', () => {
    const steps: Step[] = Array.from({ length: 20 }, (_, index) =>
      index % 2 === 0 ? [index * 60_000, 'drifted', 'a'] : [index * 60_000, 'converged'],
    )
    expect(play(steps).flatMap(([told]) => told)).toEqual([])
    expect(
      play([
        [0, 'drifted', 'a'],
        [driftAfterMs + 1, 'applying', 'a'],
      ])[1]?.[0],
    ).toEqual([])
  })
})

describe('an apply', () => {
  it.each([
    [longApplyMs, 'converged', 'done'],
    [longApplyMs, 'pending', 'failed'],
    [longApplyMs - 1, 'converged', null],
  ] as const)('that took %i ms and ends %s is told as %s', (ms, end, told) => {
    expect(
      play([
        [5, 'applying'],
        [6, 'applying'],
        [5 + ms, end],
        [6 + ms, end],
      ]).map(([, applied]) => applied),
    ).toEqual([null, null, told, null])
  })
})

import { describe, expect, it } from 'vitest'
import type { Tier } from '../../../src/shared/entities'
import type { Outcome } from '../outcome'
import { brierScore, calibrationError } from './calibration'
import { type Confusion, confusionOf, readConfusion, weightedKappa } from './confusion'
import { meanFigures, measure } from './figures'
import { areaUnderCurve } from './ranking'

describe('the confusion matrix', () => {
  // 10 prompts: of 5 simple ones 4 stay, of 3 medium ones 1 is sent too low, of 2 hard ones 1 is two tiers off.
  const pairs: [Tier, Tier, number][] = [
    [0, 0, 4],
    [0, 2, 1],
    [1, 0, 1],
    [1, 1, 2],
    [2, 0, 1],
    [2, 2, 1],
  ]
  const outcomes = pairs.flatMap(([gold, given, times]) =>
    Array.from({ length: times }, () => ({ gold, given })),
  )
  const confusion = confusionOf(outcomes)

  it('has what was needed in rows and what was given in columns', () => {
    expect(confusion).toEqual([
      [4, 0, 1],
      [1, 2, 0],
      [1, 0, 1],
    ])
  })

  it('gives shares as counted by hand', () => {
    expect(readConfusion(confusion)).toEqual({
      accuracy: 0.7,
      simpleKept: 0.8,
      hardRaised: 0.5,
      given: [0.6, 0.2, 0.2],
      under: 0.2,
      over: 0.1,
      severe: 0.2,
      kappa: expect.closeTo(1 - 9 / 12.6, 12),
    })
  })

  it('cannot take a share of nothing', () => {
    const none: Confusion = [
      [0, 0, 0],
      [0, 0, 0],
      [0, 0, 0],
    ]
    expect(readConfusion(none)).toMatchObject({ accuracy: null, simpleKept: null, under: null, kappa: null })
  })
})

describe('quadratic weighted kappa', () => {
  it.each<[string, Confusion, number | null]>([
    // Seen: 4·1 + 1·1 + 4·1 = 9. By chance, row total × column total / 10: .1·(1·5·2 + 4·5·2 + 1·3·6 + 1·3·2 + 4·2·6 + 1·2·2) = 12.6.
    [
      'as reckoned by hand',
      [
        [4, 0, 1],
        [1, 2, 0],
        [1, 0, 1],
      ],
      1 - 9 / 12.6,
    ],
    [
      'perfect',
      [
        [3, 0, 0],
        [0, 2, 0],
        [0, 0, 4],
      ],
      1,
    ],
    [
      'everything to one tier is chance',
      [
        [0, 3, 0],
        [0, 2, 0],
        [0, 4, 0],
      ],
      0,
    ],
    [
      'upside down',
      [
        [0, 0, 5],
        [0, 0, 0],
        [5, 0, 0],
      ],
      -1,
    ],
    [
      'nothing to disagree about',
      [
        [7, 0, 0],
        [0, 0, 0],
        [0, 0, 0],
      ],
      null,
    ],
  ])('%s', (_name, confusion, kappa) => {
    const value = weightedKappa(confusion)
    if (kappa === null) expect(value).toBeNull()
    else expect(value).toBeCloseTo(kappa, 12)
  })
})

describe('the area under the curve', () => {
  const scored = (positives: number[], negatives: number[]) => [
    ...positives.map(score => ({ score, positive: true })),
    ...negatives.map(score => ({ score, positive: false })),
  ]

  it.each<[string, number[], number[], number | null]>([
    ['all in order', [3, 4], [1, 2], 1],
    ['all reversed', [1, 2], [3, 4], 0],
    ['no order at all', [5, 5, 5], [5, 5], 0.5],
    // Pairs: 2>1, 2=2 (half), 1=1 (half), 1<2: 2 of 4.
    ['ties count half', [2, 1], [1, 2], 0.5],
    // Pairs: 3>1, 3>2, 2>1, 2=2 (half): 3.5 of 4.
    ['one tie between the kinds', [3, 2], [1, 2], 0.875],
    ['one kind only', [1, 2], [], null],
    ['nothing', [], [], null],
  ])('%s', (_name, positives, negatives, area) => {
    expect(areaUnderCurve(scored(positives, negatives))).toBe(area)
  })

  it('is what comparing every pair gives', () => {
    const positives = [0.2, 0.4, 0.4, 0.9, 0.7]
    const negatives = [0.1, 0.4, 0.7, 0.3]
    const won = positives.flatMap(p => negatives.map(n => (p > n ? 1 : p === n ? 0.5 : 0)))
    const byPairs = won.reduce<number>((sum, value) => sum + value, 0) / won.length
    expect(areaUnderCurve(scored(positives, negatives))).toBeCloseTo(byPairs, 12)
  })
})

describe('calibration', () => {
  const claim = (probability: number, happened: boolean) => ({ probability, happened })

  it('is the distance of claims from what happened, bin by bin', () => {
    // Bin .2: claimed .25 twice, happened once: |.5 − 1| = .5. Bin .9: claimed 1 and .95, happened both: .05. (.5 + .05) / 4.
    const claims = [claim(0.25, true), claim(0.25, false), claim(1, true), claim(0.95, true)]
    expect(calibrationError(claims)).toBeCloseTo(0.1375, 12)
  })

  it('does not let a bin make up for another', () => {
    expect(calibrationError([claim(0.1, true), claim(0.9, false)])).toBeCloseTo(0.9, 12)
    expect(calibrationError([])).toBeNull()
  })

  it('scores claims over the three tiers as Brier did', () => {
    const third = 1 / 3
    expect(brierScore([{ probabilities: [third, third, third], gold: 1 }])).toBeCloseTo(2 / 3, 12)
    expect(brierScore([{ probabilities: [1, 0, 0], gold: 2 }])).toBe(2)
    expect(
      brierScore([
        { probabilities: [0, 1, 0], gold: 1 },
        { probabilities: [0.5, 0.5, 0], gold: 0 },
      ]),
    ).toBeCloseTo(0.25, 12)
    expect(brierScore([])).toBeNull()
  })
})

describe('the figures of a router', () => {
  const outcome = (gold: Tier, given: Tier, probability: number, byConstruction = false): Outcome => ({
    row: { id: '', source: '', task: '', lang: 'en', prompt: '', tier: gold, byConstruction },
    tier: given,
    scores: [probability, probability / 2],
    probabilities: [1 - probability, probability / 2, probability / 2],
  })

  it('tell known prompts from others of their tier', () => {
    const figures = measure([
      outcome(0, 0, 0.1, true),
      outcome(0, 1, 0.6, true),
      outcome(0, 2, 0.9),
      outcome(2, 0, 0.2, true),
      outcome(2, 2, 0.8, true),
      outcome(2, 1, 0.7, true),
      outcome(2, 0, 0.2),
    ])
    expect(figures.knownSimpleKept).toBe(0.5)
    expect(figures.knownHardKept).toBeCloseTo(1 / 3, 12)
    expect(figures.simpleKept).toBeCloseTo(1 / 3, 12)
  })

  it('asks each score about its own tier', () => {
    const rows = [outcome(0, 0, 0.1), outcome(1, 0, 0.5), outcome(2, 0, 0.3)]
    // ≥ 1: both positives above the negative. 2: .15 against .05 and .25.
    expect(measure(rows)).toMatchObject({ aucMedium: 1, aucPowerful: 0.5 })
  })

  it('leave out of a mean what could not be told', () => {
    const mean = meanFigures([
      measure([outcome(0, 0, 0.2)]),
      measure([outcome(0, 1, 0.2), outcome(2, 2, 0.4)]),
    ])
    expect(mean).toMatchObject({ simpleKept: 0.5, hardRaised: 1, knownSimpleKept: null })
  })
})

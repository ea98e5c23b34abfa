import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type RoutingSignal, signalKind } from '../../../shared/entities'
import { maxShift } from '../classification/operating-point'
import { halfLifeMs, shiftOf } from './shift-of'
import { dayMs, now, signalOf, signalsOf } from './testing/signals'

const tier = fc.constantFrom(0 as const, 1 as const, 2 as const)
const signal: fc.Arbitrary<RoutingSignal> = fc.record({
  kind: fc.constantFrom(...signalKind.options),
  at: fc.oneof(fc.integer({ min: now - 400 * dayMs, max: now + 400 * dayMs }), fc.constantFrom(0, 1e15)),
  message: fc.constantFrom(...Array.from({ length: 30 }, (_, index) => `m${index}`)),
  wantedTier: tier,
  givenTier: tier,
  probabilities: fc.constant(null),
})
const signals = fc.array(signal, { maxLength: 120 })

describe('what a signal says', () => {
  const many = (kind: RoutingSignal['kind'], wanted: 0 | 1 | 2, given: 0 | 1 | 2) =>
    shiftOf(signalsOf(20, kind, wanted, given), now).map(Math.sign)

  it.each([
    ['redo_bigger', 0, 1, [1, 0]],
    ['redo_bigger', 0, 2, [1, 1]],
    ['redo_bigger', 1, 2, [0, 1]],
    ['redo_smaller', 2, 0, [-1, -1]],
    ['redo_smaller', 2, 1, [0, -1]],
    ['redo_smaller', 1, 0, [-1, 0]],
    ['escalation_taken', 0, 2, [1, 1]],
    ['thumb_down', 0, 0, [1, 0]],
    ['thumb_down', 1, 1, [0, 1]],
    // A tier that stood in for a larger one: the classifier had wanted more already.
    ['thumb_down', 2, 0, [0, 0]],
    ['thumb_down', 2, 2, [0, 0]],
    ['thumb_up', 0, 0, [0, 0]],
    ['thumb_up', 2, 2, [0, 0]],
    ['escalation_ignored', 0, 0, [0, 0]],
  ] as const)('%s of %i by %i moves %j', (kind, wanted, given, directions) => {
    expect(many(kind, wanted, given)).toEqual(directions)
  })

  it('a forced tier moves with many, in its direction, and a selector that is left there never far', () => {
    expect(shiftOf(signalsOf(8, 'forced', 0, 2), now)).toEqual([0, 0])
    expect(many('forced', 0, 2)).toEqual([1, 1])
    expect(many('forced', 2, 0)).toEqual([-1, -1])
    const [first, second] = shiftOf(signalsOf(4_000, 'forced', 0, 2), now)
    expect([first, second]).toEqual([expect.closeTo(0.2, 1), expect.closeTo(0.2, 1)])
    expect(shiftOf(signalsOf(20, 'redo_bigger', 0, 2), now)[0]).toBeGreaterThan(first)
    // Whoever pins the largest for most questions can still show what the others are good for.
    const pinned = [...signalsOf(4_000, 'forced', 0, 2), ...signalsOf(30, 'redo_smaller', 2, 0)]
    expect(shiftOf(pinned, now)[0]).toBeLessThan(0)
  })

  it('an answer that was liked takes back what asked for larger ones, and asks for nothing itself', () => {
    const larger = signalsOf(12, 'redo_bigger', 0, 2)
    const smaller = signalsOf(12, 'redo_smaller', 2, 0)
    const liked = signalsOf(10, 'thumb_up', 0, 0)
    const [before] = shiftOf(larger, now)
    const [after, afterPowerful] = shiftOf([...larger, ...liked], now)
    expect(after).toBeLessThan(before - 0.1)
    expect(after).toBeGreaterThanOrEqual(0)
    expect(afterPowerful).toBe(after)
    expect(shiftOf([...smaller, ...liked], now)).toEqual(shiftOf(smaller, now))
    expect(shiftOf(signalsOf(500, 'thumb_up', 0, 0), now)).toEqual([0, 0])
    // A liked answer of the middle says that the largest was not needed, and nothing of the smallest.
    const [medium, powerful] = shiftOf([...larger, ...signalsOf(10, 'thumb_up', 1, 1)], now)
    expect(medium).toBe(before)
    expect(powerful).toBeLessThan(before)
  })

  it('mirrors: larger and smaller are judged alike', () => {
    for (const count of [1, 5, 12, 60]) {
      const [up] = shiftOf(signalsOf(count, 'redo_bigger', 0, 1), now)
      const [down] = shiftOf(signalsOf(count, 'redo_smaller', 1, 0), now)
      expect(down).toBe(up === 0 ? 0 : -up)
    }
  })
})

describe('how far it goes', () => {
  it('is told by so many answers of one mind as the documentation says', () => {
    const after = (count: number) => shiftOf(signalsOf(count, 'redo_bigger', 0, 2), now)[0]
    expect([1, 2, 5, 10, 20, 40, 100].map(count => Number(after(count).toFixed(2)))).toEqual([
      0, 0, 0.04, 0.2, 0.39, 0.57, 0.74,
    ])
  })

  it('halves what a signal counts in thirty days, and leaves nothing after a year of silence', () => {
    const old = signalsOf(40, 'redo_bigger', 0, 2, now - halfLifeMs)
    expect(shiftOf(old, now)[0]).toBeCloseTo(shiftOf(signalsOf(20, 'redo_bigger', 0, 2), now)[0], 10)
    expect(shiftOf(signalsOf(1_000, 'redo_bigger', 0, 2, now - 365 * dayMs), now)).toEqual([0, 0])
  })

  it('follows a user who changes their mind, and forgets the old one first', () => {
    const before = signalsOf(20, 'redo_bigger', 0, 2, now - 60 * dayMs)
    const since = signalsOf(20, 'redo_smaller', 2, 0)
    expect(shiftOf(before, now - 60 * dayMs)[0]).toBeGreaterThan(0.3)
    expect(shiftOf([...before, ...since], now)[0]).toBeLessThan(-0.1)
    expect(shiftOf([...before, ...signalsOf(5, 'redo_smaller', 2, 0)], now)).toEqual([0, 0])
  })
})

describe('whatever the signals', () => {
  it('stays within its bound, with a clock that was set back or forward', () => {
    fc.assert(
      fc.property(signals, fc.integer({ min: 0, max: 2 * now }), (given, at) => {
        for (const shift of shiftOf(given, at)) expect(Math.abs(shift)).toBeLessThanOrEqual(maxShift)
      }),
    )
  })

  it('says the same in any order and with any signal told twice', () => {
    fc.assert(
      fc.property(
        signals.chain(given =>
          fc.record({
            given: fc.constant(given),
            shuffled: fc.shuffledSubarray([...given, ...given], { minLength: 2 * given.length }),
          }),
        ),
        ({ given, shuffled }) => {
          expect(shiftOf(shuffled, now)).toEqual(shiftOf(given, now))
        },
      ),
    )
  })

  it('never goes down because a larger model was wanted, nor up because a smaller one was', () => {
    fc.assert(
      fc.property(signals, fc.constantFrom('redo', 'forced'), (given, kind) => {
        const [medium, powerful] = shiftOf(given, now)
        const more = (wanted: 0 | 2, chosen: 0 | 2) => {
          const direction = chosen > wanted ? 'redo_bigger' : 'redo_smaller'
          const one = signalOf(kind === 'redo' ? direction : 'forced', wanted, chosen, { message: 'new' })
          return shiftOf([...given, one], now)
        }
        const [mediumUp, powerfulUp] = more(0, 2)
        const [mediumDown, powerfulDown] = more(2, 0)
        expect(mediumUp - medium).toBeGreaterThanOrEqual(-1e-12)
        expect(powerfulUp - powerful).toBeGreaterThanOrEqual(-1e-12)
        expect(mediumDown - medium).toBeLessThanOrEqual(1e-12)
        expect(powerfulDown - powerful).toBeLessThanOrEqual(1e-12)
      }),
    )
  })

  it('counts a signal from the future as one of now: a clock set back for a day changes nothing', () => {
    fc.assert(
      fc.property(
        fc.array(
          signal.map(each => ({ ...each, at: now })),
          { maxLength: 60 },
        ),
        given => {
          expect(shiftOf(given, now - dayMs)).toEqual(shiftOf(given, now))
          expect(shiftOf(given, 0)).toEqual(shiftOf(given, now))
        },
      ),
    )
  })
})

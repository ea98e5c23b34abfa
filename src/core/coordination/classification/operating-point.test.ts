import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { routePreference } from '../../../shared/entities'
import { neutralOperatingPoint, type OperatingPoint } from './classifier'
import { decideTier, maxShift, thresholds } from './operating-point'

const sigmoid = (z: number) => 1 / (1 + Math.exp(-z))
/** Chances with these log-odds of more than tier 0 and of tier 2. */
const chances = (medium: number, powerful: number): [number, number, number] => [
  1 - sigmoid(medium),
  sigmoid(medium) - sigmoid(powerful),
  sigmoid(powerful),
]
const anyChances = fc
  .tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([a, b]): [number, number, number] => {
    const [most, least] = [Math.max(a, b), Math.min(a, b)]
    return [1 - most, most - least, least]
  })
const preferences = fc.constantFrom(...routePreference.options)
const shifts = fc.tuple(fc.double({ noNaN: true }), fc.double({ noNaN: true }))

describe('the tier of a text', () => {
  it('goes up past each threshold', () => {
    const [medium, powerful] = thresholds.balanced
    expect(decideTier(chances(medium - 0.01, -5), neutralOperatingPoint)).toBe(0)
    expect(decideTier(chances(medium + 0.01, -5), neutralOperatingPoint)).toBe(1)
    expect(decideTier(chances(medium + 0.01, powerful + 0.01), neutralOperatingPoint)).toBe(2)
  })

  it('is never lower for a setting that spends more', () => {
    fc.assert(
      fc.property(anyChances, shifts, (probabilities, shift) => {
        const [eco, balanced, quality] = routePreference.options.map(preference =>
          decideTier(probabilities, { preference, shift }),
        )
        expect(eco).toBeLessThanOrEqual(balanced ?? 0)
        expect(balanced).toBeLessThanOrEqual(quality ?? 0)
      }),
    )
  })

  it('is never lowered by a shift above zero', () => {
    fc.assert(
      fc.property(anyChances, preferences, shifts, (probabilities, preference, [a, b]) => {
        const shift: [number, number] = [Math.abs(a), Math.abs(b)]
        expect(decideTier(probabilities, { preference, shift })).toBeGreaterThanOrEqual(
          decideTier(probabilities, { preference, shift: [0, 0] }),
        )
      }),
    )
  })

  it('goes up by its form alone, and further up the harder that is', () => {
    const simple = chances(-4, -5)
    const tiers = [-3, 0.5, 5].map(form => decideTier(simple, neutralOperatingPoint, form))
    expect(tiers).toEqual([0, 1, 2])
    expect(decideTier(chances(4, 3), neutralOperatingPoint, -9)).toBe(2)
  })

  it('is moved by what was learnt only within the bound', () => {
    const [medium] = thresholds.balanced
    const wild: OperatingPoint = { preference: 'balanced', shift: [50, 0] }
    expect(decideTier(chances(medium - maxShift + 0.01, -9), wild)).toBe(1)
    expect(decideTier(chances(medium - maxShift - 0.01, -9), wild)).toBe(0)
  })

  it('takes a shift that is no number for none', () => {
    expect(decideTier(chances(5, -5), { preference: 'balanced', shift: [Number.NaN, Number.NaN] })).toBe(1)
  })
})

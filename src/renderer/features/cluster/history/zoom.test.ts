import { expect, it } from 'vitest'
import { clampRange, withInSight, zoomAround } from './zoom'

const whole = { from: 0, to: 900_000 }

it('zooms around the moment that is looked at, and never out of what there is', () => {
  expect(zoomAround(null, whole, 600_000, 0.5)).toEqual({ from: 300_000, to: 750_000 })
  expect(zoomAround(null, whole, 900_000, 0.5)).toEqual({ from: 450_000, to: 900_000 })
  expect(zoomAround({ from: 300_000, to: 750_000 }, whole, 600_000, 2)).toBeNull()
})

it('stops at a range that still shows something, also at the edge', () => {
  expect(clampRange({ from: 500, to: 600 }, whole)).toEqual({ from: 500, to: 30_500 })
  expect(clampRange({ from: 899_990, to: 899_999 }, whole)).toEqual({ from: 870_000, to: 900_000 })
})

it('follows the moment out of sight with as little movement as it takes', () => {
  const range = { from: 300_000, to: 400_000 }
  expect(withInSight(range, whole, 350_000)).toBe(range)
  expect(withInSight(range, whole, 410_000)).toEqual({ from: 310_000, to: 410_000 })
  expect(withInSight(range, whole, 0)).toEqual({ from: 0, to: 100_000 })
  expect(withInSight(null, whole, 5)).toBeNull()
})

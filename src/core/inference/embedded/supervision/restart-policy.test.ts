import { expect, it } from 'vitest'
import { decideRestart } from './restart-policy'

it('starts at once after a first crash, later after a second, and not after a third', () => {
  expect(decideRestart([], 0)).toEqual({ start: 'after', delayMs: 0 })
  expect(decideRestart([1000], 1000)).toEqual({ start: 'after', delayMs: 0 })
  expect(decideRestart([1000, 2000], 2000)).toEqual({ start: 'after', delayMs: 1500 })
  expect(decideRestart([1000, 2000], 3000)).toEqual({ start: 'after', delayMs: 500 })
  expect(decideRestart([1000, 2000, 3000], 3000)).toEqual({ start: 'not', waitMs: 298_000 })
})

it('lets old crashes go', () => {
  expect(decideRestart([1000, 2000, 3000], 301_000)).toEqual({ start: 'after', delayMs: 0 })
})

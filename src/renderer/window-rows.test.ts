import { describe, expect, it } from 'vitest'
import { rowAfterKey, windowOf } from './window-rows'

const scrolled = { top: 0, height: 400, rowHeight: 40, count: 100_000 }

describe('windowOf', () => {
  it('covers what is seen and no more than a screen beside it, however long the list', () => {
    for (const top of [0, 17, 2_000_000, 40 * 100_000 - 400]) {
      const { first, end } = windowOf({ ...scrolled, top })
      expect(first).toBeLessThanOrEqual(Math.floor(top / 40))
      expect(end).toBeGreaterThanOrEqual(Math.min(100_000, Math.ceil((top + 400) / 40)))
      expect(end - first).toBeLessThanOrEqual(11 + 24)
    }
  })

  it('stays in the list when it became shorter than where one had scrolled', () => {
    expect(windowOf({ ...scrolled, top: 9_000, count: 3 })).toEqual({ first: 3, end: 3 })
    expect(windowOf({ ...scrolled, top: -50, count: 0 })).toEqual({ first: 0, end: 0 })
  })
})

describe('rowAfterKey', () => {
  it('walks, leaps and stops at both ends', () => {
    expect(rowAfterKey('ArrowDown', 4, 10, 6)).toBe(5)
    expect(rowAfterKey('ArrowDown', 5, 10, 6)).toBe(5)
    expect(rowAfterKey('PageUp', 5, 10, 6)).toBe(0)
    expect(rowAfterKey('End', 0, 10, 6)).toBe(5)
  })

  it('leaves every other key alone', () => {
    expect(rowAfterKey('a', 0, 10, 6)).toBeNull()
    expect(rowAfterKey('constructor', 0, 10, 6)).toBeNull()
    expect(rowAfterKey('Home', 0, 10, 0)).toBeNull()
  })
})

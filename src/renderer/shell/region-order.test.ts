import { describe, expect, it } from 'vitest'
import { nextRegion } from './region-order'

describe('the regions of the window', () => {
  it('follow one another, and lead out to the browser at both ends', () => {
    expect([-1, 0, 1, 2].map(at => nextRegion(3, at, 1, 'out'))).toEqual([0, 1, 2, null])
    expect([-1, 2, 1, 0].map(at => nextRegion(3, at, -1, 'out'))).toEqual([2, 1, 0, null])
  })

  it('lead round in a window that has nothing around them', () => {
    expect(nextRegion(3, 2, 1, 'round')).toBe(0)
    expect(nextRegion(3, 0, -1, 'round')).toBe(2)
  })

  it('are none when nothing is drawn', () => {
    expect(nextRegion(0, -1, 1, 'round')).toBeNull()
    expect(nextRegion(0, -1, -1, 'out')).toBeNull()
  })
})

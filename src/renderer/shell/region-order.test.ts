import { describe, expect, it } from 'vitest'
import { nextRegion } from './region-order'

describe('the regions of the window', () => {
  it('follow one another, and lead out at both ends', () => {
    expect([-1, 0, 1, 2].map(at => nextRegion(3, at, 1))).toEqual([0, 1, 2, null])
    expect([-1, 2, 1, 0].map(at => nextRegion(3, at, -1))).toEqual([2, 1, 0, null])
  })

  it('are none when nothing is drawn', () => {
    expect(nextRegion(0, -1, 1)).toBeNull()
    expect(nextRegion(0, -1, -1)).toBeNull()
  })
})

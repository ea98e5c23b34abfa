import { describe, expect, it } from 'vitest'
import { placeNotice } from './notice-place'

const room = {
  window: { width: 900, height: 600 },
  notice: { width: 356, height: 60 },
  margin: { side: 16, top: 12, bottom: 44 },
}

describe('the place of a notice', () => {
  it('is the lower right corner while nothing is in the way', () => {
    expect(placeNotice({ ...room, clear: [] })).toEqual({ side: 'right', bottom: 44 })
  })

  it('is above a composer, just high enough', () => {
    const composer = { left: 100, top: 480, right: 880, bottom: 570 }
    expect(placeNotice({ ...room, clear: [composer] })).toEqual({ side: 'right', bottom: 124 })
  })

  it('is between the buttons of a dialog at 900 × 600', () => {
    const close = { left: 740, top: 20, right: 772, bottom: 52 }
    const save = { left: 680, top: 540, right: 772, bottom: 572 }
    const { side, bottom } = placeNotice({ ...room, clear: [close, save] })
    expect(side).toBe('right')
    expect(600 - bottom).toBeLessThanOrEqual(540)
    expect(600 - bottom - 60).toBeGreaterThanOrEqual(52)
  })

  it('does not jump about while it covers nothing', () => {
    const current = { side: 'left', bottom: 300 } as const
    expect(placeNotice({ ...room, current, clear: [] })).toBe(current)
    const covered = { left: 0, top: 200, right: 400, bottom: 400 }
    expect(placeNotice({ ...room, current, clear: [covered] })).toEqual({ side: 'right', bottom: 44 })
  })

  it('goes to the left where the right is full', () => {
    expect(placeNotice({ ...room, clear: [{ left: 500, top: 0, right: 900, bottom: 600 }] }).side).toBe(
      'left',
    )
  })

  it('covers as little as can be where there is no room', () => {
    const full = { left: 0, top: 0, right: 360, bottom: 600 }
    const twice = { left: 0, top: 200, right: 360, bottom: 740 }
    const phone = {
      window: { width: 360, height: 740 },
      notice: { width: 336, height: 60 },
      margin: { side: 12, top: 12, bottom: 92 },
    }
    expect(placeNotice({ ...phone, clear: [full, twice] }).bottom).toBeGreaterThan(100)
  })
})

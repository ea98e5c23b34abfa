import { describe, expect, it } from 'vitest'
import { quickAskBounds } from './place'

describe('the place of the small window', () => {
  it.each([
    [
      { x: 0, y: 25, width: 1440, height: 875 },
      { x: 400, y: 177, width: 640, height: 420 },
    ],
    // A second screen to the left of and above the first.
    [
      { x: -1920, y: -200, width: 1920, height: 1080 },
      { x: -1280, y: 20, width: 640, height: 420 },
    ],
    [
      { x: 0, y: 0, width: 600, height: 400 },
      { x: 16, y: 11, width: 568, height: 368 },
    ],
  ])('is inside %j', (area, bounds) => {
    const place = quickAskBounds(area)
    expect(place).toEqual(bounds)
    expect(place.x).toBeGreaterThanOrEqual(area.x)
    expect(place.y).toBeGreaterThanOrEqual(area.y)
    expect(place.x + place.width).toBeLessThanOrEqual(area.x + area.width)
    expect(place.y + place.height).toBeLessThanOrEqual(area.y + area.height)
  })
})

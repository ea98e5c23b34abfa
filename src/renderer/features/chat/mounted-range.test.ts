import { describe, expect, it } from 'vitest'
import { lastOnes, moreAbove, moreBelow, mountedAround, rangeOf } from './mounted-range'

describe('which messages are in the page', () => {
  it('are the last ones, also when more come', () => {
    expect(rangeOf(lastOnes, 500)).toEqual({ first: 490, end: 500 })
    expect(rangeOf(lastOnes, 502)).toEqual({ first: 492, end: 502 })
    expect(rangeOf(lastOnes, 3)).toEqual({ first: 0, end: 3 })
  })

  it('grow upwards without losing the end', () =>
    expect(rangeOf(moreAbove(lastOnes), 500)).toEqual({ first: 484, end: 500 }))

  it('stay as they are for one that is among them', () =>
    expect(mountedAround(lastOnes, 495, 500)).toBe(lastOnes))

  it('reach down to the end from one that is near, and from afar do not', () => {
    const near = rangeOf(mountedAround(lastOnes, 400, 500), 500)
    expect(near).toEqual({ first: 394, end: 500 })
    const far = rangeOf(mountedAround(lastOnes, 100, 10_000), 10_000)
    expect(far.first).toBeLessThan(100)
    expect(far.end).toBeGreaterThan(101)
    expect(far.end - far.first).toBeLessThan(100)
  })

  it('find the end again by scrolling down, and follow it from then on', () => {
    let mounted = mountedAround(lastOnes, 100, 300)
    const { first } = rangeOf(mounted, 300)
    for (let scroll = 0; scroll < 100; scroll += 1) mounted = moreBelow(mounted, 300)
    expect(rangeOf(mounted, 301)).toEqual({ first: first + 1, end: 301 })
  })
})

import { describe, expect, it } from 'vitest'
import { boundedWidth, leastWidth, mostWidth, usualWidth } from './use-sidebar'

describe('boundedWidth', () => {
  it('keeps the list of chats usable, whatever was dragged or stored', () => {
    expect(boundedWidth(300.4)).toBe(300)
    expect(boundedWidth(-5)).toBe(leastWidth)
    expect(boundedWidth(9_999)).toBe(mostWidth)
    expect(boundedWidth(Number('half'))).toBe(usualWidth)
  })
})

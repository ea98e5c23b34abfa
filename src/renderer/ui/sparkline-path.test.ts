import { describe, expect, it } from 'vitest'
import { sparklinePath } from './sparkline-path'

describe('sparklinePath', () => {
  it('draws nothing without values', () => {
    expect(sparklinePath([], 96, 24)).toBeNull()
  })

  it('puts the newest value at the right edge and the largest at the top', () => {
    const shape = sparklinePath([1, 4, 2], 96, 24)
    expect(shape?.line).toBe('M0 17.3L48 1.5L96 12')
    expect(shape?.last).toEqual({ x: 96, y: 12 })
  })

  it('draws one value as a flat line instead of dividing by zero', () => {
    expect(sparklinePath([7], 96, 24)?.line).toBe('M0 1.5L96 1.5')
  })

  it('lays a series of zeros on the floor', () => {
    expect(sparklinePath([0, 0], 96, 24)?.line).toBe('M0 22.5L96 22.5')
  })
})

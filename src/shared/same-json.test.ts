import { describe, expect, it } from 'vitest'
import { sameJson } from './same-json'

describe('sameJson', () => {
  it('sees equal content in different objects, and any change in depth', () => {
    const value = { name: 'a', loaded: { size: 1, at: [1, 2] }, fit: null }
    expect(sameJson(value, structuredClone(value))).toBe(true)
    expect(sameJson(value, { ...value, loaded: { size: 1, at: [1, 3] } })).toBe(false)
    expect(sameJson({ a: undefined }, { b: undefined })).toBe(false)
    expect(sameJson([], {})).toBe(false)
    expect(sameJson(null, {})).toBe(false)
  })
})

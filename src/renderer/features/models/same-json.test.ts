import { describe, expect, it } from 'vitest'
import { createModel } from './models.fixture'
import { sameJson } from './same-json'

describe('sameJson', () => {
  it('sees equal content in different objects, and any change in depth', () => {
    expect(sameJson(createModel(), structuredClone(createModel()))).toBe(true)
    const loaded = { name: 'a', sizeBytes: 1, vramBytes: 1, contextLength: 1, expiresAt: 1 }
    expect(sameJson(createModel({ loaded }), createModel({ loaded: { ...loaded, expiresAt: 2 } }))).toBe(
      false,
    )
    expect(sameJson([1, [2]], [1, [3]])).toBe(false)
    expect(sameJson({ a: undefined }, { b: undefined })).toBe(false)
    expect(sameJson([], {})).toBe(false)
    expect(sameJson(null, {})).toBe(false)
  })
})

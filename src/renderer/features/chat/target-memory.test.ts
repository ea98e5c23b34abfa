import { describe, expect, it } from 'vitest'
import { readTarget, writeTarget } from './target-memory'

function createMemory(initial?: string) {
  let value = initial ?? null
  return {
    getItem: () => value,
    setItem: (_: string, next: string) => {
      value = next
    },
  }
}

describe('target memory', () => {
  it('gives back what was chosen', () => {
    const storage = createMemory()
    writeTarget(storage, { tier: 2, node: 'dgx' })
    expect(readTarget(storage)).toEqual({ tier: 2, node: 'dgx' })
  })

  it('is Auto for anything it does not know', () => {
    for (const value of [undefined, '', 'null', '[]', '{', '{"tier":7}', '{"tier":"fast","node":3}']) {
      expect(readTarget(createMemory(value))).toEqual({ tier: 'auto' })
    }
    expect(readTarget(null)).toEqual({ tier: 'auto' })
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { embedText } from './embed-text'

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0)
const likeness = (a: string, b: string): number => dot(embedText(a, 64), embedText(b, 64))

describe('embedText', () => {
  it('gives a unit vector of the wanted length for any text, always the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 300 }), (text, dimensions) => {
        const vector = embedText(text, dimensions)
        expect(vector).toHaveLength(dimensions)
        expect(Math.hypot(...vector)).toBeCloseTo(1, 9)
        expect(embedText(text, dimensions)).toEqual(vector)
      }),
    )
  })

  it('puts like texts nearer than unlike ones', () => {
    const question = 'How do I lock a database row?'
    expect(likeness(question, 'Locking rows of a database')).toBeGreaterThan(
      likeness(question, 'A recipe for pancakes with maple syrup'),
    )
    expect(likeness('HELLO, world', 'hello world')).toBeCloseTo(1, 9)
  })
})

import { describe, expect, it } from 'vitest'
import { firstMatch, type MatchPlace, ordinalOf, stepMatch, totalMatches } from './find-position'

const matches = {
  order: ['a', 'b', 'c', 'd'],
  counts: new Map([
    ['a', 2],
    ['c', 1],
    ['gone', 5],
  ]),
}
const at = (messageId: string, index: number): MatchPlace => ({ messageId, index })

describe('matches of a conversation', () => {
  it('are counted in the order of the conversation, those of other branches not', () => {
    expect(totalMatches(matches)).toBe(3)
    expect(ordinalOf(matches, at('a', 1))).toBe(2)
    expect(ordinalOf(matches, at('c', 0))).toBe(3)
  })

  it('have no number once they are gone', () => {
    expect(ordinalOf(matches, at('c', 1))).toBeNull()
    expect(ordinalOf(matches, at('gone', 0))).toBeNull()
    expect(ordinalOf(matches, null)).toBeNull()
  })

  it('begin where the reader is, or from the top', () => {
    expect(firstMatch(matches, 'b')).toEqual(at('c', 0))
    expect(firstMatch(matches, 'd')).toEqual(at('a', 0))
    expect(firstMatch({ order: ['a'], counts: new Map() }, null)).toBeNull()
  })

  it('follow one another round in both directions', () => {
    const walk = (start: MatchPlace, step: 1 | -1) => {
      const seen = [start]
      for (let turn = 0; turn < 3; turn += 1) {
        const next = stepMatch(matches, seen.at(-1) ?? null, step)
        if (next !== null) seen.push(next)
      }
      return seen
    }
    expect(walk(at('a', 0), 1)).toEqual([at('a', 0), at('a', 1), at('c', 0), at('a', 0)])
    expect(walk(at('a', 0), -1)).toEqual([at('a', 0), at('c', 0), at('a', 1), at('a', 0)])
  })

  it('are found again when the one that was shown is no more', () => {
    expect(stepMatch(matches, at('b', 3), 1)).toEqual(at('c', 0))
    expect(stepMatch(matches, at('a', 9), 1)).toEqual(at('c', 0))
    expect(stepMatch({ order: ['a'], counts: new Map() }, at('a', 0), 1)).toBeNull()
    expect(stepMatch(matches, null, -1)).toEqual(at('c', 0))
  })

  it('stay on the only one', () => {
    const one = { order: ['a'], counts: new Map([['a', 1]]) }
    expect(stepMatch(one, at('a', 0), 1)).toEqual(at('a', 0))
  })
})

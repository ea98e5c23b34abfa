import { describe, expect, it } from 'vitest'
import { estimateTokens, tokenWeight } from './estimate-tokens'

describe('estimateTokens', () => {
  it.each([
    ['', 0],
    ['a', 1],
    ['the quick brown fox jumps over', 8],
    ['123456', 3],
    ['你好世界', 4],
    ['😀', 2],
  ])('counts %j as %i', (text, tokens) => {
    expect(estimateTokens(text)).toBe(tokens)
  })

  it('does not let a dense text pass as a short one: code weighs more than prose of its length', () => {
    expect(estimateTokens('a[i]={x:1,y:2};b(c,d);')).toBeGreaterThan(
      estimateTokens('the words of a sentence'),
    )
  })

  it('comes to the same for a text and for its parts, even a character that was cut in two', () => {
    const text = 'Größe: 12, 日本語 👩‍🚀!'
    for (let at = 0; at <= text.length; at++) {
      expect(Math.ceil(tokenWeight(text.slice(0, at)) + tokenWeight(text.slice(at)))).toBe(
        estimateTokens(text),
      )
    }
  })

  it('stays within its bounds for any text', () => {
    for (const text of ['abc def', 'Größe', '日本語', '{"a":[1,2]}', '\uD800', '👩‍🚀']) {
      expect(estimateTokens(text)).toBeGreaterThanOrEqual(text.length / 4)
      expect(estimateTokens(text)).toBeLessThanOrEqual(text.length)
    }
  })
})

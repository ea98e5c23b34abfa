import { describe, expect, it } from 'vitest'
import { foldCase, matchesIn, readableText } from './find-text'

describe('finding words', () => {
  it('finds them in any case, or in theirs alone', () => {
    expect(matchesIn('Node node NODE', 'node', false)).toEqual([0, 5, 10])
    expect(matchesIn('Node node NODE', 'node', true)).toEqual([5])
  })

  it('finds none over another, and none of nothing', () => {
    expect(matchesIn('aaaa', 'aa', false)).toEqual([0, 2])
    expect(matchesIn('aaaa', '', false)).toEqual([])
  })

  it('keeps every place where lower case is longer', () => {
    expect(foldCase('İstanbul A')).toHaveLength('İstanbul A'.length)
    expect(matchesIn('İİ Istanbul', 'ist', false)).toEqual([3])
  })

  it('reads signs as they are typed', () => {
    expect(matchesIn('a.c abc (x)', 'a.c', false)).toEqual([0])
    expect(matchesIn('f(x) [y]', '(x)', false)).toEqual([1])
  })
})

describe('what is seen of a text', () => {
  it.each([
    ['**bo**ld and `code`', 'bold and code'],
    ['see [the guide](https://example.org/x)', 'see the guide'],
    ['## Title', 'Title'],
    ['```ts\nlet a = 1\n```', '\nlet a = 1\n'],
    ['an *important* word, 2 * 3 * 4', 'an important word, 2 * 3 * 4'],
    ['snake_case_name', 'snake_case_name'],
  ])('%j as %j', (markdown, seen) => expect(readableText(markdown)).toBe(seen))

  it('is found soon, however many links begin and never end', () => {
    const started = performance.now()
    for (const part of ['[', '[x](', '![[', '**[a] (']) readableText(part.repeat(200_000 / part.length))
    expect(performance.now() - started).toBeLessThan(3_000)
  })
})

import { describe, expect, it } from 'vitest'
import { titleFrom } from './title'

describe('titleFrom', () => {
  it.each([
    ['What is RAM?', 'What is RAM?'],
    ['\n\n  # A *plan*\nfor more', 'A plan'],
    ['```python\nprint(1)\n```', 'print(1)'],
    ['- first\n- second', 'first'],
    ['a\tb   c\u00a0d', 'a b c d'],
    ['\u202eevil\u200b name\u0007', 'evil name'],
    ['今日は良い天気', '今日は良い天気'],
    ['', 'New chat'],
    [' \n\t\u200b', 'New chat'],
    ['broken \ud83d half', 'broken \ufffd half'],
  ])('of %j is %j', (text, title) => {
    expect(titleFrom(text)).toBe(title)
  })

  it('ends at a word, never inside a character, and within its length', () => {
    expect(titleFrom('Please compare these ten papers about the routing of queries in clusters')).toBe(
      'Please compare these ten papers about the routing of…',
    )
    const emoji = titleFrom('👩‍🚀🚀'.repeat(100))
    expect(emoji.isWellFormed()).toBe(true)
    expect(Array.from(emoji).length).toBeLessThanOrEqual(60)
    expect(titleFrom('x'.repeat(1_000_000))).toHaveLength(60)
  })
})

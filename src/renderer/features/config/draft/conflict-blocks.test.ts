import { describe, expect, it } from 'vitest'
import { mergeTexts } from '../../../../shared/config/document/merge-texts'
import { conflictBlocks } from './conflict-blocks'

const base = 'a: 1\nb: 1\nc: 1\nd: 1\ne: 1\n'
const settle = (text: string, side: 'mine' | 'theirs') => {
  let settled = text
  for (const block of conflictBlocks(text).toReversed()) {
    const kept = text.slice(block[side].from, block[side].to)
    settled = settled.slice(0, block.from) + kept + settled.slice(block.to)
  }
  return settled
}

describe('conflicts in a text', () => {
  const mine = base.replace('a: 1', 'a: 2').replace('e: 1\n', '')
  const theirs = base.replace('a: 1', 'a: 3').replace('e: 1', 'e: 5')

  it('settle to either side, also where one has nothing and at the end of the text', () => {
    const { text } = mergeTexts(base, mine, theirs)
    expect(conflictBlocks(text).map(({ line }) => line)).toHaveLength(2)
    expect(settle(text, 'mine')).toBe(mine)
    expect(settle(text, 'theirs')).toBe(theirs)
  })

  it('are none where marks are missing', () => {
    const { text } = mergeTexts(base, mine, theirs)
    expect(conflictBlocks(base)).toEqual([])
    expect(conflictBlocks(text.replaceAll('=======\n', ''))).toEqual([])
  })
})

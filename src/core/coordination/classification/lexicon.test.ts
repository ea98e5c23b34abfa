import { describe, expect, it } from 'vitest'
import { createLexicon } from './lexicon'
import { readText } from './text-reading'

const lexicon = createLexicon([
  ['prove', 'proof*', 'show that', '证明'],
  ['color*', 'proof'],
  ['step by step'],
])
const countIn = (text: string) => {
  const { totals, firstAt } = lexicon.count(readText(text))
  return { totals: [...totals], firstAt: [...firstAt] }
}

describe('a lexicon', () => {
  it('finds whole words, beginnings and phrases, and where they first are', () => {
    expect(countIn('Now show that it is so, and PROVE it step by step.')).toEqual({
      totals: [2, 0, 1],
      firstAt: [1, -1, 9],
    })
  })

  it.each(['improve', 'proven', 'shows that', 'show thatch', 'step by steps', 'pro'])(
    'does not find what is only like an entry: %s',
    text => {
      expect(countIn(text).totals).toEqual([0, 0, 0])
    },
  )

  it('counts a word once for a kind, and for each kind it speaks of', () => {
    expect(countIn('proof').totals).toEqual([1, 1, 0])
    expect(countIn('proofs colors proof').totals).toEqual([2, 2, 0])
  })

  it('finds words anywhere in scripts without spaces', () => {
    expect(countIn('请证明这个定理，再证明一次').totals).toEqual([2, 0, 0])
  })

  it('forgets the text before', () => {
    countIn('prove')
    expect(countIn('')).toEqual({ totals: [0, 0, 0], firstAt: [-1, -1, -1] })
  })
})

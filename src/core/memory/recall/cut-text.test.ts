import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { estimateTokens } from '../../inference/estimate-tokens'
import { cutText, pieceTokens } from './cut-text'

const textsOf = (text: string) => cutText(text).pieces.map(({ start, stop }) => text.slice(start, stop))
const paragraph = (word: string, words: number) => `${Array.from({ length: words }, () => word).join(' ')}.`

describe('cutting a text', () => {
  it('leaves a short one whole, and makes nothing of blanks', () => {
    expect(textsOf('One thought.')).toEqual(['One thought.'])
    expect(textsOf(' \n\f ')).toEqual([])
    expect(textsOf('')).toEqual([])
  })

  it('loses no word, keeps every piece within its size, and cuts no character in two', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 400 }), { maxLength: 30 }), parts => {
        const text = parts.join(' ')
        const { pieces, next } = cutText(text)
        expect(next).toBeNull()
        let reached = 0
        for (const { start, stop } of pieces) {
          // Only blanks and signs that say nothing may lie between two pieces.
          if (start > reached) expect(text.slice(reached, start)).not.toMatch(/[\p{L}\p{N}]/u)
          expect(stop).toBeGreaterThan(reached)
          reached = stop
          expect(estimateTokens(text.slice(start, stop))).toBeLessThanOrEqual(pieceTokens + 1)
          expect(text.slice(start, stop).isWellFormed()).toBe(text.isWellFormed())
        }
        expect(text.slice(reached)).not.toMatch(/[\p{L}\p{N}]/u)
      }),
      { numRuns: 200 },
    )
  })

  it('cuts after a paragraph rather than within one, and never goes over the end of a page', () => {
    const text = `${paragraph('alpha', 120)}\n\n${paragraph('beta', 150)}`
    const [first = '', second = ''] = textsOf(text)
    expect(first.trimEnd().endsWith('alpha.')).toBe(true)
    expect(second).toContain('beta')
    expect(textsOf('page one\fpage two\fpage three')).toEqual(['page one', '\fpage two', '\fpage three'])
  })

  it('overlaps, so that what stands across a seam is whole in one of two', () => {
    const text = Array.from({ length: 600 }, (_, index) => `word${index}`).join(' ')
    const { pieces } = cutText(text)
    for (const [index, { start }] of pieces.entries()) {
      const before = pieces[index - 1]
      if (before !== undefined) expect(start).toBeLessThan(before.stop)
    }
  })

  it('can be done bit by bit with the same outcome', () => {
    const text = Array.from({ length: 3000 }, (_, index) => `w${index}`).join(' ')
    const bits = []
    let from: number | null = 0
    while (from !== null) {
      const { pieces, next }: ReturnType<typeof cutText> = cutText(text, { from, maximum: 3 })
      bits.push(...pieces)
      from = next
    }
    expect(bits).toEqual(cutText(text).pieces)
  })

  it('takes time in proportion to the text, also without a place to cut', () => {
    const began = performance.now()
    const { pieces } = cutText('x'.repeat(2_000_000))
    expect(pieces.length).toBeGreaterThan(1000)
    expect(performance.now() - began).toBeLessThan(3000)
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { estimateTokens, tokenWeight } from '../../inference/estimate-tokens'
import { fitText, splitText } from './split-text'

const partsOf = (text: string, tokens: number, overlap = 0) =>
  splitText(text, { tokens, overlap }).map(({ start, end }) => text.slice(start, end))

const paragraph = (name: string) => `${name} one is here. ${name} two is here. ${name} three is here.\n\n`

describe('a text in parts', () => {
  it('is parted between paragraphs where they fit', () => {
    const text = ['Alpha', 'Beta', 'Gamma'].map(paragraph).join('')
    expect(partsOf(text, Math.ceil(tokenWeight(paragraph('Gamma'))) + 1)).toEqual(
      ['Alpha', 'Beta', 'Gamma'].map(paragraph),
    )
  })

  it('is parted between sentences where a paragraph does not', () => {
    const parts = partsOf(paragraph('Alpha'), 16)
    expect(parts.length).toBeGreaterThan(1)
    for (const part of parts) expect(part.trimEnd()).toMatch(/\.$/)
    expect(parts.join('')).toBe(paragraph('Alpha'))
  })

  it('shares the end of a part with the beginning of the next', () => {
    const text = Array.from({ length: 40 }, (_, index) => `Sentence number ${index} is here. `).join('')
    const parts = splitText(text, { tokens: 60, overlap: 20 })
    for (const [index, part] of parts.entries()) {
      const before = parts[index - 1]
      if (before === undefined) continue
      expect(part.start).toBeLessThan(before.end)
      expect(text.slice(part.start, before.end)).toMatch(/^Sentence number/)
    }
  })

  it.each(['', ' '])('is one part or none when there is little of it: %j', text => {
    expect(partsOf(text, 16).join('')).toBe(text)
  })

  it('leaves no character whole text out, holds no part too much, and always goes on', () => {
    const word = fc.constantFrom(
      'a',
      'word ',
      'Satz. ',
      '\n',
      '\n\n',
      '。',
      '漢字',
      '😀',
      '{"x":1}',
      'x'.repeat(90),
    )
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 120 }).map(words => words.join('')),
        fc.integer({ min: 16, max: 80 }),
        fc.double({ min: 0, max: 0.4, noNaN: true }),
        (text, tokens, share) => {
          const parts = splitText(text, { tokens, overlap: Math.floor(tokens * share) })
          let end = 0
          for (const part of parts) {
            const content = text.slice(part.start, part.end)
            expect(part.start).toBeLessThanOrEqual(end)
            expect(part.end).toBeGreaterThan(end)
            expect(tokenWeight(content)).toBeLessThanOrEqual(tokens)
            expect(content.isWellFormed()).toBe(true)
            end = part.end
          }
          expect(end).toBe(text.length)
        },
      ),
      { numRuns: 500 },
    )
  })
})

describe('as much as fits', () => {
  it('is the beginning, and says that there was more', () => {
    const text = 'One sentence is here. '.repeat(50)
    const cut = fitText(text, 40)
    expect(estimateTokens(cut)).toBeLessThanOrEqual(40)
    expect(cut).toMatch(/^One sentence is here\..* \[…\]$/)
    expect(fitText('short', 40)).toBe('short')
  })
})

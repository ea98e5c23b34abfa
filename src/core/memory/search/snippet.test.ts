import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldWithOrigin } from './fold'
import { snippetOf } from './snippet'
import { searchTerms } from './terms'

describe('a snippet', () => {
  it('is made of pieces of the original, whatever letters it is in', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 300 }),
        fc.string({ unit: 'grapheme', maxLength: 8 }),
        (text, query) => {
          const parts = snippetOf(text, searchTerms(query), true)
          expect(
            parts
              .map(part => part.text)
              .join('')
              .replaceAll(/\s+/g, ' '),
          ).toBe(text.replaceAll(/\s+/g, ' '))
        },
      ),
    )
  })

  it('marks what lies under letters that fold to more or fewer', () => {
    const marked = (text: string, query: string) =>
      snippetOf(text, searchTerms(query), true)
        .filter(({ isMatch }) => isMatch)
        .map(part => part.text)
    expect(marked('ﬁne crème brûlée at İstanbul', 'creme brulee')).toEqual(['crème', 'brûlée'])
    expect(marked('e\u0301cole ouverte', 'ouverte')).toEqual(['ouverte'])
    expect(marked('a 😀 smile', 'smile')).toEqual(['smile'])
  })

  it('takes nothing that is looked for as a pattern', () => {
    for (const signs of ['-', '.*', '[', '(?', '\\', '$^', '{}', '+', '|', '/'])
      expect(snippetOf(`a ${signs} b`, searchTerms(signs), true)).toContainEqual({
        text: signs,
        isMatch: true,
      })
  })

  it('finds its way back from every folded letter', () => {
    const { text, origin } = foldWithOrigin('Ça y est')
    expect(text).toBe('ca y est')
    expect(origin(text.indexOf('est'))).toBe('Ça y '.length)
  })
})

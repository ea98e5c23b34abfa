import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cutPieces, decodeReferences, hasLongWord, revealHidden } from './characters'

describe('cutPieces', () => {
  const text = fc.string({ unit: fc.constantFrom('a', ' ', '\n', 'é', '中'), maxLength: 300 })

  it('loses nothing and keeps to the size', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 50 }), (value, size) => {
        const pieces = cutPieces(value, size)
        return pieces.join('') === value && pieces.every(piece => piece.length <= size)
      }),
    )
  })

  it('never moves a cut while the text grows', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 50 }), fc.nat(300), (value, size, at) => {
        const before = cutPieces(value.slice(0, at), size).slice(0, -1)
        expect(cutPieces(value, size).slice(0, before.length)).toEqual(before)
      }),
    )
  })

  it('prefers the end of a line, then of a word', () => {
    expect(cutPieces('one two\nthree', 10)).toEqual(['one two\n', 'three'])
    expect(cutPieces('one two three', 10)).toEqual(['one two ', 'three'])
  })
})

describe('hasLongWord', () => {
  it('counts between white space only', () => {
    expect(hasLongWord('aaaa aaaa', 4)).toBe(false)
    expect(hasLongWord('aaaa aaaaa', 4)).toBe(true)
    expect(hasLongWord('文文文文文文', 4)).toBe(false)
  })
})

describe('decodeReferences', () => {
  it('decodes what models write and leaves the rest', () => {
    expect(decodeReferences('&lt;a&gt; &#65;&#x42; &nosuch; &constructor; & &;')).toBe(
      '<a> AB &nosuch; &constructor; & &;',
    )
  })

  it('replaces what is not a character', () => {
    expect(decodeReferences('&#0;&#xD800;&#x110000;')).toBe('\ufffd\ufffd\ufffd')
  })
})

describe('revealHidden', () => {
  it('names characters that reorder or hide, and keeps joined emoji', () => {
    expect(revealHidden('a\u202eb\ufeff')).toBe('a⟨U+202E⟩b⟨U+FEFF⟩')
    expect(revealHidden('👨‍👩‍👧')).toBe('👨‍👩‍👧')
  })
})

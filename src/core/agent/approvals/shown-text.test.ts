import { describe, expect, it } from 'vitest'
import { makeVisible, showLine, showPath, showText } from './shown-text'

describe('what a person is shown', () => {
  it.each([
    ['NUL', '\0'],
    ['escape', '\u001b[2J'],
    ['carriage return', 'safe\rrm -rf'],
    ['backspace', 'rm\b\bls'],
    ['delete', '\u007f'],
    ['C1 control', '\u009b31m'],
    ['no-break space', '\u00a0'],
    ['soft hyphen', '\u00ad'],
    ['zero-width space', '\u200b'],
    ['zero-width joiner', '\u200d'],
    ['right-to-left override', '\u202e'],
    ['isolate', '\u2066'],
    ['Arabic letter mark', '\u061c'],
    ['line separator', '\u2028'],
    ['byte order mark', '\ufeff'],
    ['word joiner', '\u2060'],
    ['ideographic space', '\u3000'],
    ['Hangul filler', '\u3164'],
    ['braille blank', '\u2800'],
    ['variation selector', '\ufe0f'],
    ['tag character', '\u{e0041}'],
    ['supplementary variation selector', '\u{e0100}'],
    ['private use', '\ue000'],
    ['lone surrogate', '\ud800'],
    ['unassigned', '\u{10ffff}'],
    ['combining grapheme joiner', '\u034f'],
    ['enclosing circle', '\u20dd'],
    ['tab that passes for a space', '\t'],
  ])('has a visible %s', (_name, hidden) => {
    const shown = makeVisible(`a${hidden}b`)
    expect(shown).toMatch(/⟨U\+[0-9A-F]{4,6}⟩/)
    for (const character of hidden.replace(/[ -~]/g, '')) expect(shown).not.toContain(character)
  })

  it('leaves words, lines and tabs of every language as they are', () => {
    const text = 'if (x) {\n\treturn "größer – 大きい – больше"\n}\n'
    expect(makeVisible(text)).toBe(text)
  })

  it.each([
    ['lines', `ls${'\n'.repeat(900)}rm -rf x`, 'ls\n⟨U+000A⟩⟨900 times⟩\nrm -rf x'],
    ['spaces', `ls${' '.repeat(900)}rm -rf x`, 'ls\n⟨U+0020⟩⟨900 times⟩\nrm -rf x'],
    ['lines of spaces', `ls${' \n'.repeat(6)}rm`, `ls\n${'⟨U+0020⟩⟨U+000A⟩'.repeat(6)}\nrm`],
  ])('does not let empty %s push the rest out of sight', (_name, text, shown) => {
    expect(makeVisible(text)).toBe(shown)
  })

  it('shows marks that lie over what is no letter, or pile up', () => {
    expect(makeVisible('/\u0338etc')).toBe('/⟨U+0338⟩etc')
    expect(makeVisible(`a${'\u0301'.repeat(5)}`)).toBe('a\u0301\u0301\u0301⟨U+0301⟩⟨U+0301⟩')
    const words = 'ที่ หิ้ว नमस्ते क्ष e\u0301'
    expect(makeVisible(words)).toBe(words)
  })

  it('has a path in one line', () => {
    expect(showPath('/home/a\n\tb \u202ec')).toBe('/home/a⟨U+000A⟩⟨U+0009⟩b ⟨U+202E⟩c')
  })

  it('cannot be imitated: a text that spells a mark does not look like one', () => {
    expect(makeVisible('⟨U+202E⟩')).not.toBe(makeVisible('\u202e'))
    expect(showText('⟨3,000 of 5,000 bytes are left out here⟩').text).not.toContain('⟨3,000')
  })

  it('is whole up to 4 KiB', () => {
    const exact = 'ä'.repeat(2048)
    expect(showText(exact)).toEqual({ text: exact, bytes: 4096, isCut: false })
  })

  it('is head, tail and length beyond, at no torn character', () => {
    const exact = `head ${'😀'.repeat(5000)} tail`
    const { text, bytes, isCut } = showText(exact)
    expect({ bytes, isCut }).toEqual({ bytes: 20_010, isCut: true })
    expect(text).toMatch(/^head 😀+\n⟨15,9\d\d of 20,010 bytes are left out here⟩\n😀+ tail$/u)
    expect(text).not.toContain('\ufffd')
  })

  it('is one line for rows', () => {
    expect(showLine('ls\n\t-la\u202e')).toBe('ls -la⟨U+202E⟩')
    expect(showLine('x'.repeat(500))).toHaveLength(200)
  })
})

import { describe, expect, it } from 'vitest'
import { chordText, isSameChord, isTyped, keyName, parseChord } from './chord'

const chord = (text: string) => {
  const parsed = parseChord(text)
  if (parsed === null) throw new Error(`no chord: ${text}`)
  return parsed
}

describe('chords', () => {
  it.each([
    ['Mod+Shift+F', 'Mod+Shift+F'],
    ['Shift+Mod+f', 'Mod+Shift+F'],
    ['Alt+Digit2', 'Alt+2'],
    ['Mod+KeyN', 'Mod+N'],
    ['Mod+Slash', 'Mod+/'],
    ['Mod+Plus', 'Mod+Plus'],
    ['F6', 'F6'],
    ['Ctrl+Meta+Space', 'Ctrl+Meta+Space'],
  ])('%s is kept as %s', (written, kept) => {
    expect(chordText(chord(written))).toBe(kept)
    expect(chordText(chord(kept))).toBe(kept)
  })

  it.each(['', '+', 'Mod+', 'Mod', 'Hyper+K', 'Mod+Nonsense', 'F25', 'Mod+F0', '__proto__+K', 'Mod+\u0000'])(
    '%s is none',
    text => expect(parseChord(text)).toBeNull(),
  )

  it('keeps letters that have no single capital', () => {
    expect(keyName('ß')).toBe('ß')
    expect(keyName('ö')).toBe('Ö')
  })

  it('sees that Ctrl and Mod are one key where there is no ⌘, and two on a Mac', () => {
    expect(isSameChord(chord('Mod+K'), chord('Ctrl+K'), false)).toBe(true)
    expect(isSameChord(chord('Mod+K'), chord('Ctrl+K'), true)).toBe(false)
    expect(isSameChord(chord('Mod+K'), chord('Meta+K'), true)).toBe(true)
  })

  it('knows what a text field would take for typing', () => {
    expect(['J', 'Shift+J', '/', 'Enter'].map(text => isTyped(chord(text)))).toEqual([true, true, true, true])
    expect(['Mod+J', 'Alt+2', 'F6', 'Escape'].map(text => isTyped(chord(text)))).toEqual([
      false,
      false,
      false,
      false,
    ])
  })
})

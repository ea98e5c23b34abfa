import { describe, expect, it } from 'vitest'
import { chordText, parseChord } from './chord'
import { chordOf, isPressOf, type KeyPress } from './key-press'

const press = (key: string, code: string, change: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  isComposing: false,
  ...change,
})

const means = (text: string, pressed: KeyPress, mac = false) => {
  const chord = parseChord(text)
  return chord !== null && isPressOf(chord, pressed, mac)
}

const ctrl = { ctrlKey: true }

describe('a press', () => {
  it('is what the layout prints: Z where the keyboard says Z', () => {
    expect(means('Mod+Z', press('z', 'KeyY', ctrl))).toBe(true)
    expect(means('Mod+Y', press('z', 'KeyY', ctrl))).toBe(false)
  })

  it('goes by its place where the layout has no Latin letters', () => {
    expect(means('Mod+K', press('л', 'KeyK', ctrl))).toBe(true)
    expect(means('Mod+,', press('б', 'Comma', ctrl))).toBe(true)
    expect(means('Mod+K', press('к', 'KeyR', ctrl))).toBe(false)
  })

  it('is known through what Option writes on a Mac', () => {
    expect(means('Alt+2', press('™', 'Digit2', { altKey: true }), true)).toBe(true)
    expect(means('Alt+K', press('˚', 'KeyK', { altKey: true }), true)).toBe(true)
  })

  it('finds digits and signs wherever a layout has them', () => {
    // French: digits with Shift; German: / is Shift and 7.
    expect(means('Mod+2', press('é', 'Digit2', ctrl))).toBe(true)
    expect(means('Mod+/', press('/', 'Digit7', { ...ctrl, shiftKey: true }))).toBe(true)
    expect(means('Mod+2', press('2', 'Numpad2', ctrl))).toBe(true)
  })

  it('needs exactly the modifiers of the chord', () => {
    expect(means('Mod+K', press('k', 'KeyK', { ctrlKey: true, shiftKey: true }))).toBe(false)
    expect(means('Mod+K', press('k', 'KeyK', { ctrlKey: true, altKey: true }))).toBe(false)
    expect(means('Mod+K', press('k', 'KeyK'))).toBe(false)
    expect(means('Mod+K', press('k', 'KeyK', ctrl), true)).toBe(false)
    expect(means('Mod+Shift+F', press('F', 'KeyF', { ctrlKey: true, shiftKey: true }))).toBe(true)
  })

  it('is nobody’s while an input method composes, and with AltGr', () => {
    expect(means('Escape', press('Escape', 'Escape', { isComposing: true }))).toBe(false)
    expect(means('Escape', press('Escape', 'Escape', { keyCode: 229 }))).toBe(false)
    const altGraph = { ctrlKey: true, altKey: true, getModifierState: (key: string) => key === 'AltGraph' }
    expect(means('Ctrl+Alt+Q', press('@', 'KeyQ', altGraph))).toBe(false)
  })
})

describe('recording', () => {
  const recorded = (pressed: KeyPress, mac = false) => {
    const chord = chordOf(pressed, mac)
    return chord === null ? null : chordText(chord)
  }

  it('waits while only modifiers are held', () => {
    expect(recorded(press('Control', 'ControlLeft', ctrl))).toBeNull()
    expect(recorded(press('Shift', 'ShiftLeft', { shiftKey: true }))).toBeNull()
  })

  it.each([
    [press('J', 'KeyJ', { ctrlKey: true, shiftKey: true }), false, 'Mod+Shift+J'],
    [press('j', 'KeyJ', { metaKey: true }), true, 'Mod+J'],
    [press('j', 'KeyJ', { ctrlKey: true }), true, 'Ctrl+J'],
    [press('j', 'KeyJ', { metaKey: true }), false, 'Meta+J'],
    [press('™', 'Digit2', { altKey: true }), true, 'Alt+2'],
    [press('ш', 'KeyI', { ctrlKey: true }), false, 'Mod+I'],
    [press('?', 'Minus', { ctrlKey: true, shiftKey: true }), false, 'Mod+?'],
    [press('F8', 'F8'), false, 'F8'],
  ] as const)('keeps what the same press means again: case %#', (pressed, mac, text) => {
    expect(recorded(pressed, mac)).toBe(text)
    expect(means(text, pressed, mac)).toBe(true)
  })
})

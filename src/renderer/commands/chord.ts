/** One key with what is held beside it. `mod` is ⌘ on a Mac and Ctrl elsewhere. */
export interface Chord {
  readonly mod: boolean
  readonly ctrl: boolean
  readonly alt: boolean
  readonly shift: boolean
  readonly meta: boolean
  /** A capital letter, a digit, a sign such as `/`, or a name as in `KeyboardEvent.key`: `Escape`, `F6`, `Space`, `Plus`. */
  readonly key: string
}

const modifiers = { Mod: 'mod', Ctrl: 'ctrl', Alt: 'alt', Shift: 'shift', Meta: 'meta' } as const
type ModifierName = keyof typeof modifiers

const isModifier = (part: string): part is ModifierName => Object.hasOwn(modifiers, part)

const namedKeys = new Set(
  'Escape Enter Tab Space Plus Backspace Delete Insert Home End PageUp PageDown ArrowUp ArrowDown ArrowLeft ArrowRight'.split(
    ' ',
  ),
)

/** Signs by the `KeyboardEvent.code` of a US keyboard, for layouts whose letters are not Latin. */
export const signOfCode: Readonly<Record<string, string>> = {
  Slash: '/',
  Comma: ',',
  Period: '.',
  Semicolon: ';',
  Quote: "'",
  BracketLeft: '[',
  BracketRight: ']',
  Backslash: '\\',
  Minus: '-',
  Equal: '=',
  Backquote: '`',
}

/** The one way each key is written; null for what is no key of ours. Takes codes too: `KeyN`, `Digit2`, `Slash`. */
export function keyName(written: string): string | null {
  const ofCode = /^(?:Key|Digit)([A-Z0-9])$/.exec(written)?.[1] ?? signOfCode[written]
  if (ofCode !== undefined) return ofCode
  if (written === ' ') return 'Space'
  if (written === '+') return 'Plus'
  if (namedKeys.has(written) || /^F([1-9]|1\d|2[0-4])$/.test(written)) return written
  // A letter that has no single capital (ß) stays as it is.
  const capital = written.toUpperCase()
  if ([...written].length !== 1 || /[\p{C}\p{Z}]/u.test(written)) return null
  return [...capital].length === 1 ? capital : written
}

/** `Mod+Shift+F` as a chord; null when it is none. */
export function parseChord(text: string): Chord | null {
  const parts = text.split('+')
  const key = keyName(parts.pop() ?? '')
  if (key === null || !parts.every(isModifier)) return null
  const held = new Set(parts.map(part => modifiers[part]))
  return {
    mod: held.has('mod'),
    ctrl: held.has('ctrl'),
    alt: held.has('alt'),
    shift: held.has('shift'),
    meta: held.has('meta'),
    key,
  }
}

/** As it is kept in the preferences; `parseChord` reads it. */
export function chordText(chord: Chord): string {
  const held = Object.entries(modifiers).flatMap(([name, field]) => (chord[field] ? [name] : []))
  return [...held, chord.key].join('+')
}

/** What is really held on this kind of keyboard, so that `Ctrl+K` and `Mod+K` are seen to be the same where they are. */
export interface Held {
  ctrl: boolean
  meta: boolean
  alt: boolean
  shift: boolean
}

export const heldFor = (chord: Chord, mac: boolean): Held => ({
  ctrl: chord.ctrl || (chord.mod && !mac),
  meta: chord.meta || (chord.mod && mac),
  alt: chord.alt,
  shift: chord.shift,
})

/** Two chords that the same press would mean. */
export function isSameChord(a: Chord, b: Chord, mac: boolean): boolean {
  const [one, other] = [heldFor(a, mac), heldFor(b, mac)]
  return (
    a.key === b.key &&
    one.ctrl === other.ctrl &&
    one.meta === other.meta &&
    one.alt === other.alt &&
    one.shift === other.shift
  )
}

/** Whether a text field would take it for typing. */
export const isTyped = (chord: Chord) =>
  !chord.mod && !chord.ctrl && !chord.meta && !chord.alt && !/^(Escape|F\d+)$/.test(chord.key)

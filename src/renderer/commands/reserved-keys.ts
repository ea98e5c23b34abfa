import { type Chord, isSameChord, isTyped, parseChord } from './chord'

/** Who has these keys: a page never hears of them, or must not take them. */
export type KeyOwner = 'system' | 'browser' | 'editing'

const chords = (texts: string): Chord[] => texts.split(' ').flatMap(text => parseChord(text) ?? [])

/** Taken before any window sees them. */
const systemKeys = {
  mac: chords(
    'Meta+Space Meta+Tab Meta+Shift+Tab Meta+Q Meta+H Meta+M Meta+Alt+H Meta+Alt+Escape Ctrl+Meta+Q Ctrl+Meta+F Ctrl+ArrowUp Ctrl+ArrowDown Ctrl+ArrowLeft Ctrl+ArrowRight Meta+Shift+3 Meta+Shift+4 Meta+Shift+5 Ctrl+Space Ctrl+Meta+Space',
  ),
  other: chords(
    'Alt+F4 Alt+Tab Alt+Shift+Tab Alt+Space Alt+Escape Ctrl+Escape Ctrl+Shift+Escape Ctrl+Alt+Delete Ctrl+Alt+Backspace',
  ),
}

/** Browsers give these to no page. */
const browserKeys = {
  mac: chords(
    'Meta+N Meta+T Meta+W Meta+Shift+N Meta+Shift+T Meta+Shift+W Ctrl+Tab Ctrl+Shift+Tab Meta+Alt+ArrowLeft Meta+Alt+ArrowRight',
  ),
  other: chords(
    'Ctrl+N Ctrl+T Ctrl+W Ctrl+Shift+N Ctrl+Shift+T Ctrl+Shift+W Ctrl+Tab Ctrl+Shift+Tab Ctrl+PageUp Ctrl+PageDown Ctrl+F4 F11 Alt+ArrowLeft Alt+ArrowRight',
  ),
}

/** What every text field, and reading without a mouse, needs. */
const editingKeys = chords(
  'Mod+A Mod+C Mod+V Mod+X Mod+Z Mod+Y Mod+Shift+Z Mod+Shift+V Mod+ArrowLeft Mod+ArrowRight Mod+ArrowUp Mod+ArrowDown Mod+Backspace Mod+Delete Mod+Home Mod+End Mod+R Mod+P Mod+0 Mod+- Mod+= Mod+Plus Tab Shift+Tab Enter Shift+Enter Space',
)

export interface KeyHost {
  mac: boolean
  /** In a browser's tab, which has keys of its own. */
  browser: boolean
}

/** Who has the chord on this host; null when it is free. */
export function ownerOf(chord: Chord, { mac, browser }: KeyHost): KeyOwner | null {
  const isOneOf = (others: readonly Chord[]) => others.some(other => isSameChord(chord, other, mac))
  // Any chord with the Windows key, and keys that type.
  if (!mac && chord.meta) return 'system'
  if (isOneOf(mac ? systemKeys.mac : systemKeys.other)) return 'system'
  if (isOneOf(editingKeys) || isTyped(chord)) return 'editing'
  return browser && isOneOf(mac ? browserKeys.mac : browserKeys.other) ? 'browser' : null
}

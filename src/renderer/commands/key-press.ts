import { type Chord, heldFor, keyName, signOfCode } from './chord'

/** What of a `KeyboardEvent` decides. */
export interface KeyPress {
  readonly key: string
  readonly code: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
  readonly isComposing: boolean
  readonly keyCode?: number
  getModifierState?(key: string): boolean
}

/** The press belongs to an input method that is composing a character (229 is how some browsers say so). */
export const isComposed = (press: KeyPress) =>
  press.isComposing || press.keyCode === 229 || press.key === 'Process' || press.key === 'Dead'

/** AltGr is how many layouts write @ and {: Windows reports it as Ctrl and Alt together. */
const isAltGraph = (press: KeyPress) => press.getModifierState?.('AltGraph') === true

const isAscii = (key: string) => /^[ -~]$/.test(key)

/**
 * The keys this press may mean, the surest first. What the layout prints on the key counts (`z` is where it says Z); where it prints
 * no Latin character (Greek, Cyrillic) or Option turned it into another (`å`), the place of the key counts. A digit is also its key
 * where it takes Shift to write it (French).
 */
export function keysOf(press: KeyPress): string[] {
  const printed = keyName(press.key)
  const placed = /^(?:Key([A-Z])|Digit(\d))$/.exec(press.code)
  const digit = placed?.[2]
  const letter = placed?.[1]
  const keys: string[] = []
  if (printed !== null && !(press.altKey && [...press.key].length === 1 && !isAscii(press.key)))
    keys.push(printed)
  if (digit !== undefined) keys.push(digit)
  if ([...press.key].length === 1 && !isAscii(press.key)) {
    const there = letter ?? signOfCode[press.code]
    if (there !== undefined) keys.push(there)
  }
  return [...new Set(keys)]
}

const isSign = (key: string) => [...key].length === 1 && !/[\p{L}\p{N}]/u.test(key)

/**
 * Whether the press is the chord. `mac` decides what Mod is. Shift may be held for a sign that the layout has there (`/` on a German
 * keyboard is Shift and 7), unless the chord names it.
 */
export function isPressOf(chord: Chord, press: KeyPress, mac: boolean): boolean {
  if (isComposed(press) || isAltGraph(press)) return false
  const held = heldFor(chord, mac)
  if (held.ctrl !== press.ctrlKey || held.meta !== press.metaKey || held.alt !== press.altKey) return false
  const keys = keysOf(press)
  if (!keys.includes(chord.key)) return false
  if (held.shift === press.shiftKey) return true
  return press.shiftKey && (isSign(chord.key) || chord.key === 'Plus') && keys[0] === chord.key
}

/** The chord a press is, to be kept; null while only modifiers are held or an input method is at work. */
export function chordOf(press: KeyPress, mac: boolean): Chord | null {
  if (isComposed(press) || isAltGraph(press)) return null
  if (/^(Control|Shift|Alt|Meta|OS|AltGraph|CapsLock|NumLock|Fn|Hyper|Super)$/.test(press.key)) return null
  const keys = keysOf(press)
  const latin = keys.find(key => [...key].length > 1 || isAscii(key))
  const key = latin ?? keys[0]
  if (key === undefined) return null
  return {
    mod: mac ? press.metaKey : press.ctrlKey,
    ctrl: mac && press.ctrlKey,
    alt: press.altKey,
    shift: press.shiftKey && !isSign(key),
    meta: !mac && press.metaKey,
    key,
  }
}

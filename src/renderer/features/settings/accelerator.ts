import type { Chord } from '../../commands/chord'

/** Keys as Electron writes them, by the names of a chord. */
const electronNames: Readonly<Record<string, string>> = {
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  Enter: 'Return',
  Escape: 'Escape',
}

const chordNames = Object.fromEntries(Object.entries(electronNames).map(([ours, theirs]) => [theirs, ours]))

/** Why a chord cannot open a window from anywhere. */
export type AcceleratorProblem = 'needsModifier' | 'notUsable'

/**
 * An Electron accelerator for keys that are taken from every other program: so a key alone, which others type with, is none.
 */
export function acceleratorOf(chord: Chord): { keys: string } | { problem: AcceleratorProblem } {
  const isFunctionKey = /^F\d+$/.test(chord.key)
  const key = electronNames[chord.key] ?? chord.key
  if (!isFunctionKey && !/^([A-Z0-9]|[!-/:-@[-`{-~]|[A-Z][A-Za-z]+)$/.test(key))
    return { problem: 'notUsable' }
  if (!isFunctionKey && !chord.mod && !chord.ctrl && !chord.alt && !chord.meta)
    return { problem: 'needsModifier' }
  const held = [
    chord.mod && 'CommandOrControl',
    chord.ctrl && 'Control',
    chord.alt && 'Alt',
    chord.shift && 'Shift',
    chord.meta && 'Super',
  ]
  return { keys: [...held.filter(part => part !== false), key].join('+') }
}

const modifiers: Readonly<Record<string, 'mod' | 'ctrl' | 'alt' | 'shift' | 'meta'>> = {
  CommandOrControl: 'mod',
  CmdOrCtrl: 'mod',
  Command: 'meta',
  Control: 'ctrl',
  Ctrl: 'ctrl',
  Alt: 'alt',
  Option: 'alt',
  Shift: 'shift',
  Super: 'meta',
  Meta: 'meta',
}

/** To be drawn as keys; null for what no chord can say. */
export function chordOfAccelerator(keys: string): Chord | null {
  const parts = keys.split('+')
  const key = parts.pop()
  const held = new Set(parts.map(part => modifiers[part]))
  if (key === undefined || key === '' || held.has(undefined)) return null
  return {
    mod: held.has('mod'),
    ctrl: held.has('ctrl'),
    alt: held.has('alt'),
    shift: held.has('shift'),
    meta: held.has('meta'),
    key: chordNames[key] ?? key,
  }
}

import type { Translate } from '../../shared/texts/translator'
import { type Chord, heldFor } from './chord'

const macKeys: Readonly<Record<string, string>> = {
  Escape: 'Esc',
  Enter: '↩',
  Tab: '⇥',
  Backspace: '⌫',
  Delete: '⌦',
  PageUp: '⇞',
  PageDown: '⇟',
}

const arrows: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Plus: '+',
}

const worded = {
  Escape: 'escape',
  Enter: 'enter',
  Space: 'space',
  Tab: 'tab',
  Backspace: 'backspace',
  Delete: 'delete',
  Insert: 'insert',
  Home: 'home',
  End: 'end',
  PageUp: 'pageUp',
  PageDown: 'pageDown',
} as const

const isWorded = (key: string): key is keyof typeof worded => Object.hasOwn(worded, key)

/** What stands on the keys, one after the other: `⇧ ⌘ F` on a Mac, `Ctrl Shift F` elsewhere. */
export function keyCaps(chord: Chord, mac: boolean, t: Translate): string[] {
  const held = heldFor(chord, mac)
  const key =
    arrows[chord.key] ??
    (mac ? macKeys[chord.key] : undefined) ??
    (isWorded(chord.key) ? t(`shell.key.${worded[chord.key]}`) : chord.key)
  const caps = mac
    ? [held.ctrl && '⌃', held.alt && '⌥', held.shift && '⇧', held.meta && '⌘']
    : [
        held.ctrl && t('shell.key.ctrl'),
        held.meta && t('shell.key.meta'),
        held.alt && t('shell.key.alt'),
        held.shift && t('shell.key.shift'),
      ]
  return [...caps.filter(cap => cap !== false), key]
}

/** In one line, as in a tooltip: `⇧⌘F` or `Ctrl Shift F`. */
export const keyLine = (chord: Chord, mac: boolean, t: Translate): string =>
  keyCaps(chord, mac, t).join(mac ? '' : ' ')

/** As `aria-keyshortcuts` has it: `Control+Shift+F`. */
export function ariaKeys(chord: Chord, mac: boolean): string {
  const held = heldFor(chord, mac)
  const parts = [
    held.ctrl && 'Control',
    held.meta && 'Meta',
    held.alt && 'Alt',
    held.shift && 'Shift',
    chord.key,
  ]
  return parts.filter(part => part !== false).join('+')
}

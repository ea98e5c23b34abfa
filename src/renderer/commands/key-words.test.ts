import { expect, it } from 'vitest'
import { de } from '../../shared/texts/de'
import { english } from '../../shared/texts/english'
import { createTexts } from '../../shared/texts/translator'
import { parseChord } from './chord'
import { ariaKeys, keyLine } from './key-words'

const german = createTexts('de', de).t

it.each([
  ['Mod+Shift+F', '⇧⌘F', 'Ctrl Shift F', 'Strg Umschalt F', 'Control+Shift+F'],
  ['Ctrl+Alt+ArrowUp', '⌃⌥↑', 'Ctrl Alt ↑', 'Strg Alt ↑', 'Control+Alt+ArrowUp'],
  ['Escape', 'Esc', 'Esc', 'Esc', 'Escape'],
  ['Mod+Plus', '⌘+', 'Ctrl +', 'Strg +', 'Control+Plus'],
  ['Alt+PageUp', '⌥⇞', 'Alt PgUp', 'Alt Bild↑', 'Alt+PageUp'],
])('%s as it stands on keyboards', (text, mac, other, strg, aria) => {
  const chord = parseChord(text)
  if (chord === null) throw new Error(text)
  expect(keyLine(chord, true, english)).toBe(mac)
  expect(keyLine(chord, false, english)).toBe(other)
  expect(keyLine(chord, false, german)).toBe(strg)
  expect(ariaKeys(chord, false)).toBe(aria)
})

import { describe, expect, it } from 'vitest'
import { createPhraseBook } from '../../phrase-book'
import { phrases } from './index'

const book = createPhraseBook(phrases, figure => figure)

describe('what is wrong with harombe.yaml', () => {
  it.each([
    [
      'server.port: "none" is not a number; write a number',
      'server.port: "none" ist keine Zahl; schreib eine Zahl',
    ],
    [
      'harombe.yaml: cluster.nodes[0].tier: 3 is not a tier; write 0, 1 or 2 (line 3, column 9) and 2 more. Until it is corrected the last good version is in use.',
      'harombe.yaml: cluster.nodes[0].tier: 3 passt nicht zu tier; schreib 0, 1 oder 2 (Zeile 3, Spalte 9) und 2 weitere. Bis sie berichtigt ist, gilt die letzte gute Fassung.',
    ],
    [
      'harombe.yaml: The file is empty. Until it is corrected the defaults are in use.',
      'harombe.yaml: Die Datei ist leer. Bis sie berichtigt ist, gelten die Vorgaben.',
    ],
    [
      'harombe.yaml: A [ is opened and never closed; close it with ] (line 2, column 1). Until it is corrected the defaults are in use.',
      'harombe.yaml: Eine [ wird geöffnet und nie geschlossen; schließ sie mit ] (Zeile 2, Spalte 1). Bis sie berichtigt ist, gelten die Vorgaben.',
    ],
    [
      'harombe.yaml: There is no harombe.home.yaml that can be read; write one beside this file, or take home out of the overlays (line 1, column 12).',
      'harombe.yaml: Es gibt kein harombe.home.yaml, das sich lesen lässt; schreib eine neben diese Datei, oder nimm home aus overlays heraus (Zeile 1, Spalte 12).',
    ],
    [
      'server.port: 70000 is too large; write at most 65535',
      'server.port: 70000 ist zu groß; schreib höchstens 65535',
    ],
    ['add gaming-pc', 'gaming-pc dazu'],
    ['move mini to tier 1', 'mini nach Stufe 1'],
    ['change cluster.health', 'cluster.health geändert'],
  ])('is said in German: %s', (english, german) => {
    expect(book.translate(english)).toBe(german)
  })
})

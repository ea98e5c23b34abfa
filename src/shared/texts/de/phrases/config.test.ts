import { describe, expect, it } from 'vitest'
import { createPhraseBook } from '../../phrase-book'
import { config } from './config'

const book = createPhraseBook(config, figure => figure)

describe('what is wrong with harombe.yaml', () => {
  it.each([
    [
      'server.port: "none" is not a number; write a number',
      'server.port: "none" ist keine Zahl; schreib eine Zahl',
    ],
    [
      'harombe.yaml: cluster.nodes[0].tier: 3 is not a tier; write 0, 1 or 2 (line 3, column 9) and 2 more. Until it is corrected the last good version is in use.',
      'harombe.yaml: cluster.nodes[0].tier: 3 passt nicht zu tier; schreib 0, 1 or 2 (Zeile 3, Spalte 9) und 2 weitere. Bis sie berichtigt ist, gilt die letzte gute Fassung.',
    ],
    [
      'harombe.yaml: The file is empty. Until it is corrected the defaults are in use.',
      'harombe.yaml: Die Datei ist leer. Bis sie berichtigt ist, gelten die Vorgaben.',
    ],
    [
      'server.port: 70000 is too large; write at most 65535',
      'server.port: 70000 ist zu groß; schreib höchstens 65535',
    ],
  ])('is said in German: %s', (english, german) => {
    expect(book.translate(english)).toBe(german)
  })
})

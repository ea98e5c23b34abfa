import { unsegmented } from '../search'
import { fold } from './fold'

const wordCharacter = '[\\p{L}\\p{N}\\p{M}\\p{Co}]'

/** What is looked for, as it is compared. */
export interface Terms {
  /** Folded; all of them must be there. */
  words: readonly string[]
  /** Finds each of them in folded text, as the word index would: whole words, the last one as a beginning. */
  pattern: RegExp
}

const literal = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, match => `\\${match}`)

const runsOf = (folded: string): string[] | null =>
  unsegmented.test(folded) ? null : folded.match(new RegExp(`${wordCharacter}+`, 'gu'))

const partsOf = (folded: string): string[] => folded.split(/\s+/).filter(part => part !== '')

/** The words of a query, folded. Signs count where there are no words, and any part of a run does in scripts without spaces. */
export function termsOf(text: string): string[] {
  const folded = fold(text)
  return runsOf(folded) ?? partsOf(folded)
}

export function searchTerms(text: string): Terms {
  const words = termsOf(text)
  const areWhole = runsOf(fold(text)) !== null
  const alternatives = words
    .map((word, index) => ({ word, isLast: index === words.length - 1 }))
    // The longest first: the first one that fits is taken.
    .sort((a, b) => b.word.length - a.word.length)
    .map(({ word, isLast }) =>
      areWhole
        ? `(?<!${wordCharacter})${literal(word)}${isLast ? '' : `(?!${wordCharacter})`}`
        : literal(word),
    )
  return { words, pattern: new RegExp(alternatives.join('|') || '(?!)', 'gu') }
}

import { createPhraseBook, type PhraseBook, type Phrases } from './phrase-book'
import type { Language, Translate } from './translator'

const books = new Map<string, PhraseBook>()

const separators: Readonly<Record<Language, { group: string; decimal: string }>> = {
  en: { group: ',', decimal: '.' },
  de: { group: '.', decimal: ',' },
}

/** Figures of the core, which writes "1,234.5", as a language writes them. */
const figureIn =
  (language: Language) =>
  (text: string): string =>
    text.replace(/[.,]/g, sign => separators[language][sign === ',' ? 'group' : 'decimal'])

/** From now on `spoken` speaks this language, too. */
export function addPhrases(language: Language, phrases: Phrases): void {
  books.set(language, createPhraseBook(phrases, figureIn(language)))
}

/**
 * A sentence of the core (a reason, a problem, an error and its hint) in the reader's language. The core writes English: its
 * words go into logs, files and the API, too. What is not known, such as a message of another program, stays as it is.
 */
export const spoken = (text: string, t: Translate): string =>
  books.get(t('common.language'))?.translate(text) ?? text

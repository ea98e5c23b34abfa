import { termsOf } from '../search/terms'

const maximumTerms = 8

/**
 * The words of a question that tell it from others: the longest, without those of one to three letters where there are longer ones.
 */
export function tellingTerms(text: string): string[] {
  const terms = [...new Set(termsOf(text.slice(0, 4000)))]
  const long = terms.filter(term => term.length > 3 || /\p{N}/u.test(term))
  const chosen = long.length > 0 ? long : terms
  return chosen.toSorted((a, b) => b.length - a.length).slice(0, maximumTerms)
}

/** An FTS5 expression for texts with any of the terms. */
export const anyOf = (terms: readonly string[]): string =>
  terms.map(term => `"${term.replaceAll('"', '')}"`).join(' OR ')

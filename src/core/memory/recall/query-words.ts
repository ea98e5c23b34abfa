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

const fewTerms = 5

function combinations(items: readonly string[], size: number): string[][] {
  if (size === 0) return [[]]
  return items.flatMap((item, index) =>
    combinations(items.slice(index + 1), size - 1).map(rest => [item, ...rest]),
  )
}

/**
 * An FTS5 expression for texts with more than half of the terms: one word of many says nothing, and to rank all that have a common one
 * takes long. Null where there is no term.
 */
export function mostOf(
  terms: readonly string[],
): { expression: string; terms: readonly string[]; needed: number } | null {
  const few = terms.slice(0, fewTerms)
  if (few.length === 0) return null
  const needed = Math.floor(few.length / 2) + 1
  const quoted = few.map(term => `"${term.replaceAll('"', '')}"`)
  const groups = combinations(quoted, Math.min(needed, quoted.length)).map(
    group => `(${group.join(' AND ')})`,
  )
  return { expression: groups.join(' OR '), terms: few, needed: Math.min(needed, few.length) }
}

/** What can be looked for: its title counts more than the words that also stand for it. */
export interface Searchable {
  title: string
  also?: string
}

/** Lower case and without accents, so that "uber" finds "Über". */
export const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Whether a word of the text begins with it. */
function startsWord(text: string, part: string): boolean {
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + 1))
    if (at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1] ?? '')) return true
  return false
}

/** The first letters of its words: "nc" for "New chat". */
const initials = (text: string) => (text.match(/[\p{L}\p{N}]+/gu) ?? []).map(word => word[0] ?? '').join('')

function scoreIn(text: string, part: string): number {
  if (text === part) return 6
  if (text.startsWith(part)) return 5
  if (startsWord(text, part)) return 4
  if (part.length > 1 && initials(text).startsWith(part)) return 3
  return text.includes(part) ? 2 : 0
}

/** How well it answers the words that were typed; every word must be found. 0: not at all. */
export function score({ title, also = '' }: Searchable, words: readonly string[]): number {
  const [name, other] = [fold(title), fold(also)]
  let sum = 0
  for (const word of words) {
    const found = Math.max(scoreIn(name, word), scoreIn(other, word) > 0 ? 1 : 0)
    if (found === 0) return 0
    sum += found
  }
  return words.length > 1 && name.startsWith(words.join(' ')) ? sum + 5 : sum
}

export const wordsOf = (query: string): string[] => fold(query).split(/\s+/).filter(Boolean)

/** What answers the query, best first; of equals the order stays. Nothing typed: all. */
export function rank<T extends Searchable>(items: readonly T[], query: string): { item: T; score: number }[] {
  const words = wordsOf(query)
  if (words.length === 0) return items.map(item => ({ item, score: 1 }))
  return items
    .map(item => ({ item, score: score(item, words) }))
    .filter(found => found.score > 0)
    .toSorted((a, b) => b.score - a.score)
}

import { estimateTokens } from '../../inference/estimate-tokens'

/** The longest beginning of a text that is worth at most so many tokens, not cut within a character. */
export function beginningOf(text: string, tokens: number): string {
  if (estimateTokens(text) <= tokens) return text
  // A token is at most four characters by the estimate, and at least one.
  let low = 0
  let high = Math.min(text.length, tokens * 4)
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (estimateTokens(text.slice(0, middle)) <= tokens) low = middle
    else high = middle - 1
  }
  return text.slice(0, low).replace(/[\ud800-\udbff]$/, '')
}

/** The first of them that fit together. */
export function firstThatFit<T>(items: readonly T[], textOf: (item: T) => string, tokens: number): T[] {
  let left = tokens
  const kept: T[] = []
  for (const item of items) {
    left -= estimateTokens(textOf(item))
    if (left < 0) break
    kept.push(item)
  }
  return kept
}

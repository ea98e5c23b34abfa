import { secretRanges } from './secret-ranges'

/** Shorter ones may be words that stand elsewhere with another meaning. */
const shortestAnywhere = 8

/**
 * A text with references in the places of secrets: `references` has, by secret, what is written instead. Also in comments, if
 * the secret is long enough to be nothing else.
 */
export function referSecrets(
  text: string,
  references: ReadonlyMap<string, string>,
  alsoSecret: readonly string[] = [],
): string {
  let result = ''
  let at = 0
  for (const { start, end, value, isInFlow } of secretRanges(text, alsoSecret)) {
    const reference = references.get(String(value))
    if (reference === undefined) continue
    const source = text.slice(start, end)
    // The range of a block ends with its line.
    const rest = /\r?\n$/.exec(source)?.[0] ?? ''
    const quote = source.startsWith("'") ? "'" : source.startsWith('"') || isInFlow ? '"' : ''
    result += text.slice(at, start) + quote + reference + quote + rest
    at = end
  }
  result += text.slice(at)
  for (const [secret, reference] of references) {
    if (secret.length >= shortestAnywhere) result = result.replaceAll(secret, () => reference)
  }
  return result
}

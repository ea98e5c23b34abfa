/** Scripts written without spaces: the word index cannot find a part of a run there. */
export const unsegmented =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

const words = /[\p{L}\p{N}\p{M}\p{Co}]+/gu
const maximumWords = 16

/**
 * An FTS5 expression that finds texts with all words of `text`, the last one as a prefix since it may still be being
 * typed. Every word is quoted, so nothing a user types is an operator. Null when words cannot find it.
 */
export function matchExpression(text: string): string | null {
  if (unsegmented.test(text)) return null
  const found = (text.normalize('NFC').match(words) ?? []).slice(0, maximumWords)
  return found.length === 0 ? null : `${found.map(word => `"${word}"`).join(' ')}*`
}

/** A LIKE pattern (ESCAPE '\') for texts that contain `text` literally. */
export function containsPattern(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, match => `\\${match}`)}%`
}

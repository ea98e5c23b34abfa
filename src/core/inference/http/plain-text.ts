/** Text from another machine, fit for one line of a message: no control, bidi or invisible characters, bounded. */
export function plainExcerpt(text: string, length = 300): string {
  const plain = text
    .slice(0, length * 4)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
  return plain.length <= length ? plain : `${plain.slice(0, length - 1).trimEnd()}…`
}

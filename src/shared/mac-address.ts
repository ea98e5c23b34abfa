/** `00:11:22:33:44:55`, with dashes or nothing between, or Cisco's `0011.2233.4455`. Separators are not mixed. */
const forms = [
  /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/,
  /^[0-9a-f]{2}(?:-[0-9a-f]{2}){5}$/,
  /^[0-9a-f]{4}(?:\.[0-9a-f]{4}){2}$/,
  /^[0-9a-f]{12}$/,
]

/**
 * The six bytes of a network card's address; null for anything that is none. Groups of cards (the lowest bit of the first
 * byte, which the broadcast address has too) and the empty address belong to no machine.
 */
export function parseMacAddress(text: string): number[] | null {
  const written = text.trim().toLowerCase()
  if (!forms.some(form => form.test(written))) return null
  const digits = written.replaceAll(/[:.-]/g, '')
  const bytes = [0, 2, 4, 6, 8, 10].map(at => Number.parseInt(digits.slice(at, at + 2), 16))
  const isOfGroup = ((bytes[0] ?? 0) & 1) === 1
  return isOfGroup || bytes.every(byte => byte === 0) ? null : bytes
}

export const isMacAddress = (text: string): boolean => parseMacAddress(text) !== null

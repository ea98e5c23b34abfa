import { countText } from '../../../shared/sizes'

/** Characters of a result that a model is told, and that are kept. */
export const maxResultLength = 24_000

/** The end of an output tells more often than its middle what came of it. */
const tailLength = 8_000

const isHighSurrogate = (code: number) => (code & 0xfc00) === 0xd800

/** Without NUL, which neither the database nor a terminal takes; long texts as head and tail with what was left out said between. */
export function cutResult(raw: string): string {
  const text = raw.replaceAll('\0', '').toWellFormed()
  if (text.length <= maxResultLength) return text
  // Never between the two halves of one character.
  const from = text.length - tailLength
  const tailStart = isHighSurrogate(text.charCodeAt(from - 1)) ? from + 1 : from
  const to = maxResultLength - tailLength - 100
  const headEnd = isHighSurrogate(text.charCodeAt(to - 1)) ? to - 1 : to
  const omitted = tailStart - headEnd
  return `${text.slice(0, headEnd)}\n[${countText(omitted)} characters are left out here]\n${text.slice(tailStart)}`
}

import type { ShownText } from '../../../shared/entities'
import { countText } from '../../../shared/sizes'

/**
 * Characters that show nothing, or other than what they are: control (but for tab and line feed), format (bidi, zero-width, tags),
 * spaces that are no space, lone surrogates, private use and unassigned ones, variation selectors, fillers, and the brackets
 * that mark all these here. Beside them marks that belong to no letter, or pile up until they cover what stands around them, and
 * all white space, of which `showSpace` tells.
 */
const hidden =
  /[ \t\n]+|[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Me}\u0000-\u0008\u000b-\u001f\u007f-\u00a0\u1680\u2000-\u200a\u202f\u205f\u27e8\u27e9\u2800\u3000]|(?<![\p{L}\p{M}])\p{M}|(?<=\p{M}{3})\p{M}/gu

/** More than that would push what follows out of sight. */
const mostLineFeeds = 5
const mostSpace = 160

function named(character: string): string {
  const code = character.codePointAt(0) ?? 0
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`
}

/** Space as it is where it is what it looks like: not in heaps, and no tab for a space in the middle of a line. */
function showSpace(space: string, isAtStart: boolean): string {
  if (space.length > mostSpace || space.split('\n').length - 1 > mostLineFeeds) {
    const times = (count: number) => (count === 1 ? '' : `⟨${countText(count)} times⟩`)
    const counted = space.replace(/(.)\1*/gs, same => named(same) + times(same.length))
    return `\n${counted}\n`
  }
  const feed = space.indexOf('\n')
  const indentedFrom = isAtStart ? 0 : feed < 0 ? space.length : feed
  return space.slice(0, indentedFrom).replaceAll('\t', named) + space.slice(indentedFrom)
}

/** Every character a person would not see, written as ⟨U+202E⟩. Two different texts never look the same for it. */
export const makeVisible = (text: string): string =>
  text.replace(hidden, (found, at: number) =>
    /^[ \t\n]/.test(found) ? showSpace(found, at === 0) : named(found),
  )

/** A path: nothing in it is left to be a break or an indentation. */
export const showPath = (path: string): string => makeVisible(path).replace(/[\t\n]/g, named)

/** UTF-8. Longer ones are shown as head and tail. */
const maxBytes = 4096
const halfBytes = maxBytes / 2

/** `bytes` of UTF-8 from one end at most, without tearing a character. */
function head(text: Buffer, bytes: number): string {
  let end = bytes
  while (end > 0 && isContinuation(text[end])) end -= 1
  return text.toString('utf8', 0, end)
}

function tail(text: Buffer, bytes: number): string {
  let start = text.length - bytes
  while (start < text.length && isContinuation(text[start])) start += 1
  return text.toString('utf8', start)
}

const isContinuation = (byte: number | undefined) => byte !== undefined && (byte & 0xc0) === 0x80

/** What a person is asked about: exact, and nothing in it hidden. */
export function showText(exact: string): ShownText {
  const bytes = Buffer.byteLength(exact)
  if (bytes <= maxBytes) return { text: makeVisible(exact), bytes, isCut: false }
  const whole = Buffer.from(exact)
  const first = head(whole, halfBytes)
  const last = tail(whole, halfBytes)
  const omitted = bytes - Buffer.byteLength(first) - Buffer.byteLength(last)
  const gap = `\n⟨${countText(omitted)} of ${countText(bytes)} bytes are left out here⟩\n`
  return { text: `${makeVisible(first)}${gap}${makeVisible(last)}`, bytes, isCut: true }
}

/** One line of at most `length` characters, for rows and logs. */
export function showLine(text: string, length = 200): string {
  const line = makeVisible(
    text
      .slice(0, length * 4)
      .replace(/[\t\n\r ]+/g, ' ')
      .trim(),
  )
  return line.length <= length ? line : `${[...line].slice(0, length - 1).join('')}…`
}

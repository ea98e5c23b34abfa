import { endOfString, parseBoundedJson } from '../../../shared/bounded-json'
import type { Turns } from './turns'

/** Parsed in a few milliseconds. */
const smallCharacters = 262_144
/** So far are lists and objects taken apart: conversation, its messages, one message. */
const mostLevels = 2
const strideCharacters = 16_384

const code = {
  quote: 0x22,
  comma: 0x2c,
  openBracket: 0x5b,
  closeBracket: 0x5d,
  openBrace: 0x7b,
  closeBrace: 0x7d,
}

/** Where the members of the list or object that `text` is lie, without what is between them. @throws SyntaxError */
async function membersOf(text: string, turns: Turns): Promise<string[]> {
  const members: string[] = []
  let depth = 0
  let start = 0
  let seen = 0
  let index = 0
  for (; index < text.length; index++) {
    if (index - seen > strideCharacters) {
      seen = index
      if (turns.isDue()) await turns.take()
    }
    const at = text.charCodeAt(index)
    if (at === code.quote) index = endOfString(text, index)
    else if (at === code.openBracket || at === code.openBrace) {
      depth += 1
      if (depth === 1) start = index + 1
    } else if (at === code.closeBracket || at === code.closeBrace) {
      depth -= 1
      if (depth > 0) continue
      break
    } else if (at === code.comma && depth === 1) {
      members.push(text.slice(start, index))
      start = index + 1
    }
  }
  if (depth !== 0 || text.slice(index + 1).trim() !== '') throw new SyntaxError('The brackets do not match.')
  const last = text.slice(start, index)
  return members.length === 0 && last.trim() === '' ? [] : [...members, last]
}

/** @throws SyntaxError */
function namedMember(member: string): [string, string] {
  const begin = member.indexOf('"')
  const end = endOfString(member, begin)
  const colon = member.indexOf(':', end)
  if (
    begin < 0 ||
    colon < 0 ||
    member.slice(0, begin).trim() !== '' ||
    member.slice(end + 1, colon).trim() !== ''
  )
    throw new SyntaxError('A member has no name.')
  return [String(JSON.parse(member.slice(begin, end + 1))), member.slice(colon + 1)]
}

/**
 * What `parseBoundedJson` makes of it, but a large list or object is parsed member by member, and others get their turn between them.
 * Rejects with RangeError when it is nested deeper, SyntaxError when it is not JSON
 */
export async function parseInTurns(
  text: string,
  depth: number,
  turns: Turns,
  levels = mostLevels,
): Promise<unknown> {
  if (turns.isDue()) await turns.take()
  const value = text.length <= smallCharacters ? '' : text.trim()
  const isList = value.startsWith('[') && value.endsWith(']')
  const isObject = value.startsWith('{') && value.endsWith('}')
  if (levels === 0 || !(isList || isObject)) return parseBoundedJson(text, depth)
  const list: unknown[] = []
  const named = new Map<string, unknown>()
  for (const member of await membersOf(value, turns)) {
    const [name, inner] = isList ? ['', member] : namedMember(member)
    // Most members are small, and a promise for each would cost more than they do.
    const parsed =
      inner.length <= smallCharacters && !turns.isDue()
        ? parseBoundedJson(inner, depth - 1)
        : await parseInTurns(inner, depth - 1, turns, levels - 1)
    if (isList) list.push(parsed)
    else if (name !== '__proto__') named.set(name, parsed)
  }
  return isList ? list : Object.fromEntries(named)
}

import type { Snippet } from '../../../shared/entities'
import { foldWithOrigin } from './fold'
import type { Terms } from './terms'

/** Characters around the first match. */
const before = 60
const after = 160
/** Beginning a snippet in the middle of a word looks broken; so far is looked for a space. */
const wordReach = 20
const maximumMatches = 50

const tidy = (text: string) => text.replaceAll(/\s+/g, ' ')

/** Where a snippet that shows what lies at `center` begins. */
function beginning(text: string, center: number): number {
  const from = Math.max(0, center - before)
  if (from === 0) return 0
  const space = text.slice(from, Math.min(center, from + wordReach)).search(/\s/)
  return from + space + 1
}

/** Text around the first match, matches told apart; without any the beginning. `isWhole`: all of it. */
export function snippetOf(original: string, { pattern }: Terms, isWhole = false): Snippet {
  const { text, origin } = foldWithOrigin(original)
  const matches = text.matchAll(pattern)
  const first = matches.next().value
  const from = isWhole ? 0 : beginning(text, first?.index ?? 0)
  const to = isWhole ? text.length : Math.min(text.length, (first?.index ?? 0) + after)

  const parts: { text: string; isMatch: boolean }[] = []
  const add = (start: number, end: number, isMatch: boolean) => {
    const part = tidy(original.slice(origin(start), origin(end)))
    if (part !== '') parts.push({ text: part, isMatch })
  }
  let at = from
  for (let match = first; match !== undefined && match.index < to; match = matches.next().value) {
    add(at, match.index, false)
    at = match.index + match[0].length
    add(match.index, at, true)
    if (parts.length > 2 * maximumMatches) break
  }
  if (at < to) add(at, to, false)
  if (from > 0) parts.unshift({ text: '…', isMatch: false })
  if (to < text.length) parts.push({ text: '…', isMatch: false })
  return parts
}

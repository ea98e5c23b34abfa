import type { Snippet } from '../../../shared/entities'
import { foldWithOrigin } from './fold'

/** Characters around the first match. */
const before = 60
const after = 160
/** Beginning a snippet in the middle of a word looks broken; so far is looked for a space. */
const wordReach = 20
const maximumMatches = 50

interface Range {
  from: number
  to: number
}

const tidy = (text: string) => text.replaceAll(/\s+/g, ' ')

function findMatches(text: string, terms: readonly string[], from: number, to: number): Range[] {
  const ranges: Range[] = []
  for (const term of terms) {
    let at = text.indexOf(term, from)
    while (term !== '' && at !== -1 && at < to && ranges.length < maximumMatches) {
      ranges.push({ from: at, to: at + term.length })
      at = text.indexOf(term, at + term.length)
    }
  }
  ranges.sort((a, b) => a.from - b.from || b.to - a.to)
  return ranges.filter(
    (range, index) =>
      !ranges.some((other, at) => at < index && other.to > range.from && other.from <= range.from),
  )
}

/** Around the first of the terms (folded, see `fold`). Without any match the beginning. */
export function snippetOf(original: string, terms: readonly string[], cut = true): Snippet {
  const { text, origin } = foldWithOrigin(original)
  const first = Math.min(...terms.map(term => text.indexOf(term)).filter(at => at !== -1))
  const center = Number.isFinite(first) ? first : 0
  let from = cut ? Math.max(0, center - before) : 0
  const to = cut ? Math.min(text.length, center + after) : text.length
  const space = from === 0 ? -1 : text.slice(from, Math.min(center, from + wordReach)).search(/\s/)
  if (space !== -1) from += space + 1

  const parts: { text: string; isMatch: boolean }[] = []
  const add = (start: number, end: number, isMatch: boolean) => {
    const part = tidy(original.slice(origin[start], origin[end]))
    if (part !== '') parts.push({ text: part, isMatch })
  }
  let at = from
  for (const range of findMatches(text, terms, from, to)) {
    add(at, range.from, false)
    add(range.from, range.to, true)
    at = range.to
  }
  if (at < to) add(at, to, false)
  if (from > 0) parts.unshift({ text: '…', isMatch: false })
  if (to < text.length) parts.push({ text: '…', isMatch: false })
  return parts
}

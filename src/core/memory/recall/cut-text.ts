import { tokenWeight } from '../../inference/estimate-tokens'

/** A piece of a text, in UTF-16 units. */
export interface Piece {
  start: number
  stop: number
}

/** Small enough for embedding models that read 512 tokens, large enough to hold a thought. */
export const pieceTokens = 256
/** Of the piece before, so that what stands across a seam is found whole in one of the two. */
export const overlapTokens = 32

/** Where a text is best cut, the best first: before a new page, after a paragraph, a line, a sentence, a word. */
const seams = [/\f/g, /\n[^\S\n]*\n+/g, /\n/g, /[.!?…:;。！？]+["'”’)\]]*\s+|[。！？]/g, /\s+/g]

/** The offset at which the text from `from` weighs so many tokens, or its end. */
function reach(text: string, from: number, tokens: number): number {
  let left = tokens
  for (let at = from; at < text.length; at++) {
    left -= tokenWeight(text.charAt(at))
    if (left < 0) return at
  }
  return text.length
}

/** Not between the two halves of a character. */
function beforeLowSurrogate(text: string, at: number): number {
  const code = text.charCodeAt(at)
  return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at
}

/** The last good seam in the last two thirds of the window; a page is ended wherever it is. */
function cutAt(text: string, start: number, limit: number): number {
  const window = text.slice(start, limit)
  const page = window.indexOf('\f', 1)
  if (page > 0) return start + page
  const earliest = Math.floor(window.length / 3)
  for (const seam of seams) {
    let best = -1
    for (const match of window.matchAll(seam)) {
      const end = match.index + match[0].length
      if (end >= earliest) best = end
    }
    if (best > 0) return start + best
  }
  return beforeLowSurrogate(text, limit)
}

/** The start of a word about `overlapTokens` before `stop`, on the same page; `stop` itself where there is none. */
function startAgain(text: string, start: number, stop: number): number {
  const tail = text.slice(Math.max(start, stop - overlapTokens * 4), stop)
  let left = overlapTokens
  let at = tail.length
  while (at > 0 && left > 0) {
    at -= 1
    left -= tokenWeight(tail.charAt(at))
  }
  const space = tail.slice(at).search(/\s/)
  if (space === -1) return stop
  const word = tail.slice(at + space).search(/\S/)
  return word === -1 ? stop : stop - tail.length + at + space + word
}

/**
 * Cuts a text into pieces of about 256 tokens which overlap a little, at the best seams there are; no piece goes over a form feed, which
 * ends a page. Empty pieces are left out. `from`: where to begin. At most `maximum` pieces; `next` is where to go on, null at the end.
 */
export function cutText(
  text: string,
  { from = 0, maximum = Number.POSITIVE_INFINITY }: { from?: number; maximum?: number } = {},
): { pieces: Piece[]; next: number | null } {
  const pieces: Piece[] = []
  let start = from
  while (start < text.length) {
    if (pieces.length >= maximum) return { pieces, next: start }
    const limit = reach(text, start, pieceTokens)
    const isLast = limit === text.length && !text.slice(start + 1, limit).includes('\f')
    const stop = isLast ? limit : cutAt(text, start, limit)
    if (/[\p{L}\p{N}\p{S}\p{P}]/u.test(text.slice(start, stop))) pieces.push({ start, stop })
    if (stop >= text.length) break
    const endsPage = text.charCodeAt(stop) === 0x0c
    const again = endsPage ? stop : startAgain(text, start, stop)
    start = again > start ? again : stop
  }
  return { pieces, next: null }
}

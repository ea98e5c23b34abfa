import { tokenWeight } from '../../inference/estimate-tokens'

/** One part of a text, by its place in it. */
export interface TextPart {
  start: number
  end: number
}

interface Unit extends TextPart {
  weight: number
}

export interface SplitOptions {
  /** What one part may hold, estimated tokens; at least 16. */
  tokens: number
  /** How much of its end a part shares with the beginning of the next, estimated tokens; less than half of `tokens`. */
  overlap: number
}

/** Where a text may be parted, the best places first. Each matches what ends a piece; what is behind begins the next. */
const borders = [/\n\s*\n\s*/g, /\n\s*/g, /[.!?…]["')\]]*\s+|[。！？]/g, /\s+/g]

function* piecesOf(text: string, { start, end }: TextPart, border: RegExp): Generator<TextPart> {
  let from = start
  for (const match of text.slice(start, end).matchAll(border)) {
    const to = start + match.index + match[0].length
    if (to <= from || to >= end) continue
    yield { start: from, end: to }
    from = to
  }
  if (from < end) yield { start: from, end }
}

/** A text without any place to part it, by length; a character of two units stays whole. */
function* cut(text: string, { start, end }: TextPart, tokens: number): Generator<TextPart> {
  // No unit of UTF-16 counts more than a token.
  const length = Math.max(2, Math.floor(tokens))
  let from = start
  while (from < end) {
    let to = Math.min(end, from + length)
    if (to < end && (text.charCodeAt(to - 1) & 0xfc00) === 0xd800) to -= 1
    yield { start: from, end: to }
    from = to
  }
}

/** Pieces of at most `tokens` that lie side by side and make up the whole range. */
function* unitsOf(text: string, range: TextPart, tokens: number, level: number): Generator<Unit> {
  if (range.start === range.end) return
  const weight = tokenWeight(text.slice(range.start, range.end))
  if (weight <= tokens) {
    yield { ...range, weight }
    return
  }
  const border = borders[level]
  if (border === undefined) {
    for (const piece of cut(text, range, tokens)) {
      yield { ...piece, weight: tokenWeight(text.slice(piece.start, piece.end)) }
    }
    return
  }
  for (const piece of piecesOf(text, range, border)) yield* unitsOf(text, piece, tokens, level + 1)
}

/**
 * Parts a text between paragraphs, else between lines, sentences or words, into parts of at most `tokens` each. Every
 * character is in a part; what the end of one shares with the beginning of the next begins at such a place, too. In order.
 */
export function splitText(text: string, { tokens, overlap }: SplitOptions): TextPart[] {
  const parts: TextPart[] = []
  // Small enough that a part can be filled well and an overlap be found.
  const grain = Math.max(8, Math.min(tokens, overlap > 0 ? overlap : tokens / 4))
  let open: Unit[] = []
  let weight = 0
  /** Units at the beginning of `open` that the last part had already. */
  let shared = 0

  function close(): void {
    const [first] = open
    const last = open.at(-1)
    if (first === undefined || last === undefined || shared === open.length) return
    parts.push({ start: first.start, end: last.end })
    let kept = 0
    let from = open.length
    while (from > 0 && kept + (open[from - 1]?.weight ?? 0) <= overlap) {
      from -= 1
      kept += open[from]?.weight ?? 0
    }
    // A part that is nothing but what the last one had would go on for ever.
    open = from === 0 ? [] : open.slice(from)
    weight = open.reduce((sum, unit) => sum + unit.weight, 0)
    shared = open.length
  }

  for (const unit of unitsOf(text, { start: 0, end: text.length }, grain, 0)) {
    if (weight + unit.weight > tokens) {
      close()
      while (open.length > 0 && weight + unit.weight > tokens) {
        weight -= open.shift()?.weight ?? 0
        shared -= 1
      }
    }
    open.push(unit)
    weight += unit.weight
  }
  close()
  return parts
}

/** As much of the beginning as fits, with a mark where something was left out. */
export function fitText(text: string, tokens: number): string {
  if (tokenWeight(text) <= tokens) return text
  const [first] = splitText(text, { tokens: Math.max(16, tokens - 4), overlap: 0 })
  return first === undefined ? '' : `${text.slice(first.start, first.end).trimEnd()} […]`
}

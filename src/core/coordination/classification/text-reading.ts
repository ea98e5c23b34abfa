/** A text cut to a bounded size, and its words, read once for all features. */
export interface TextReading {
  /** UTF-16 units of the whole. */
  wholeLength: number
  /** The beginning and the end of a long text, where what is asked for stands. */
  text: string
  lowered: string
  words: readonly string[]
  signs: readonly string[]
}

const beginning = 4000
const end = 2000
const token = /[\p{L}\p{M}\p{N}_][\p{L}\p{M}\p{N}_'’#+-]*|[^\s\p{L}\p{M}\p{N}]/gu
const startsWord = /^[\p{L}\p{M}\p{N}_]/u

function sampleOf(whole: string): string {
  if (whole.length <= beginning + end) return whole
  return `${whole.slice(0, beginning)}\n${whole.slice(-end)}`
}

export function readText(whole: string): TextReading {
  const text = sampleOf(whole)
  const lowered = text.toLowerCase()
  const words: string[] = []
  const signs: string[] = []
  // A sign is one character, of up to two units; only what is so short has to be looked at.
  for (const found of lowered.match(token) ?? [])
    (found.length > 2 || startsWord.test(found) ? words : signs).push(found)
  return { wholeLength: whole.length, text, lowered, words, signs }
}

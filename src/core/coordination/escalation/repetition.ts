import type { Signal } from './types'

/** A model that has fallen into a loop stays in it, so the end of the answer tells; more is not looked at. */
const tailCharacters = 6000
/** A stretch shorter than this is emphasis. */
const leastLoop = 160
const leastRepeats = 4
/** A word over and over takes more of them: "ha ha ha". */
const shortPeriod = 20
const leastShortRepeats = 15
const hasLetters = /\p{L}/u

/** What repeats at the very end: the longest stretch made of one part again and again, or null. Linear. */
function loopAtEnd(tail: string): string | null {
  const { length } = tail
  const at = (index: number) => tail.charCodeAt(length - 1 - index)
  // The failure function of the reversed tail: for every suffix of the tail, how long its longest own border is.
  const borders = new Int32Array(length)
  let best: { period: number; stretch: number } | null = null
  for (let index = 1, border = 0; index < length; index++) {
    while (border > 0 && at(index) !== at(border)) border = borders[border - 1] ?? 0
    if (at(index) === at(border)) border++
    borders[index] = border
    const stretch = index + 1
    const period = stretch - border
    const repeats = stretch / period
    const isEnough = repeats >= (period < shortPeriod ? leastShortRepeats : leastRepeats)
    if (isEnough && stretch >= Math.max(leastLoop, best?.stretch ?? 0)) best = { period, stretch }
  }
  return best === null ? null : tail.slice(length - best.period)
}

/** Where a line or a sentence ends. */
const unitEnds = /\n+|(?<=[.!?。！？])\s+|(?<=[。！？])/u
const listMark = /^[\s>*•–-]*(?:\d{1,4}[.)]\s+)?/
const leastUnit = 16
const leastUnitShare = 0.4

/** A line or sentence that comes again and again, wherever it stands, and makes up much of the text. */
function repeatedUnit(tail: string): string | null {
  const counts = new Map<string, number>()
  for (const part of tail.split(unitEnds)) {
    const unit = part.replace(listMark, '').trim()
    if (unit.length >= leastUnit && hasLetters.test(unit)) counts.set(unit, (counts.get(unit) ?? 0) + 1)
  }
  for (const [unit, count] of counts) {
    if (count >= leastRepeats && count * unit.length >= tail.length * leastUnitShare) return unit
  }
  return null
}

const token = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{N}]+/gu
const gram = 6
const leastGrams = 120
/** A song with refrains and code made from one pattern stay below two thirds. */
const mostSeen = 0.72

/** Nearly everything was said before in the same six words, though no line is quite the same. */
function saysNothingNew(tail: string): boolean {
  const words = tail.match(token) ?? []
  const total = words.length - gram + 1
  if (total < leastGrams) return false
  const seen = new Set<string>()
  for (let index = 0; index < total; index++) seen.add(words.slice(index, index + gram).join(' '))
  return 1 - seen.size / total >= mostSeen
}

/** Shorter than this it stands in any question by chance. */
const leastQuoted = 8

const flat = (text: string): string => text.toLowerCase().replace(/\s+/g, ' ').trim()
const asksForRepeats =
  /\b(?:times|repeat\w*|mal|wiederhol\w*|fois|répèt\w*|veces|repit\w*|volte|ripet\w*|vezes|repet\w*|keer|herhaal\w*|razy)\b|раз(?![а-яё])|遍|次|回|번/iu

/** Whether it goes round in circles; not when that was asked for. */
export function repetition(content: string, question: string): Signal | null {
  const tail = content.slice(-tailCharacters).trimEnd()
  if (tail.length < leastLoop) return null
  const found = loopAtEnd(tail)
  const loop = found !== null && hasLetters.test(found) ? found : repeatedUnit(tail)
  if (loop === null && !saysNothingNew(tail)) return null
  const asked = flat(question.slice(0, 20_000))
  if (
    asksForRepeats.test(asked) ||
    (loop !== null && loop.length >= leastQuoted && asked.includes(flat(loop)))
  )
    return null
  return { kind: 'repetition', weight: 0.75, words: 'it repeats itself' }
}

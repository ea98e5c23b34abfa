import { characterKinds, joiner, kindOfCode, placeOfKind, roleOf, sign, wordPart } from './character-kinds'

/**
 * A text cut to a bounded size and read once for all features. The lists are written over by the next reading: a text is
 * judged thousands of times a second, and memory for each would cost more than the reading.
 */
export interface TextReading {
  /** UTF-16 units of the whole. */
  wholeLength: number
  /** The beginning and the end of a long text, where what is asked for stands. */
  text: string
  lowered: string
  /** Words of the lowered text: where they start and end, and their hashes with all digits as one. */
  words: number
  starts: Int32Array
  ends: Int32Array
  hashes: Int32Array
  /** Hashes of signs that stand alone. */
  signs: number
  signHashes: Int32Array
  /** How often each kind of character is in it, in the order of `characterKinds`. */
  characters: Int32Array
  /** Runs of digits. */
  numbers: number
  /** Ends of sentences. */
  sentences: number
}

const beginning = 4000
const end = 2000
/** A character may become three in lower case. */
const most = 3 * (beginning + end + 1)
const starts = new Int32Array(most)
const ends = new Int32Array(most)
const hashes = new Int32Array(most)
const signHashes = new Int32Array(most)
const characters = new Int32Array(characterKinds.length)

export const hashSeed = 0x811c9dc5
/** FNV-1a. All digits are one: the year, the price and the page number are not what is hard about a question. */
export const hashStep = (hash: number, code: number): number =>
  Math.imul(hash ^ (code >= 48 && code <= 57 ? 48 : code), 0x01000193)

// A binding of another module is looked up at every use where the code is not bundled.
const kinds = kindOfCode
const roleAt = roleOf
const [part, joins, stands] = [wordPart, joiner, sign]

const digits = placeOfKind('digits') + 1
const capitals = placeOfKind('capitals')

function sampleOf(whole: string): string {
  if (whole.length <= beginning + end) return whole
  return `${whole.slice(0, beginning)}\n${whole.slice(-end)}`
}

/** . ! ? before a space or the end, and their like that need no space. */
function isSentenceEnd(text: string, at: number, code: number): boolean {
  if (code === 0x3002 || code === 0xff01 || code === 0xff1f) return true
  if (code !== 46 && code !== 33 && code !== 63) return false
  const next = text.charCodeAt(at + 1)
  return Number.isNaN(next) || next === 32 || next === 10
}

function countCharacters(text: string, lowered: string): { numbers: number; sentences: number } {
  characters.fill(0)
  let numbers = 0
  let sentences = 0
  let before = 0
  // A few characters become two in lower case; then the places no longer match, and only plain capitals are seen.
  const isAligned = text.length === lowered.length
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    // Most of most texts: small letters and blanks are counted as nothing.
    if ((code >= 97 && code <= 122) || code === 32) {
      before = 0
      continue
    }
    const kind = kinds[code] ?? 0
    if (kind > 0) {
      characters[kind - 1] = (characters[kind - 1] ?? 0) + 1
      if (kind === digits && before !== digits) numbers += 1
    }
    before = kind
    if (code >= 128 && isAligned && lowered.charCodeAt(at) !== code)
      characters[capitals] = (characters[capitals] ?? 0) + 1
    if (isSentenceEnd(text, at, code)) sentences += 1
  }
  return { numbers, sentences }
}

export function readText(whole: string): TextReading {
  const text = sampleOf(whole)
  const lowered = text.toLowerCase()
  let words = 0
  let signs = 0
  let at = 0
  while (at < lowered.length) {
    const code = lowered.charCodeAt(at)
    const role = roleAt(code)
    if (role === part) {
      let hash = hashSeed
      starts[words] = at
      let next = code
      let nextRole = role
      while (nextRole === part || nextRole === joins) {
        hash = hashStep(hash, next)
        at += 1
        if (at === lowered.length) break
        next = lowered.charCodeAt(at)
        nextRole = roleAt(next)
      }
      ends[words] = at
      hashes[words] = hash
      words += 1
      continue
    }
    if (role === stands || role === joins) {
      signHashes[signs] = hashStep(hashSeed, code)
      signs += 1
    }
    at += 1
  }
  return {
    wholeLength: whole.length,
    ...{ text, lowered, words, starts, ends, hashes, signs, signHashes, characters },
    ...countCharacters(text, lowered),
  }
}

export const wordAt = ({ lowered, starts: from, ends: to }: TextReading, index: number): string =>
  lowered.slice(from[index], to[index])

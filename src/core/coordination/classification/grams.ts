import type { TextReading } from './text-reading'

/** Words and pairs of words fall into the lower half of the buckets, pieces of words into the upper. */
export const gramBits = 14
export const gramBuckets = 2 ** gramBits
const half = gramBuckets / 2

/** FNV-1a, whose last step mixes the high bits down, as only low ones are kept. */
const seed = 0x811c9dc5
const step = (hash: number, code: number) => Math.imul(hash ^ code, 0x01000193)
const bucketOf = (hash: number) => ((hash ^ (hash >>> 15)) >>> 0) & (half - 1)

/** All digits are one: the year, the price and the page number are not what is hard about a question. */
const codeAt = (text: string, at: number) => {
  const code = text.charCodeAt(at)
  return code >= 48 && code <= 57 ? 48 : code
}

function hashOf(word: string): number {
  let hash = seed
  for (let at = 0; at < word.length; at += 1) hash = step(hash, codeAt(word, at))
  return hash
}

export const wordBucket = (word: string): number => bucketOf(hashOf(word))

/** Scripts that write words without spaces say in two characters what others say in five letters. */
const fromIdeographs = 0x2e80
const longestWord = 40

/** Marks of the text being hashed; all zero between two texts. */
const isHit = new Uint8Array(gramBuckets)

export interface Grams {
  /** Buckets that are hit, each once. */
  buckets: number[]
  /** Weight of a hit of a word, and of a piece: each half has length 1, however long the text is. */
  wordValue: number
  pieceValue: number
}

/** @returns what is in a text, hashed: words, pairs of neighbours, signs, and pieces of 2–5 characters */
export function hashGrams({ words, signs }: TextReading): Grams {
  const buckets: number[] = []
  const hit = (bucket: number) => {
    if (isHit[bucket] === 1) return
    isHit[bucket] = 1
    buckets.push(bucket)
  }
  let before = 0
  for (const word of words) {
    const hash = hashOf(word)
    hit(bucketOf(hash))
    hit(bucketOf(Math.imul(before, 31) ^ hash ^ 0x5bd1e995))
    before = hash
  }
  for (const sign of signs) hit(bucketOf(hashOf(sign)))
  const wordHits = buckets.length
  for (const word of new Set(words)) {
    const padded = ` ${word.length > longestWord ? word.slice(0, longestWord) : word} `
    for (let start = 0; start < padded.length; start += 1) {
      let hash = seed
      for (let length = 1; length <= 5 && start + length <= padded.length; length += 1) {
        const code = codeAt(padded, start + length - 1)
        hash = step(hash, code)
        if (length > 2 || (length === 2 && code >= fromIdeographs)) hit(half + bucketOf(hash))
      }
    }
  }
  for (const bucket of buckets) isHit[bucket] = 0
  const value = (hits: number) => (hits === 0 ? 0 : 1 / Math.sqrt(hits))
  return { buckets, wordValue: value(wordHits), pieceValue: value(buckets.length - wordHits) }
}

export const isPiece = (bucket: number): boolean => bucket >= half

import { hashSeed, hashStep, type TextReading } from './text-reading'

/** Words and pairs of words fall into the lower half of the buckets, pieces of words into the upper. */
export const gramBits = 15
export const gramBuckets = 2 ** gramBits
const half = gramBuckets / 2

// A binding of another module is looked up at every use where the code is not bundled.
const step = hashStep
const seed = hashSeed

/** The last step of the hash mixes the high bits down, as only low ones are kept. */
const bucketOf = (hash: number) => ((hash ^ (hash >>> 15)) >>> 0) & (half - 1)

/** Scripts that write words without spaces say in two characters what others say in five letters. */
const fromIdeographs = 0x2e80
const longestWord = 40
const longestPiece = 5
const blank = 32

/** What is in a text, hashed. The lists are written over by the next text. */
export interface Grams {
  /** How many buckets are hit, those of words first. */
  hits: number
  wordHits: number
  buckets: Int32Array
  /** How often each of the buckets is hit. */
  counts: Float32Array
}

const buckets = new Int32Array(gramBuckets)
const counts = new Float32Array(gramBuckets)
/** Where in the lists a bucket stands, plus 1; all zero between two texts. */
const placeOf = new Int32Array(gramBuckets)
let hits = 0

function hit(bucket: number, times: number): void {
  const place = placeOf[bucket] ?? 0
  if (place > 0) {
    counts[place - 1] = (counts[place - 1] ?? 0) + times
    return
  }
  buckets[hits] = bucket
  counts[hits] = times
  hits += 1
  placeOf[bucket] = hits
}

export const bucketOfWord = (hash: number): number => bucketOf(hash)

/** Pieces of 3–5 characters of a word between blanks, and of 2 where that is a word. */
function hitPieces(lowered: string, from: number, to: number, times: number): void {
  const end = Math.min(to, from + longestWord)
  for (let start = from - 1; start < end; start += 1) {
    let hash = seed
    const last = Math.min(start + longestPiece, end + 1)
    for (let at = start; at < last; at += 1) {
      const code = at < from || at >= end ? blank : lowered.charCodeAt(at)
      hash = step(hash, code)
      const length = at - start + 1
      if (length > 2 || (length === 2 && code >= fromIdeographs)) hit(half + bucketOf(hash), times)
    }
  }
}

/** How often each word is in the text, by its hash; the words in order of their first place. */
const timesOf = new Map<number, number>()

/** @returns what is in a text, hashed: words, pairs of neighbours, signs, and pieces of words */
export function hashGrams({ lowered, words, starts, ends, hashes, signs, signHashes }: TextReading): Grams {
  hits = 0
  let before = 0
  timesOf.clear()
  for (let word = 0; word < words; word += 1) {
    const hash = hashes[word] ?? 0
    hit(bucketOf(hash), 1)
    hit(bucketOf(Math.imul(before, 31) ^ hash ^ 0x5bd1e995), 1)
    before = hash
    timesOf.set(hash, (timesOf.get(hash) ?? 0) + 1)
  }
  for (let index = 0; index < signs; index += 1) hit(bucketOf(signHashes[index] ?? 0), 1)
  const wordHits = hits
  for (let word = 0; word < words; word += 1) {
    const hash = hashes[word] ?? 0
    const times = timesOf.get(hash) ?? 0
    if (times === 0) continue
    hitPieces(lowered, starts[word] ?? 0, ends[word] ?? 0, times)
    timesOf.set(hash, 0)
  }
  for (let index = 0; index < hits; index += 1) placeOf[buckets[index] ?? 0] = 0
  return { hits, wordHits, buckets, counts }
}

/** How rare a bucket is, in steps of this; kept as bytes. */
export const rarityStep = 1 / 30

const logarithms = Float32Array.from({ length: 64 }, (_, count) => 1 + Math.log(Math.max(1, count)))
const dampedCount = (count: number) =>
  count < logarithms.length ? (logarithms[count] ?? 1) : 1 + Math.log(count)

/**
 * Weight of each hit: how often, damped, times how rare; words and pieces each have length 1, however long the text is.
 * @param into as long as there are hits
 */
export function weighGrams(
  { hits: own, wordHits, ...lists }: Grams,
  rarity: Uint8Array,
  into: Float32Array,
): void {
  const weigh = (from: number, to: number) => {
    let square = 0
    for (let index = from; index < to; index += 1) {
      const value = dampedCount(lists.counts[index] ?? 0) * (rarity[lists.buckets[index] ?? 0] ?? 0)
      into[index] = value
      square += value * value
    }
    const scale = square === 0 ? 0 : 1 / Math.sqrt(square)
    for (let index = from; index < to; index += 1) into[index] = (into[index] ?? 0) * scale
  }
  weigh(0, wordHits)
  weigh(wordHits, own)
}

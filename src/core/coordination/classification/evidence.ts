import type { Evidence } from './classifier'
import { type DenseName, denseNames } from './dense-features'
import { evidenceGroups, sizeFeatures } from './evidence-words'
import { bucketOfWord, rarityStep } from './grams'
import type { MemberScores, TextFeatures, TextInput } from './score-text'
import { type TextReading, wordAt } from './text-reading'
import type { Head, TierModel } from './tier-model'

const mostEvidence = 5
/** Log-odds below which a thing is not worth a word. */
const leastWeight = 0.06
const mostWordsQuoted = 2
/** Beside it, what is hard about it is to be named first. */
const mostForForm = 0.3
const placeOf = new Map<DenseName, number>(denseNames.map((name, at) => [name, at]))
const placesOf = (names: readonly DenseName[]) => names.map(name => placeOf.get(name) ?? 0)
const groups = evidenceGroups.map(({ words, features, unless = [] }) => {
  return { words, places: placesOf(features), unless: placesOf(unless) }
})
const sizePlaces = placesOf(sizeFeatures)

/** Where a text counts as long, and below which as short; characters. */
const longFrom = 800
const shortTo = 120

function wordsOfSize(length: number): string | null {
  if (length >= longFrom) return 'it is long'
  return length <= shortTo ? 'it is short' : null
}

/** Words of a language, not numbers or names of variables, that a person recognizes when they are quoted. */
const isQuotable = (word: string) => word.length >= 4 && word.length <= 24 && /^\p{L}+$/u.test(word)

/**
 * Rarity of words that are worth quoting, as tf-idf has it: not in more than one of forty texts the model was trained on
 * ("that", "with"), and in three or more of its 840 (not the name of somebody in a single one).
 */
const quotable = { least: (1 + Math.log(40)) / rarityStep, most: (1 + Math.log(840 / 4)) / rarityStep }

/** All that was seen of one text. */
export interface Seen {
  reading: TextReading
  features: TextFeatures
  input: TextInput
  scores: MemberScores
}

interface WeighedWord {
  word: string
  weight: number
}

/** The words that alone say most, each once. */
function weighWords(model: TierModel, { reading, features, input }: Seen): WeighedWord[] {
  const { buckets, values } = input.grams
  const telling = new Map<number, number>()
  for (let hit = 0; hit < features.grams.wordHits; hit += 1) {
    const bucket = buckets[hit] ?? 0
    const rarity = model.rarity[bucket] ?? 0
    if (rarity < quotable.least || rarity > quotable.most) continue
    const weight =
      (values[hit] ?? 0) * meanOf(model, head => head.mix.grams * head.gramUnit * (head.grams[bucket] ?? 0))
    if (Math.abs(weight) > leastWeight / 3) telling.set(bucket, weight)
  }
  const weighed = new Map<string, number>()
  if (telling.size === 0) return []
  for (let index = 0; index < reading.words; index += 1) {
    const weight = telling.get(bucketOfWord(reading.hashes[index] ?? 0))
    if (weight === undefined) continue
    const word = wordAt(reading, index)
    if (isQuotable(word)) weighed.set(word, weight)
  }
  return [...weighed].map(([word, weight]) => ({ word, weight }))
}

function evidenceOfWords(model: TierModel, seen: Seen): Evidence[] {
  const weighed = weighWords(model, seen)
  return [1, -1].flatMap(sign => {
    const said = weighed
      .filter(({ weight }) => sign * weight > 0)
      .sort((a, b) => sign * (b.weight - a.weight))
      .slice(0, mostWordsQuoted)
    if (said.length === 0) return []
    const quoted = said.map(({ word }) => `“${word}”`).join(', ')
    const kind = sign > 0 ? 'harder' : 'simpler'
    return {
      words: `${said.length === 1 ? 'a word' : 'words'} like ${quoted} ${said.length === 1 ? 'comes' : 'come'} from ${kind} questions`,
      weight: said.reduce((sum, { weight }) => sum + weight, 0),
    }
  })
}

/** The form counts where it is about as hard as what is taken for plainly hard. */
const evidenceOfForm = ({ scores: { form } }: Seen): Evidence[] =>
  form > 0 ? [{ words: 'it is put as hard work is put', weight: Math.min(mostForForm, form) }] : []

const meanOf = ({ heads: [first, second] }: TierModel, of: (head: Head) => number) =>
  (first.slope * of(first) + second.slope * of(second)) / 2

/** The strongest things that can be said in words; what speaks through the shape of trees alone is not said. */
export function findEvidence(model: TierModel, seen: Seen): Evidence[] {
  const { reading, features, input } = seen
  const weightOf = (places: readonly number[]) =>
    places.reduce(
      (sum, at) =>
        sum + meanOf(model, ({ dense, mix }) => mix.dense * (dense[at] ?? 0) * (input.standardized[at] ?? 0)),
      0,
    )
  // What is less than usual in a text is not evidence: "there is no code" is true of nearly everything.
  const isThere = (at: number) => (features.dense[at] ?? 0) > 0 && (input.standardized[at] ?? 0) > 0
  const found = groups.flatMap(({ words, places, unless }): Evidence[] => {
    const there = places.filter(isThere)
    return there.length === 0 || unless.some(isThere) ? [] : [{ words, weight: weightOf(there) }]
  })
  const size = wordsOfSize(reading.wholeLength)
  if (size !== null) found.push({ words: size, weight: weightOf(sizePlaces) })
  found.push(...evidenceOfForm(seen), ...evidenceOfWords(model, seen))
  return found
    .filter(({ weight }) => Math.abs(weight) >= leastWeight)
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
    .slice(0, mostEvidence)
}

import type { Evidence } from './classifier'
import { type DenseName, denseNames } from './dense-features'
import { evidenceGroups, sizeFeatures } from './evidence-words'
import { wordBucket } from './grams'
import { standardize, type TextFeatures } from './score-text'
import type { TextReading } from './text-reading'
import type { Head, TierModel } from './tier-model'

const mostEvidence = 5
/** Log-odds below which a thing is not worth a word. */
const leastWeight = 0.06
const mostWordsQuoted = 2
const placeOf = new Map<DenseName, number>(denseNames.map((name, at) => [name, at]))
const placesOf = (names: readonly DenseName[]) => names.map(name => placeOf.get(name) ?? 0)
const groups = evidenceGroups.map(({ words, features }) => ({ words, places: placesOf(features) }))
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

function evidenceOfWords(model: TierModel, { words }: TextReading, wordValue: number): Evidence[] {
  const weightOf = (word: string) => meanOf(model, head => head.grams[wordBucket(word)] ?? 0)
  const weighed = [...new Set(words)]
    .filter(isQuotable)
    .map(word => ({ word, weight: model.mix.grams * wordValue * weightOf(word) }))
  return [1, -1].flatMap(sign => {
    const said = weighed
      .filter(({ weight }) => sign * weight > leastWeight / 3)
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

const meanOf = ({ heads }: TierModel, of: (head: Head) => number) =>
  heads.reduce((sum, head) => sum + head.slope * of(head), 0) / heads.length

/** The strongest things that can be said in words; what speaks through the shape of trees alone is not said. */
export function findEvidence(model: TierModel, reading: TextReading, features: TextFeatures): Evidence[] {
  const standardized = standardize(features.dense, model.center, model.scale)
  const weightOf = (places: readonly number[]) =>
    places.reduce(
      (sum, at) =>
        sum + model.mix.dense * meanOf(model, ({ dense }) => (dense[at] ?? 0) * (standardized[at] ?? 0)),
      0,
    )
  // What is less than usual in a text is not evidence: "there is no code" is true of nearly everything.
  const isThere = (at: number) => (features.dense[at] ?? 0) > 0 && (standardized[at] ?? 0) > 0
  const seen = groups.flatMap(({ words, places }): Evidence[] => {
    const there = places.filter(isThere)
    return there.length === 0 ? [] : [{ words, weight: weightOf(there) }]
  })
  const size = wordsOfSize(reading.wholeLength)
  if (size !== null) seen.push({ words: size, weight: weightOf(sizePlaces) })
  seen.push(...evidenceOfWords(model, reading, features.grams.wordValue))
  return seen
    .filter(({ weight }) => Math.abs(weight) >= leastWeight)
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
    .slice(0, mostEvidence)
}

import { type CharacterKind, countCharacters } from './count-characters'
import type { TextReading } from './text-reading'

/**
 * How often something that can be seen without understanding stands in a text. None of the patterns can look at a
 * character more than a bounded number of times.
 */
const patterns = {
  numbers: /\d+/g,
  latex: /\\[a-z]{2,20}|\$[^$\n]{1,80}\$/gi,
  codeFences: /```/g,
  codeLines:
    /^[^\S\n]{0,40}(?:def |class |import |from \w{1,40} import|return\b|for \(|if \(|while \(|#include|public |private |const |let |var |function |SELECT |<\/?\w{1,40}>|\}|@\w)|[;{]$/gm,
  signatures: /\b(?:def|function|fn|func) \w{1,60}\(/g,
  examplesInCode: /^[^\S\n]{0,40}>>>/gm,
  options: /^[^\S\n]{0,40}\(?[A-Ea-e][.)]\s/gm,
  listItems: /^[^\S\n]{0,40}(?:\d{1,2}[.)]|[-*•])\s/gm,
  sentences: /[.!?。！？](?=\s|$)/g,
  links: /https?:\/\//g,
  placeholders: /\{\w{0,40}\}|\[[A-Z_ ]{3,40}\]|<[a-z_]{1,40}>/g,
} as const

type Pattern = keyof typeof patterns
const patternNames = Object.keys(patterns) as Pattern[]

const shapeNames = [
  'length',
  'words',
  'brief',
  'wordLength',
  'variety',
  'digitShare',
  'signShare',
  'capitalShare',
  'startsLow',
  'endsAsking',
  'oneLine',
  'tail',
  'lineLength',
  'longWords',
] as const
const characterKinds = [
  'digits',
  'capitals',
  'operators',
  'brackets',
  'questions',
  'quotes',
  'colons',
  'lines',
  'accents',
  'cjk',
  'otherScripts',
] as const satisfies readonly CharacterKind[]
export type ShapeName = (typeof shapeNames)[number] | Pattern | CharacterKind
export const shapeFeatureNames: readonly ShapeName[] = [...shapeNames, ...patternNames, ...characterKinds]

/** More of anything says nothing more. */
const mostCounted = 400
const longWord = 10

function countOf(text: string, pattern: RegExp): number {
  let found = 0
  pattern.lastIndex = 0
  while (found < mostCounted && pattern.test(text)) found += 1
  return found
}

const damped = (count: number) => Math.log2(1 + Math.min(mostCounted, count)) / 2

/** Sizes as logarithms, shares as multiples of what is usual, counts as log2(1 + n) / 2: all around 0–3. */
export function describeShape({
  wholeLength,
  text,
  lowered,
  words,
  signs,
}: TextReading): Map<ShapeName, number> {
  const characters = countCharacters(text, lowered)
  const shape = new Map<ShapeName, number>()
  for (const name of patternNames) shape.set(name, damped(countOf(text, patterns[name])))
  for (const kind of characterKinds) shape.set(kind, damped(characters[kind]))
  const size = Math.max(1, text.length)
  // A character of these scripts says about as much as three of the Latin one.
  const length = wholeLength * (1 + (2 * characters.cjk) / size)
  const trimmed = text.trim()
  let letters = 0
  let longWords = 0
  for (const word of words) {
    letters += word.length
    if (word.length >= longWord) longWords += 1
  }
  shape.set('length', Math.log10(1 + length))
  shape.set('words', Math.log10(1 + words.length))
  shape.set('brief', Math.max(0, 1 - length / 100))
  shape.set('wordLength', Math.min(10, letters / Math.max(1, words.length)) / 5)
  shape.set('variety', new Set(words).size / Math.max(1, words.length))
  shape.set('digitShare', (10 * characters.digits) / size)
  shape.set('signShare', (5 * signs.length) / size)
  shape.set('capitalShare', (5 * characters.capitals) / size)
  shape.set('startsLow', /^\p{Ll}/u.test(trimmed) ? 1 : 0)
  shape.set('endsAsking', /[?？]$/u.test(trimmed.slice(-1)) ? 1 : 0)
  shape.set('oneLine', trimmed.includes('\n') ? 0 : 1)
  shape.set('tail', (trimmed.length - trimmed.lastIndexOf('\n') - 1) / size)
  shape.set('lineLength', Math.log10(1 + size / (1 + characters.lines)))
  shape.set('longWords', damped(longWords))
  return shape
}

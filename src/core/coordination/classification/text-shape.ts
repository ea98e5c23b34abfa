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
  questions: /[?？؟]/g,
  sentences: /[.!?。！？](?=\s|$)/g,
  lines: /\n/g,
  quotes: /["“”«»「」]/g,
  links: /https?:\/\//g,
  operators: /[=+*^<>≤≥±×÷√∑∫πθ|]/g,
  brackets: /[()[\]{}]/g,
  longWords: /\p{L}{10}/gu,
  cjk: /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu,
  otherScripts:
    /[\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Greek}\p{Script=Hebrew}\p{Script=Thai}]/gu,
  accents: /[À-ÿĀ-ſ]/g,
  colons: /[:：]/g,
  placeholders: /\{\w{0,40}\}|\[[A-Z_ ]{3,40}\]|<[a-z_]{1,40}>/g,
  digits: /\d/g,
  capitals: /\p{Lu}/gu,
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
] as const
export type ShapeName = (typeof shapeNames)[number] | Pattern
export const shapeFeatureNames: readonly ShapeName[] = [...shapeNames, ...patternNames]

/** More of anything says nothing more. */
const mostCounted = 400

function countOf(text: string, pattern: RegExp): number {
  let found = 0
  pattern.lastIndex = 0
  while (found < mostCounted && pattern.test(text)) found += 1
  return found
}

/** Sizes as logarithms, shares as multiples of what is usual, counts as log2(1 + n) / 2: all around 0–3. */
export function describeShape({ wholeLength, text, words, signs }: TextReading): Map<ShapeName, number> {
  const counts = new Map(patternNames.map(name => [name, countOf(text, patterns[name])]))
  const count = (name: Pattern) => counts.get(name) ?? 0
  const shape = new Map<ShapeName, number>(patternNames.map(name => [name, Math.log2(1 + count(name)) / 2]))
  const size = Math.max(1, text.length)
  // A character of these scripts says about as much as three of the Latin one.
  const length = wholeLength * (1 + (2 * count('cjk')) / size)
  const trimmed = text.trim()
  const letters = words.reduce((sum, word) => sum + word.length, 0)
  shape.set('length', Math.log10(1 + length))
  shape.set('words', Math.log10(1 + words.length))
  shape.set('brief', Math.max(0, 1 - length / 100))
  shape.set('wordLength', letters / Math.max(1, words.length) / 5)
  shape.set('variety', new Set(words).size / Math.max(1, words.length))
  shape.set('digitShare', (10 * count('digits')) / size)
  shape.set('signShare', (5 * signs.length) / size)
  shape.set('capitalShare', (5 * count('capitals')) / size)
  shape.set('startsLow', /^\p{Ll}/u.test(trimmed) ? 1 : 0)
  shape.set('endsAsking', /[?？]$/u.test(trimmed.slice(-1)) ? 1 : 0)
  shape.set('oneLine', trimmed.includes('\n') ? 0 : 1)
  shape.set('tail', (trimmed.length - trimmed.lastIndexOf('\n') - 1) / size)
  shape.set('lineLength', Math.log10(1 + size / (1 + count('lines'))))
  return shape
}

import { type CharacterKind, characterKinds, placeOfKind } from './character-kinds'
import type { TextReading } from './text-reading'

/**
 * How often something that can be seen without understanding stands in a text, and a sign without which it cannot. None of
 * the patterns can look at a character more than a bounded number of times.
 */
const patterns = {
  latex: [/\\[a-z]{2,20}|\$[^$\n]{1,80}\$/gi, ['\\', '$']],
  codeFences: [/```/g, ['```']],
  codeLines: [
    /^[^\S\n]{0,40}(?:def |class |import |from \w{1,40} import|return\b|for \(|if \(|while \(|#include|public |private |const |let |var |function |SELECT |<\/?\w{1,40}>|\}|@\w)|[;{]$/gm,
    ['\n', ';', '(', '{', '<', '@', 'import ', 'SELECT ', 'class ', 'return'],
  ],
  signatures: [/\b(?:def|function|fn|func) \w{1,60}\(/g, ['(']],
  examplesInCode: [/^[^\S\n]{0,40}>>>/gm, ['>>>']],
  options: [/^[^\S\n]{0,40}\(?[A-Ea-e][.)]\s/gm, ['\n']],
  listItems: [/^[^\S\n]{0,40}(?:\d{1,2}[.)]|[-*•])\s/gm, ['\n']],
  links: [/https?:\/\//g, ['://']],
  placeholders: [/\{\w{0,40}\}|\[[A-Z_ ]{3,40}\]|<[a-z_]{1,40}>/g, ['{', '[', '<']],
} as const satisfies Record<string, readonly [RegExp, readonly string[]]>

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
  'numbers',
  'sentences',
] as const
/**
 * The language is not what is hard about a question. The few questions that are not in English come from collections of hard
 * ones, so a model that is shown the script learns that Chinese sums are hard.
 */
const scripts: readonly CharacterKind[] = ['accents', 'cjk', 'otherScripts']
const toldKinds = characterKinds.filter(kind => !scripts.includes(kind))
const toldPlaces = toldKinds.map(placeOfKind)

export type ShapeName = (typeof shapeNames)[number] | Pattern | CharacterKind
export const shapeFeatureNames: readonly ShapeName[] = [...shapeNames, ...patternNames, ...toldKinds]

/** More of anything says nothing more. */
const mostCounted = 400
const longWord = 10

function countOf(text: string, pattern: RegExp): number {
  let found = 0
  pattern.lastIndex = 0
  while (found < mostCounted && pattern.test(text)) found += 1
  return found
}

export const damped = (count: number): number => Math.log2(1 + Math.min(mostCounted, count)) / 2

const place = {
  digits: placeOfKind('digits'),
  capitals: placeOfKind('capitals'),
  lines: placeOfKind('lines'),
  cjk: placeOfKind('cjk'),
}

/** Chinese and Japanese, which write no spaces: a run of them is no word. Korean does. */
const isUnspaced = (code: number) => code >= 0x2e80 && code < 0xac00
/** What two characters of such a script are taken for: a word of usual length. */
const unspacedWord = { characters: 2, letters: 5 }

const seen = new Set<number>()
/** Words, the letters of all, how many are long, and how many different ones there are. */
function measureWords({ words, lowered, starts, ends, hashes }: TextReading) {
  let [count, letters, long, different] = [0, 0, 0, 0]
  seen.clear()
  for (let word = 0; word < words; word += 1) {
    const start = starts[word] ?? 0
    const length = (ends[word] ?? 0) - start
    if (isUnspaced(lowered.charCodeAt(start))) {
      const held = Math.ceil(length / unspacedWord.characters)
      count += held
      letters += held * unspacedWord.letters
      different += held
      continue
    }
    count += 1
    letters += length
    if (length >= longWord) long += 1
    seen.add(hashes[word] ?? 0)
  }
  return { count, letters, long, different: different + seen.size }
}

/** A character of scripts without spaces says about as much as three of the Latin one. */
export const weighedLength = ({ wholeLength, text, characters }: TextReading): number =>
  wholeLength * (1 + (2 * (characters[place.cjk] ?? 0)) / Math.max(1, text.length))

/** Sizes as logarithms, shares as multiples of what is usual, counts as log2(1 + n) / 2: all around 0–3. */
export function describeShape(reading: TextReading): number[] {
  const { text, signs, characters, numbers, sentences } = reading
  const size = Math.max(1, text.length)
  const length = weighedLength(reading)
  const trimmed = text.trim()
  const { count: words, letters, long, different } = measureWords(reading)
  const shape: Record<(typeof shapeNames)[number], number> = {
    length: Math.log10(1 + length),
    words: Math.log10(1 + words),
    brief: Math.max(0, 1 - length / 100),
    wordLength: Math.min(10, letters / Math.max(1, words)) / 5,
    variety: different / Math.max(1, words),
    digitShare: (10 * (characters[place.digits] ?? 0)) / size,
    signShare: (5 * signs) / size,
    capitalShare: (5 * (characters[place.capitals] ?? 0)) / size,
    startsLow: /^\p{Ll}/u.test(trimmed) ? 1 : 0,
    endsAsking: /[?？]$/u.test(trimmed.slice(-1)) ? 1 : 0,
    oneLine: trimmed.includes('\n') ? 0 : 1,
    tail: (trimmed.length - trimmed.lastIndexOf('\n') - 1) / size,
    lineLength: Math.log10(1 + size / (1 + (characters[place.lines] ?? 0))),
    longWords: damped(long),
    numbers: damped(numbers),
    sentences: damped(sentences),
  }
  const found = patternNames.map(name => {
    const [pattern, needed] = patterns[name]
    return needed.some(sign => text.includes(sign)) ? damped(countOf(text, pattern)) : 0
  })
  const counted = toldPlaces.map(at => damped(characters[at] ?? 0))
  return [...shapeNames.map(name => shape[name]), ...found, ...counted]
}

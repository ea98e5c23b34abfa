import type { SpokenOf } from './spoken-of'
import type { TaskWord } from './task-vocabulary'
import type { TextReading } from './text-reading'
import { damped, type ShapeName } from './text-shape'

/** By kinds of task, which differ in what small models make of them though their words may be alike. */
export const taskFeatureNames = [
  'aboutTechnology',
  'aboutTechnologyLong',
  'hasLatex',
  'noOperators',
  'allLow',
  'contest',
  'mathematical',
  'mathematicalKinds',
  'openEnd',
  'farFromUsualLength',
  'wordProblem',
  'wordProblemNumbers',
  'trivia',
  'givenMaterial',
  'composes',
] as const
export type TaskFeature = (typeof taskFeatureNames)[number]

/** Where most questions are: about 160 characters, as a logarithm. */
const usualLength = 2.2
const shortNote = 400
const shortQuestion = 90
/** "Could you please write": what is wanted is named within so many words. */
const politeWords = 3
const closing = '.?!:;)}]"\'`。？！：；）」』؟'

const flag = (is: boolean) => (is ? 1 : 0)

/** @param shape of the text, by name */
export function describeTask(
  { wholeLength, text, lowered, numbers }: TextReading,
  { total, firstAt }: SpokenOf,
  length: number,
  shape: (name: ShapeName) => number,
): number[] {
  const size = Math.log10(1 + length)
  const speaksOf = (word: TaskWord) => total(word) > 0
  const trimmed = text.trim()
  const latex = shape('latex') > 0
  const technology = speaksOf('technology') && shape('examplesInCode') === 0
  const kinds =
    flag(latex) +
    flag(speaksOf('contest')) +
    flag(speaksOf('geometry')) +
    flag(speaksOf('chance')) +
    flag(speaksOf('advanced'))
  const wordProblem = speaksOf('quantity') && numbers >= 2 && !latex
  const features: Record<TaskFeature, number> = {
    aboutTechnology: flag(technology),
    aboutTechnologyLong: technology ? size : 0,
    hasLatex: flag(latex),
    noOperators: flag(shape('operators') === 0),
    // Scripts without capitals are not written carelessly for it.
    allLow: flag(wholeLength < shortNote && text === lowered && /[a-z]/.test(text)),
    contest: flag(speaksOf('contest')),
    mathematical: flag(kinds > 0),
    mathematicalKinds: kinds,
    openEnd: flag(trimmed !== '' && !closing.includes(trimmed.slice(-1))),
    farFromUsualLength: (size - usualLength) ** 2,
    wordProblem: flag(wordProblem),
    wordProblemNumbers: wordProblem ? damped(numbers) : 0,
    trivia: flag(wholeLength < shortQuestion && firstAt('asking') === 0 && !trimmed.endsWith('?')),
    givenMaterial: flag(speaksOf('material')),
    composes: flag(firstAt('composing') >= 0 && firstAt('composing') <= politeWords && !technology),
  }
  return taskFeatureNames.map(name => features[name])
}

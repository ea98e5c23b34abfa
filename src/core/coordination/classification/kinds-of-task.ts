import type { SpokenOf } from './spoken-of'
import type { TextReading } from './text-reading'
import { damped, type ShapeName } from './text-shape'

/** What tells kinds of task apart: topics, and ways to ask. A trailing `*` takes all endings; `_` is a space in a phrase. */
export const taskVocabulary = {
  technology: `python java javascript typescript c++ c# rust golang go sql html css react pytorch tensorflow bash php kotlin swift haskell ruby scala perl
    vue angular svelte node nodejs laravel django flask spring docker kubernetes terraform linux ubuntu windows aws azure gcp excel vba matlab unity latex
    api apis rest graphql script scripts code powershell android ios arduino git github regex json yaml xml cron numpy pandas postgres postgresql mysql
    mongodb redis kafka nginx backend frontend database server compiler codice código código-fonte código, quellcode кода код コード 代码 코드`,
  contest: `find_the_number find_the_value find_the_sum find_the_product find_the_area find_the_remainder find_the_smallest find_the_largest find_the_least
    find_the_greatest find_the_minimum find_the_maximum find_the_probability how_many_positive how_many_different how_many_distinct how_many_ordered
    how_many_integer* how_many_ways how_many_zero* remainder_when polynomial* positive_integer* relatively_prime express_your_answer real_number* evaluate
    compute simplify determine_all find_all asymptot* what_is_the_value what_is_the_smallest what_is_the_largest what_is_the_least what_is_the_greatest
    what_is_the_sum what_is_the_product what_is_the_area what_is_the_probability what_is_the_remainder what_is_the_coefficient units_digit`,
  geometry: `triangle* circle* radius perimeter* polygon* hexagon* sphere* cone* cylinder* prism* angle* parallel* tangent* perpendicular* dreieck* kreis*
    cercle* triángulo* círculo* triangol* cerchi* 三角 半径`,
  chance: `how_many_ways how_many_different how_many_distinct probability probabilities permutation* arrange* dice die_is chosen_at_random committee* random
    randomly wahrscheinlich* probabilité* probabilidad* probabilità 概率 確率 확률`,
  advanced: `matrix matrices eigen* integral* derivative* differentiab* limit limits theta sin cos vector* complex_number* logarithm* log series converge*
    topolog* group groups ring field fields matriz matrizen 矩阵 行列 행렬`,
  quantity: `how_many how_much how_long how_old how_far combien wie_viel* cuánto* cuánta* quanto quanti quante quantos сколько ile hoeveel 多少 いくつ いくら 몇 얼마`,
  material: `extract* identif* following_passage following_paragraph* following_text following_article following_table following_review* following_data
    following_list given_the json csv count_how categor* classif* label* folgende* paragraphe párrafo paragrafo`,
  composing: `write writing compose draft create craft imagine schreib* verfass* erstell* écri* rédig* escrib* redact* scriv* imagin* crea cree crie`,
  asking: `who when where what which how whats whos is are do does did can in on the`,
} as const satisfies Record<string, string>

export type TaskWord = keyof typeof taskVocabulary

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
  'notEnglish',
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
const closing = '.?!:;)}]"\'`'

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
    allLow: flag(wholeLength < shortNote && text === lowered),
    contest: flag(speaksOf('contest')),
    mathematical: flag(kinds > 0),
    mathematicalKinds: kinds,
    notEnglish: flag(shape('accents') > 0 || shape('cjk') > 1 || shape('otherScripts') > 1),
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

import type { Classification, ComplexityClass, Tier } from '../../../shared/entities'
import type { Classifier, ClassifierInput, Evidence, TextJudge, TextJudgement } from './classifier'
import { gatesOf } from './gates'
import { decideTier } from './operating-point'
import { isOfUser } from './own-words'
import { type Raise, type Surrounding, surroundingsOf } from './raises'
import { stepOf, toolLoopOf } from './steps'
import { type JudgedPart, readTurn, type Turn } from './turn'

const classes: Record<Tier, ComplexityClass> = { 0: 'simple', 1: 'moderate', 2: 'complex' }

const sigmoid = (z: number) => 1 / (1 + Math.exp(-z))
/** Certainty is finite, or nothing could ever be added to it. */
const logOdds = (probability: number) => {
  const inside = Math.max(1e-6, Math.min(1 - 1e-6, probability))
  return Math.log(inside / (1 - inside))
}

type Probabilities = TextJudgement['probabilities']

const oddsOf = ([, medium, powerful]: Probabilities): Raise => [logOdds(medium + powerful), logOdds(powerful)]

function probabilitiesOf([more, most]: Raise): Probabilities {
  const atLeastMedium = sigmoid(more)
  // What needs tier 2 needs more than tier 0.
  const powerful = Math.min(atLeastMedium, sigmoid(most))
  return [1 - atLeastMedium, atLeastMedium - powerful, powerful]
}

interface JudgedTurn {
  probabilities: Probabilities
  evidence: readonly Evidence[]
  form: number
}

const unknownForm = Number.NEGATIVE_INFINITY
const nothingAsked: JudgedTurn = { probabilities: [1, 0, 0], evidence: [], form: unknownForm }

const sourceWords: Readonly<Record<JudgedPart['source'], string | null>> = {
  own: null,
  request: 'it continues an earlier request',
  proposal: 'it agrees to what was proposed',
}

/** The strongest part of the turn decides, each level by itself; its evidence is what is told. */
function judgeParts(judge: TextJudge, parts: readonly JudgedPart[]): JudgedTurn {
  const judged = parts.map(({ text, drop, source }) => {
    const { probabilities, evidence, form = unknownForm } = judge.judge(text)
    const [more, most] = oddsOf(probabilities)
    return { probabilities, evidence, source, form: form - drop, odds: [more - drop, most - drop] as const }
  })
  const [first] = judged
  if (first === undefined) return nothingAsked
  const form = Math.max(...judged.map(each => each.form))
  const strength = (each: (typeof judged)[number]) => Math.max(each.odds[0], each.form)
  const strongest = judged.reduce((best, each) => (strength(each) > strength(best) ? each : best))
  const words = sourceWords[strongest.source]
  const evidence = words === null ? strongest.evidence : [{ words, weight: 0 }, ...strongest.evidence]
  if (judged.length === 1 && parts[0]?.drop === 0)
    return { probabilities: first.probabilities, evidence, form }
  const highest = (at: 0 | 1) => Math.max(...judged.map(({ odds }) => odds[at]))
  return { probabilities: probabilitiesOf([highest(0), highest(1)]), evidence, form }
}

/** What is easy by its instruction, however long its material, is not judged by that. */
const partsOf = ({ parts, request }: Turn): readonly JudgedPart[] =>
  request.lightWork === null
    ? parts
    : parts.map(part => (part.source === 'own' ? { ...part, text: request.lightWork ?? part.text } : part))

function withRaises(
  { probabilities, evidence, form }: JudgedTurn,
  surroundings: readonly Surrounding[],
): JudgedTurn {
  if (surroundings.length === 0) return { probabilities, evidence, form }
  let [more, most] = oddsOf(probabilities)
  let put = form
  for (const { raise } of surroundings) {
    more += raise[0]
    most += raise[1]
    // What surrounds a text does not make its form harder, but may make it matter less.
    put += Math.min(0, raise[0])
  }
  return { probabilities: probabilitiesOf([more, most]), evidence: [...evidence, ...surroundings], form: put }
}

const shownReasons = 3
const undecided: Readonly<Record<Tier, string>> = {
  0: 'nothing in it asks for a larger model',
  1: 'it is between simple and hard',
  2: 'all of it together is hard',
}

/** The strongest that speak for the tier; where it comes from goes first. */
function reasonsFor(tier: Tier, evidence: readonly Evidence[]): string[] {
  const origin = evidence.filter(({ weight }) => weight === 0)
  const speaking = evidence
    .filter(({ weight }) => (tier === 0 ? weight < 0 : weight > 0))
    .toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
  const said = [...new Set([...origin, ...speaking].map(({ words }) => words))].slice(0, shownReasons)
  return said.length > 0 ? said : [undecided[tier]]
}

const trivialWords = (input: ClassifierInput): string =>
  input.messages.findLast(isOfUser)?.content.trim() ? 'it asks for nothing' : 'there is nothing to read'

/** Judges the whole turn: the text, what it goes back to, and what surrounds it. */
export function createClassifier({ judge }: { judge: TextJudge }): Classifier {
  return {
    classify(input): Classification {
      const { messages, operatingPoint } = input
      const turn = readTurn(messages)
      const loop = toolLoopOf(messages)
      const step = input.step ?? stepOf(input, loop)
      const images = messages.findLast(isOfUser)?.images?.length ?? 0
      const surroundings = { input, turn, loop, step, images }
      const isTrivial = turn.kind === 'trivial' && images === 0 && !loop.isOpen
      const { probabilities, evidence, form } = isTrivial
        ? nothingAsked
        : withRaises(judgeParts(judge, partsOf(turn)), surroundingsOf(surroundings))
      const tier = isTrivial ? 0 : decideTier(probabilities, operatingPoint, form)
      const [more, most] = operatingPoint.shift
      return {
        class: classes[tier],
        tier,
        probabilities: [...probabilities],
        ...(Number.isFinite(form) ? { form } : {}),
        reasons: isTrivial ? [trivialWords(input)] : reasonsFor(tier, evidence),
        gates: gatesOf(surroundings),
        estimatedTokens: Math.max(0, Math.round(input.contextTokens)),
        preference: operatingPoint.preference,
        ...(more === 0 && most === 0 ? {} : { shift: [more, most] }),
        ...(step === undefined ? {} : { step }),
      }
    },
  }
}

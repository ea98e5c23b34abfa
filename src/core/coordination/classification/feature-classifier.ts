import type { Classification, ComplexityClass, Tier } from '../../../shared/entities'
import type { Classifier } from './classifier'
import { type LogisticWeights, needsMoreThanFast, needsPowerful } from './classifier-weights'
import { extractFeatures, type PromptFeatures } from './prompt-features'

const classes: Record<Tier, ComplexityClass> = { 0: 'simple', 1: 'moderate', 2: 'complex' }

/** An answer too weak costs the user more than one a little slower, so the middle tier needs less than even odds. */
const powerfulFrom = 0.5
const mediumFrom = 0.45

/** Beyond these, small models lose the thread whatever the question is; tokens of everything that is sent. */
const mediumContextTokens = 6_000
const powerfulContextTokens = 24_000

const featureWords: Record<keyof PromptFeatures, { raises: string; lowers: string }> = {
  length: { raises: 'it is long', lowers: 'it is short' },
  reasoning: { raises: 'it asks for reasoning or comparison', lowers: 'it asks for no reasoning' },
  making: { raises: 'it asks for something to be made', lowers: 'nothing has to be made' },
  code: { raises: 'it is about code', lowers: 'there is no code' },
  mathematics: { raises: 'it has mathematics', lowers: 'there is no mathematics' },
  demands: { raises: 'it makes several demands', lowers: 'it makes one demand' },
  lookup: { raises: 'it is open-ended', lowers: 'it looks like a quick fact' },
  everyday: { raises: 'it is unusual', lowers: 'it is an everyday request' },
}

const followUpStart =
  /^(?:ok(?:ay)?[,.! ]*)?(?:(?:yes|yep|sure|go ahead|go on|continue|proceed|do (?:it|that|so|the same)|fix (?:it|that|this)|try again|again|more|the same (?:for|with|thing)|now (?:do )?the (?:other|next|rest)|and (?:the|for|in)|same for|apply (?:it|that)|explain (?:it|that)|ja|mach weiter|weiter|oui|continue[rz]?|sí|sigue)(?![\p{L}\p{N}_])|(?:(?:explain )?why|how)\p{P}*$)/iu
const thanks =
  /^(?:ok(?:ay)?[,.! ]*)?(?:thanks?(?: you)?|thx|great|perfect|nice|cool|got it|danke(?: schön)?|merci|gracias)[\s\p{P}]*(?:a lot|so much|very much|that(?:'s| is) all|bye)?[\s\p{P}]*$/iu

/** A longer message says something of its own, whatever it begins with. */
const followUpWords = 12
const followUpLength = 200
/** The pattern backtracks over punctuation, so it is kept from long texts. */
const thanksLength = 80

function isFollowUp(text: string): boolean {
  const trimmed = text.trim()
  if (trimmed.length > followUpLength || trimmed.split(/\s+/u).length > followUpWords) return false
  return followUpStart.test(trimmed)
}

function isThanks(text: string): boolean {
  const trimmed = text.trim()
  return trimmed.length <= thanksLength && thanks.test(trimmed)
}

const sigmoid = (z: number) => 1 / (1 + Math.exp(-z))

function contributions(weights: LogisticWeights, features: PromptFeatures) {
  return (Object.keys(features) as (keyof PromptFeatures)[]).map(name => ({
    name,
    value: weights[name] * features[name],
  }))
}

/** Probability of needing tier 0, 1 and 2; sums to 1. */
function probabilitiesOf(features: PromptFeatures): [number, number, number] {
  const total = (weights: LogisticWeights) =>
    contributions(weights, features).reduce((sum, { value }) => sum + value, weights.bias)
  const more = sigmoid(total(needsMoreThanFast))
  // The two regressions are fitted apart; needing tier 2 includes needing more than tier 0.
  const powerful = Math.min(more, sigmoid(total(needsPowerful)))
  return [1 - more, more - powerful, powerful]
}

function tierOf([, medium, powerful]: [number, number, number]): Tier {
  if (powerful >= powerfulFrom) return 2
  return medium + powerful >= mediumFrom ? 1 : 0
}

function reasonsFor(tier: Tier, features: PromptFeatures): string[] {
  const weights = tier === 2 ? needsPowerful : needsMoreThanFast
  const said = contributions(weights, features)
    .filter(({ value }) => (tier === 0 ? value < -0.05 : value > 0.05))
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value))
    .slice(0, 3)
    .map(({ name, value }) => (value > 0 ? featureWords[name].raises : featureWords[name].lowers))
  if (said.length > 0) return said
  return [tier === 0 ? 'nothing in it asks for a larger model' : 'it is between simple and hard']
}

/** Raises the floor for what a small window or a small model cannot hold. */
function floorOfContext(tokens: number): { tier: Tier; reason: string } | null {
  if (tokens >= powerfulContextTokens)
    return { tier: 2, reason: `the conversation is very long (about ${tokens} tokens)` }
  if (tokens >= mediumContextTokens)
    return { tier: 1, reason: `the conversation is long (about ${tokens} tokens)` }
  return null
}

/** The message whose difficulty counts: "yes, go ahead" is as hard as what it says yes to. */
function judgedText(text: string, earlier: readonly string[]): { text: string; inherited: boolean } {
  if (!isFollowUp(text)) return { text, inherited: false }
  const source = earlier.findLast(candidate => !isFollowUp(candidate) && !isThanks(candidate))
  return source === undefined ? { text, inherited: false } : { text: `${source}\n${text}`, inherited: true }
}

/** The first classifier: two small logistic regressions over visible features, aware of the conversation. */
export function createFeatureClassifier(): Classifier {
  return {
    classify(input): Classification {
      const estimatedTokens = Math.max(0, Math.round(input.contextTokens))
      const { preference } = input.operatingPoint
      const said = input.messages.flatMap(({ role, content }) => (role === 'user' ? content : []))
      const text = said.at(-1) ?? ''
      if (isThanks(text)) {
        return {
          class: 'simple',
          tier: 0,
          probabilities: [1, 0, 0],
          reasons: ['it is a thank-you'],
          estimatedTokens,
          gates: [],
          preference,
        }
      }
      const judged = judgedText(text, said.slice(0, -1))
      const features = extractFeatures(judged.text)
      const probabilities = probabilitiesOf(features)
      const own = tierOf(probabilities)
      const floor = floorOfContext(estimatedTokens)
      const tier = floor !== null && floor.tier > own ? floor.tier : own
      const reasons = reasonsFor(own, features)
      if (judged.inherited) reasons.unshift('it continues an earlier request')
      if (floor !== null && floor.tier >= tier) reasons.unshift(floor.reason)
      return {
        class: classes[tier],
        tier,
        probabilities,
        reasons: reasons.slice(0, 3),
        gates: [],
        estimatedTokens,
        preference,
      }
    },
  }
}

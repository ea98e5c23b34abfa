import type { Evidence, TextJudge } from './classifier'
import { type LogisticWeights, needsMoreThanFast, needsPowerful } from './classifier-weights'
import { extractFeatures, type PromptFeatures } from './prompt-features'

const words: Record<keyof PromptFeatures, { raises: string; lowers: string }> = {
  length: { raises: 'it is long', lowers: 'it is short' },
  reasoning: { raises: 'it asks for reasoning or comparison', lowers: 'it asks for no reasoning' },
  making: { raises: 'it asks for something to be made', lowers: 'nothing has to be made' },
  code: { raises: 'it is about code', lowers: 'there is no code' },
  mathematics: { raises: 'it has mathematics', lowers: 'there is no mathematics' },
  demands: { raises: 'it makes several demands', lowers: 'it makes one demand' },
  lookup: { raises: 'it is open-ended', lowers: 'it looks like a quick fact' },
  everyday: { raises: 'it is unusual', lowers: 'it is an everyday request' },
}
const sigmoid = (z: number) => 1 / (1 + Math.exp(-z))

/** Judges a text by the trained model that is shipped. Reads the model at the first text. */
export function createTextJudge(): TextJudge {
  return {
    judge(text) {
      const features = extractFeatures(text)
      const names = Object.keys(features) as (keyof PromptFeatures)[]
      const total = (weights: LogisticWeights) =>
        names.reduce((sum, name) => sum + weights[name] * features[name], weights.bias)
      const more = sigmoid(total(needsMoreThanFast))
      const powerful = Math.min(more, sigmoid(total(needsPowerful)))
      const evidence: Evidence[] = names
        .map(name => ({ name, weight: needsMoreThanFast[name] * features[name] }))
        .filter(({ weight }) => Math.abs(weight) > 0.05)
        .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
        .map(({ name, weight }) => ({ words: weight > 0 ? words[name].raises : words[name].lowers, weight }))
      return { probabilities: [1 - more, more - powerful, powerful], evidence }
    },
  }
}

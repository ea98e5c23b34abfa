import type { PromptFeatures } from './prompt-features'

export interface LogisticWeights extends PromptFeatures {
  bias: number
}

/**
 * From `scripts/fit-classifier.mjs` on 717 public prompts with a gold tier. It orders prompts of sources it has not seen
 * only a little better than chance (AUC .57–.60 for "needs more than tier 0"); docs/routing.md says what that means.
 */
export const needsMoreThanFast: LogisticWeights = {
  bias: -0.75,
  length: 0.83,
  reasoning: 2.05,
  making: 0.71,
  code: 0.65,
  mathematics: 1.89,
  demands: 0.6,
  lookup: -0.56,
  everyday: -1.59,
}

export const needsPowerful: LogisticWeights = {
  bias: -0.81,
  length: 0.44,
  reasoning: 2.32,
  making: 0.6,
  code: 0.62,
  mathematics: 1.55,
  demands: 0.59,
  lookup: -0.5,
  everyday: -1.52,
}

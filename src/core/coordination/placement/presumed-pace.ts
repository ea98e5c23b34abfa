import type { ModelSummary, Tier } from '../../../shared/entities'
import { billionsOf } from './model-billions'
import type { NodePlacement, Pace, PaceLookup } from './types'

/** Gigabytes a second that the memory of a usual machine of that tier is read with: laptop, good card, several of them. */
const memoryGigabytesPerSecond: Record<Tier, number> = { 0: 80, 1: 300, 2: 900 }
const usualBillions: Record<Tier, number> = { 0: 3, 1: 14, 2: 70 }
/** Quantized to about four bits, with what belongs to it. */
const gigabytesPerBillion = 0.65
/** A prompt is read many tokens at a time, so that the weights are fetched less often. */
const readingFactor = 12
const diskGigabytesPerSecond = 1
const startLoadingMs = 1_000
const presumedTtftMs = 150

const clamp = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value))

/** The pace of a model nobody has seen at work there: every token written takes reading all the weights once. */
export function presumePace(tier: Tier, model: string, summary: ModelSummary | undefined): Pace {
  const billions = billionsOf(summary?.parameters ?? null) ?? billionsOf(model) ?? usualBillions[tier]
  const gigabytes = clamp((summary?.sizeBytes ?? 0) / 1e9 || billions * gigabytesPerBillion, 0.1, 2000)
  const tokensPerSecond = clamp(memoryGigabytesPerSecond[tier] / gigabytes, 1, 150)
  return {
    ttftMs: presumedTtftMs,
    promptTokensPerSecond: tokensPerSecond * readingFactor,
    tokensPerSecond,
    loadMs: startLoadingMs + (gigabytes / diskGigabytesPerSecond) * 1000,
    answerTokens: usualAnswer,
    samples: 0,
    isLearnt: false,
    isFresh: false,
  }
}

/** Tokens of a usual answer to a question of that class. */
export const usualAnswer = { simple: 150, moderate: 400, complex: 900 } as const

const presumed: Record<Tier, PaceLookup> = {
  0: { of: model => presumePace(0, model, undefined) },
  1: { of: model => presumePace(1, model, undefined) },
  2: { of: model => presumePace(2, model, undefined) },
}

/** Of a node that nobody keeps book of. */
export const nothingPlaced = (tier: Tier): NodePlacement => ({
  paces: presumed[tier],
  waitMs: null,
  recentRequests: 0,
  passedOver: 0,
  inDemand: [],
})

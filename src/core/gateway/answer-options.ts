import { z } from 'zod'
import type { ReasoningEffort, SamplingOptions } from '../inference/protocol'

/** How answers are drawn, thought about and ended: every dialect has some of these fields, under these names. */

const penalty = z.number().min(-2).max(2).nullish()

export const sampling = {
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  top_k: z.number().int().min(0).max(1_000_000).nullish(),
  min_p: z.number().min(0).max(1).nullish(),
  presence_penalty: penalty,
  frequency_penalty: penalty,
  seed: z.number().int().nullish(),
}
type Sampling = z.output<z.ZodObject<typeof sampling>>

/** What a dialect has no field for is left out of `input`. */
export const toSampling = (input: Partial<Sampling>): Omit<SamplingOptions, 'maxTokens' | 'stop'> => ({
  temperature: input.temperature ?? undefined,
  topP: input.top_p ?? undefined,
  topK: input.top_k ?? undefined,
  minP: input.min_p ?? undefined,
  presencePenalty: input.presence_penalty ?? undefined,
  frequencyPenalty: input.frequency_penalty ?? undefined,
  seed: input.seed ?? undefined,
})

export const maxAnswerTokens = 10_000_000

/** Texts that end an answer. */
export const stopText = z.string().max(1000)
export const maxStops = 16

/** An empty text would end every answer before its first word, and some clients send one for "none". */
export function toStops(stop: string | readonly string[] | null | undefined): readonly string[] | undefined {
  const stops = (typeof stop === 'string' ? [stop] : (stop ?? [])).filter(text => text !== '')
  return stops.length === 0 ? undefined : stops
}

/** The APIs tell more degrees apart than open models do. */
const efforts = {
  none: 'off',
  minimal: 'low',
  low: 'low',
  medium: 'medium',
  high: 'high',
  xhigh: 'high',
  max: 'high',
} as const satisfies Record<string, ReasoningEffort>

export const toReasoning = (effort: keyof typeof efforts | null | undefined): ReasoningEffort | undefined =>
  effort === undefined || effort === null ? undefined : efforts[effort]

import { z } from 'zod'
import type { ReasoningEffort, SamplingOptions } from '../../inference/protocol'

/** Parts that the requests of several OpenAI routes share. */

/** Lone surrogates cannot be written as UTF-8; backends refuse or mangle them. */
export const text = z
  .string()
  .max(4_000_000)
  .transform(value => value.toWellFormed())

export const unsupported = (what: string) => `${what} is not supported.`

/** A name harombe makes something of: `auto`, a tier, a node or a model. */
export const model = z.string().max(256).nullish()

export const callId = z.string().min(1).max(256)

/** As OpenAI documents it, and what the servers behind take as well. */
export const functionName = z
  .string()
  .regex(/^[A-Za-z0-9_.-]{1,64}$/, 'A function name has letters, digits and _ . - only.')

export const functionFields = {
  name: functionName,
  description: z.string().max(16_384).nullish(),
  parameters: z.record(z.string(), z.unknown()).nullish(),
}

const stop = z.string().min(1).max(1000)
const tokens = z.number().int().min(1).max(10_000_000)
const penalty = z.number().min(-2).max(2)

export const maxTokens = tokens.nullish()

/** `top_k` and `min_p` are no fields of OpenAI's; servers of open models take them by these names. */
export const sampling = {
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  top_k: z.number().int().min(0).max(1_000_000).nullish(),
  min_p: z.number().min(0).max(1).nullish(),
  presence_penalty: penalty.nullish(),
  frequency_penalty: penalty.nullish(),
  seed: z.number().int().nullish(),
  stop: z.union([stop, z.array(stop).max(16)], { error: 'stop is a text or at most 16 of them.' }).nullish(),
}
type Sampling = z.output<z.ZodObject<typeof sampling>>

export function toSampling(input: Sampling): Omit<SamplingOptions, 'maxTokens'> {
  const { stop } = input
  return {
    temperature: input.temperature ?? undefined,
    topP: input.top_p ?? undefined,
    topK: input.top_k ?? undefined,
    minP: input.min_p ?? undefined,
    presencePenalty: input.presence_penalty ?? undefined,
    frequencyPenalty: input.frequency_penalty ?? undefined,
    seed: input.seed ?? undefined,
    stop: stop === undefined || stop === null ? undefined : typeof stop === 'string' ? [stop] : stop,
  }
}

/** Fields that would change what an answer is. Others that harombe does not know are ignored, as clients send many. */
export const onlyOneChoice = z.literal(1, { error: unsupported('More than one choice') }).nullish()
export const noLogitBias = z
  .record(z.string(), z.unknown())
  .refine(bias => Object.keys(bias).length === 0, unsupported('logit_bias'))
  .nullish()

/** OpenAI tells more degrees apart than open models do. */
const efforts = {
  none: 'off',
  minimal: 'low',
  low: 'low',
  medium: 'medium',
  high: 'high',
  xhigh: 'high',
  max: 'high',
} as const satisfies Record<string, ReasoningEffort>

export const reasoningEffort = z
  .enum(['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'], {
    error: 'The reasoning effort is none, minimal, low, medium, high, xhigh or max.',
  })
  .nullish()

export const toReasoning = (effort: z.output<typeof reasoningEffort>): ReasoningEffort | undefined =>
  effort === undefined || effort === null ? undefined : efforts[effort]

export const jsonSchemaFields = {
  name: z.string().min(1).max(64),
  schema: z.record(z.string(), z.unknown()).nullish(),
}

import { z } from 'zod'
import { maxAnswerTokens, maxStops, stopText } from '../answer-options'
import { functionName, jsonObject, modelField, unsupported } from '../fields'

/** Parts that the requests of several OpenAI routes share. */

export const model = modelField.nullish()

export const functionFields = {
  name: functionName,
  description: z.string().max(16_384).nullish(),
  parameters: jsonObject.nullish(),
}

export const maxTokens = z.number().int().min(1).max(maxAnswerTokens).nullish()

export const stop = z
  .union([stopText, z.array(stopText).max(maxStops)], { error: 'stop is a text or at most 16 of them.' })
  .nullish()

/** Fields that would change what an answer is. Others that harombe does not know are ignored, as clients send many. */
export const onlyOneChoice = z.literal(1, { error: unsupported('More than one choice') }).nullish()
export const noLogitBias = z
  .record(z.string(), z.unknown())
  .refine(bias => Object.keys(bias).length === 0, unsupported('logit_bias'))
  .nullish()

export const reasoningEffort = z
  .enum(['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'], {
    error: 'The reasoning effort is none, minimal, low, medium, high, xhigh or max.',
  })
  .nullish()

export const jsonSchemaFields = {
  name: z.string().min(1).max(64),
  schema: jsonObject.nullish(),
}

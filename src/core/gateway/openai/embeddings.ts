import { z } from 'zod'
import type { EmbeddingExecution, EmbeddingResult } from '../../coordination/types'
import { text } from '../fields'
import type { Destination } from '../types'
import { model } from './fields'

const one = text.refine(value => value !== '', 'An input is empty.')

const input = z
  .union([one, z.array(one).min(1).max(2048)], {
    error: issue => {
      const { input } = issue
      if (input === '' || (Array.isArray(input) && input.includes(''))) return 'An input is empty.'
      if (Array.isArray(input) && input.some(part => typeof part !== 'string')) {
        return 'Tokens are not supported, for every model has its own; send texts.'
      }
      return 'input is a text or a list of 1 to 2048 texts.'
    },
  })
  .transform(value => (typeof value === 'string' ? [value] : value))

export const embeddingsRequest = z.object({
  model: model,
  input: input,
  encoding_format: z.enum(['float', 'base64']).nullish(),
  dimensions: z.number().int().min(1).max(65_536).nullish(),
})
export type EmbeddingsRequest = z.output<typeof embeddingsRequest>

export const toEmbeddingExecution = (
  request: EmbeddingsRequest,
  destination: Destination,
): EmbeddingExecution => ({
  inputs: request.input,
  dimensions: request.dimensions ?? undefined,
  ...destination,
})

/** Single precision, little-endian: what OpenAI's client asks for unless told otherwise, a quarter of the size of text. */
function encode(vector: readonly number[]): string {
  const bytes = Buffer.allocUnsafe(vector.length * 4)
  for (const [index, value] of vector.entries()) bytes.writeFloatLE(value, index * 4)
  return bytes.toString('base64')
}

export function toEmbeddingList(
  { vectors, promptTokens, model: by, route }: EmbeddingResult,
  format: EmbeddingsRequest['encoding_format'],
): object {
  const tokens = promptTokens ?? route.classification.estimatedTokens
  return {
    object: 'list',
    data: vectors.map((vector, index) => ({
      object: 'embedding',
      index,
      embedding: format === 'base64' ? encode(vector) : vector,
    })),
    model: by,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  }
}

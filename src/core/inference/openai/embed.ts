import { z } from 'zod'
import { HarombeError, hasCode } from '../../../shared/errors'
import { tokenCount } from '../frame-parts'
import type { DocumentBounds, HttpConnection } from '../http/connection'
import type { EmbeddingRequest, Embeddings } from '../protocol'

const answer = z.object({
  data: z.array(z.object({ index: z.number().int().nonnegative(), embedding: z.array(z.number()) })),
  usage: z.object({ prompt_tokens: z.unknown().optional() }).nullish(),
})

/**
 * `POST /v1/embeddings`, as numbers: base64 would be smaller, but some servers answer with numbers whatever was asked.
 * @throws HarombeError
 */
export async function askOpenAiEmbeddings(
  connection: HttpConnection,
  request: EmbeddingRequest,
  bounds: DocumentBounds,
  signal: AbortSignal,
): Promise<Embeddings> {
  const question = {
    method: 'POST',
    path: '/v1/embeddings',
    accept: 'application/json',
    model: request.model,
    body: {
      model: request.model,
      input: request.inputs,
      encoding_format: 'float',
      dimensions: request.dimensions,
    },
  } as const
  const { value } = await connection.askJson(question, bounds, signal).catch((error: unknown) => {
    // A server of chat models only has no such address.
    if (!hasCode(error, 'MALFORMED_RESPONSE') || error.data?.status !== 404) throw error
    throw new HarombeError('NODE_REFUSED', `${connection.host} makes no embeddings.`, {
      hint: 'Choose an embedding model.',
    })
  })
  const parsed = answer.safeParse(value)
  if (!parsed.success) {
    throw new HarombeError('MALFORMED_RESPONSE', `${connection.host} answers, but not with embeddings.`)
  }
  const { usage } = parsed.data
  const data = parsed.data.data.toSorted((a, b) => a.index - b.index)
  // Which vector belongs to which text is nowhere else to be seen.
  if (data.some(({ index }, place) => index !== place)) {
    throw new HarombeError(
      'MALFORMED_RESPONSE',
      `${connection.host} does not number its embeddings properly.`,
    )
  }
  return {
    vectors: data.map(({ embedding }) => embedding),
    promptTokens: tokenCount(usage?.prompt_tokens),
  }
}

import { z } from 'zod'
import { HarombeError } from '../../../shared/errors'
import { tokenCount } from '../frame-parts'
import type { DocumentBounds, HttpConnection } from '../http/connection'
import type { EmbeddingRequest, Embeddings } from '../protocol'

const answer = z.object({
  embeddings: z.array(z.array(z.number())),
  prompt_eval_count: z.unknown().optional(),
})

/**
 * `POST /api/embed`. Texts longer than the context are refused rather than cut: a vector of half a text would be taken
 * for one of the whole. @throws HarombeError
 */
export async function askOllamaEmbeddings(
  connection: HttpConnection,
  request: EmbeddingRequest,
  bounds: DocumentBounds,
  signal: AbortSignal,
): Promise<Embeddings> {
  const question = {
    method: 'POST',
    path: '/api/embed',
    accept: 'application/json',
    model: request.model,
    body: {
      model: request.model,
      input: request.inputs,
      truncate: false,
      dimensions: request.dimensions,
      keep_alive: request.keepAlive,
      ...(request.contextLength === undefined ? {} : { options: { num_ctx: request.contextLength } }),
    },
  } as const
  const { value } = await connection.askJson(question, bounds, signal)
  const parsed = answer.safeParse(value)
  if (!parsed.success) {
    throw new HarombeError('MALFORMED_RESPONSE', `${connection.host} answers, but not with embeddings.`)
  }
  return {
    vectors: parsed.data.embeddings,
    promptTokens: tokenCount(parsed.data.prompt_eval_count),
  }
}

import { HarombeError } from '../../shared/errors'
import { limits } from './limits'
import type { Embeddings } from './protocol'

/**
 * A long list of texts in several questions, one after the other: the answer to each stays small enough to be parsed
 * without holding up everything else, and a server with one slot can let others in between.
 * @param dimensions the length the vectors are to have, if any was asked for
 * @throws HarombeError MALFORMED_RESPONSE when the vectors are not one for each text, all of one length; NODE_REFUSED when
 * it is another than was asked for: many servers do not look at it
 */
export async function embedInBatches(
  inputs: readonly string[],
  dimensions: number | undefined,
  ask: (batch: readonly string[]) => Promise<Embeddings>,
): Promise<Embeddings> {
  const vectors: number[][] = []
  let promptTokens: number | null = 0
  for (let start = 0; start < inputs.length; start += limits.embeddingInputs) {
    const batch = inputs.slice(start, start + limits.embeddingInputs)
    const answer = await ask(batch)
    if (answer.vectors.length !== batch.length) {
      throw new HarombeError(
        'MALFORMED_RESPONSE',
        `The node made ${answer.vectors.length} vectors of ${batch.length} texts.`,
      )
    }
    vectors.push(...answer.vectors)
    promptTokens =
      promptTokens === null || answer.promptTokens === null ? null : promptTokens + answer.promptTokens
  }
  const [first] = vectors
  if (vectors.some(vector => vector.length === 0 || vector.length !== first?.length)) {
    throw new HarombeError('MALFORMED_RESPONSE', 'The node made vectors of different lengths.')
  }
  if (dimensions !== undefined && first !== undefined && first.length !== dimensions) {
    throw new HarombeError(
      'NODE_REFUSED',
      `The model makes vectors of ${first.length} numbers there, not of ${dimensions}.`,
      { hint: 'Ask without dimensions, or take a model that can shorten its vectors.' },
    )
  }
  return { vectors, promptTokens }
}

import { HarombeError } from '../../../../shared/errors'
import type { EmbedTask, EngineReply } from '../messages'
import { contextTooLong } from './engine-error'
import type { LoadedModels } from './loaded-models'

/** Length 1, as the APIs promise: then a dot product is a cosine. */
function normalized(vector: readonly number[], dimensions: number): number[] {
  const kept = vector.slice(0, dimensions)
  const length = Math.sqrt(kept.reduce((sum, value) => sum + value * value, 0))
  if (!Number.isFinite(length)) throw new HarombeError('NODE_ERROR', 'The model made a vector of no numbers.')
  return length === 0 ? kept : kept.map(value => value / length)
}

/** @throws HarombeError, and what the package throws */
export async function embed(
  task: EmbedTask,
  models: LoadedModels,
  emit: (reply: EngineReply) => void,
  signal: AbortSignal,
): Promise<Extract<EngineReply, { type: 'finished' }>> {
  const { context, size } = await models.forEmbedding(
    task.model,
    task.contextLength,
    model => Math.max(...task.inputs.map(input => model.tokenize(input).length)),
    signal,
  )
  const lengths = task.inputs.map(input => context.calculateInputLength(input))
  const longest = Math.max(...lengths)
  if (longest >= size) throw contextTooLong(longest, size)
  for (const [index, input] of task.inputs.entries()) {
    signal.throwIfAborted()
    const { vector } = await context.getEmbeddingFor(input)
    if (vector.length === 0) throw new HarombeError('BAD_REQUEST', 'An empty text has no embedding.')
    const { dimensions = vector.length } = task
    if (dimensions > vector.length || dimensions < 1) {
      throw new HarombeError('BAD_REQUEST', `This model makes vectors of ${vector.length} numbers at most.`)
    }
    emit({ type: 'vector', index, values: normalized(vector, dimensions) })
  }
  const promptTokens = lengths.reduce((sum, length) => sum + length, 0)
  return { type: 'finished', reason: 'stop', promptTokens, completionTokens: 0 }
}

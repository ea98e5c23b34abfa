import type { ModelJob } from '../../../shared/entities'
import { HarombeError } from '../../../shared/errors'
import type { ClusterModels } from '../../coordination/types'

/** What a job that ended otherwise than well is to whoever waited for it. */
export function failureOf({ state, error, model, node }: ModelJob): HarombeError | null {
  if (state === 'failed' && error !== null) return HarombeError.fromShape(error)
  if (state === 'done') return null
  return new HarombeError('CANCELLED', `The work on ${model} on ${node} was cancelled.`)
}

/**
 * Has the work done, or joins it, and waits for its end. Whoever leaves stops waiting and nothing else.
 * @throws HarombeError what the work failed with, CANCELLED
 */
export async function finishJob(
  models: ClusterModels,
  { kind, node, model }: Pick<ModelJob, 'kind' | 'node' | 'model'>,
  signal: AbortSignal,
): Promise<void> {
  let last = models.start(kind, node, model)
  for await (const job of models.follow(last.id, signal)) last = job
  const failure = failureOf(last)
  if (failure !== null) throw failure
}

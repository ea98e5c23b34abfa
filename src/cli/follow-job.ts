import type { HarombeClient } from '../shared/contract'
import type { ModelJob, ModelsView } from '../shared/entities'
import { applyModelsUpdate } from '../shared/entities/models-update'
import { HarombeError } from '../shared/errors'

/** How long a job may take to end after it was told to. */
const cancelPatienceMs = 10_000

async function followToEnd(
  client: HarombeClient,
  id: string,
  signal: AbortSignal,
  onChange: (job: ModelJob) => void,
): Promise<ModelJob> {
  let view: ModelsView | null = null
  for await (const update of client.stream('models.watchModels', {}, { signal })) {
    view = applyModelsUpdate(view, update)
    const job = view?.jobs.find(candidate => candidate.id === id)
    if (job === undefined) break
    onChange(job)
    if (job.state !== 'running') return job
  }
  throw new HarombeError('DISCONNECTED', 'The coordinator no longer tells how it goes.', {
    hint: '`harombe models list` shows what came of it.',
  })
}

/**
 * The job as it ended. When the signal fires the job is cancelled, and its end is waited for.
 * @throws HarombeError DISCONNECTED when the coordinator goes away
 */
export async function followJob(
  client: HarombeClient,
  id: string,
  signal: AbortSignal,
  onChange: (job: ModelJob) => void,
): Promise<ModelJob> {
  try {
    return await followToEnd(client, id, signal, onChange)
  } catch (error) {
    if (!signal.aborted) throw error
    await client.call('models.cancelJob', { id })
    return followToEnd(client, id, AbortSignal.timeout(cancelPatienceMs), () => undefined)
  }
}

import type { ModelJob, ModelsView } from '../../../shared/entities'
import { unknownCapabilities } from '../../../shared/entities'
import { HarombeError } from '../../../shared/errors'
import type { ClusterModels } from '../../coordination/types'
import { nothingKnown } from '../../inference/model-library'

/** What becomes of a job: its states in order, each awaited as it comes; the last one has ended. */
export type JobScript = (job: ModelJob, signal: AbortSignal) => AsyncIterable<ModelJob>

export const endsWell: JobScript = async function* (job) {
  yield job
  yield { ...job, state: 'done', status: 'success', endedAt: job.startedAt + 1 }
}

/** The models of a cluster that start what they are asked to and do with it what the script says. */
export function createFakeModels(view: Partial<ModelsView> = {}) {
  const started: Pick<ModelJob, 'kind' | 'node' | 'model'>[] = []
  const cancelled: string[] = []
  const jobs = new Map<string, ModelJob>()
  let script = endsWell

  const current: ModelsView = { nodes: [], models: [], jobs: [], ...view }

  function jobOf(id: string): ModelJob {
    const job = jobs.get(id)
    if (job === undefined) throw new HarombeError('NOT_FOUND', 'There is no such job.')
    return job
  }

  const models: ClusterModels = {
    view: () => current,
    async *watch() {
      yield current
    },
    async describe(node, model) {
      const known = current.models.find(entry => entry.node === node && entry.name === model)
      if (known === undefined) throw new HarombeError('MODEL_MISSING', `${node} has no model ${model}.`)
      const { capabilities } = known
      return { ...nothingKnown(model), ...known, capabilities: { ...unknownCapabilities, ...capabilities } }
    },
    start(kind, node, model) {
      started.push({ kind, node, model })
      const job: ModelJob = {
        id: `job-${started.length}`,
        kind,
        node,
        model,
        state: 'running',
        status: 'starting',
        completedBytes: 0,
        totalBytes: null,
        bytesPerSecond: null,
        startedAt: 1,
        endedAt: null,
        error: null,
      }
      jobs.set(job.id, job)
      return job
    },
    follow: (id, signal) => script(jobOf(id), signal),
    cancel: id => void cancelled.push(id),
    catalogue: () => [],
  }
  return {
    models,
    started,
    cancelled,
    play(next: JobScript): void {
      script = next
    },
  }
}

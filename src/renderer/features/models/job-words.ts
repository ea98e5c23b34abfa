import type { ModelJob } from '../../../shared/entities'
import { jobEndings } from '../../../shared/entities/model-work'
import { formatDuration, formatPart, formatSize } from '../../format'

export const runningWords = {
  pull: 'Pulling',
  load: 'Loading',
  unload: 'Unloading',
  remove: 'Deleting',
} as const satisfies Record<ModelJob['kind'], string>
const failed = {
  pull: 'could not be pulled to',
  load: 'could not be loaded on',
  unload: 'could not be unloaded on',
  remove: 'could not be deleted from',
} as const

export const runningTitle = (job: ModelJob) => `${runningWords[job.kind]} ${job.model}`

export const failedTitle = (job: ModelJob) => `${job.model} ${failed[job.kind]} ${job.node}`

/** For a toast and the live region. */
export const doneTitle = (job: ModelJob) => `${job.model} ${jobEndings[job.kind]} ${job.node}`

/** Milliseconds until all is there at the present speed; null when that cannot be said. */
export function timeLeft({ completedBytes, totalBytes, bytesPerSecond }: ModelJob): number | null {
  if (totalBytes === null || bytesPerSecond === null || bytesPerSecond < 1) return null
  return (Math.max(0, totalBytes - completedBytes) / bytesPerSecond) * 1000
}

/** Tenths of a second would only flicker. */
const leftText = (ms: number) => (ms < 10_000 ? `${Math.ceil(ms / 1000)} s` : formatDuration(ms))

export interface JobFigures {
  /** "1.2 GB of 4.7 GB", or the server's own word before there is a figure. */
  amount: string
  /** "24 MB/s"; null while it is not known. */
  speed: string | null
  /** "2 min 25 s left"; null when that cannot be said. */
  left: string | null
}

export function jobFigures(job: ModelJob): JobFigures {
  const { completedBytes, totalBytes, bytesPerSecond, status } = job
  const complete = totalBytes !== null && completedBytes >= totalBytes
  const left = complete ? null : timeLeft(job)
  return {
    amount:
      totalBytes === null || totalBytes === 0
        ? completedBytes === 0
          ? status
          : formatSize(completedBytes)
        : complete
          ? status
          : formatPart(completedBytes, totalBytes),
    speed:
      complete || bytesPerSecond === null || bytesPerSecond < 1 ? null : `${formatSize(bytesPerSecond)}/s`,
    // Seconds that jump about say less than none.
    left: left === null ? null : left < 1000 ? 'nearly done' : `${leftText(left)} left`,
  }
}

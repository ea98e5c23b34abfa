import type { ModelJob } from '../../../shared/entities'
import { spoken } from '../../../shared/texts/spoken'
import type { Translate } from '../../../shared/texts/translator'
import { formatDuration, formatPart, formatSize } from '../../format'

export const failedTitle = ({ kind, model, node }: ModelJob, t: Translate): string =>
  t(`models.job.failedTitle.${kind}`, { model, node })

/** For a toast and the live region. */
export const doneTitle = ({ kind, model, node }: ModelJob, t: Translate): string =>
  t(`models.job.doneTitle.${kind}`, { model, node })

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

export function jobFigures(job: ModelJob, t: Translate): JobFigures {
  const { completedBytes, totalBytes, bytesPerSecond } = job
  const status = spoken(job.status, t)
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
      complete || bytesPerSecond === null || bytesPerSecond < 1
        ? null
        : t('models.job.speed', { size: formatSize(bytesPerSecond) }),
    // Seconds that jump about say less than none.
    left:
      left === null
        ? null
        : left < 1000
          ? t('models.job.nearlyDone')
          : t('models.job.left', { duration: leftText(left) }),
  }
}

import type { ModelJob } from '../shared/entities'
import { partText, sizeText } from '../shared/sizes'
import { type Terminal, withoutControls } from './output'

function duration(seconds: number): string {
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  const minutes = Math.floor(whole / 60)
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** Whole percent, rounded down; null while nobody knows how much there is to do. */
function percent({ completedBytes, totalBytes }: ModelJob): number | null {
  return totalBytes === null || totalBytes === 0
    ? null
    : Math.min(100, Math.floor((completedBytes / totalBytes) * 100))
}

/** "41 %, 1.9 of 4.7 GB, 24 MB/s, 2 min left", without what is not known; the server's own word before there is a figure. */
export function progressText(job: ModelJob): string {
  const { completedBytes, totalBytes, bytesPerSecond, status } = job
  const share = percent(job)
  if (totalBytes === null || share === null || share === 100) {
    return completedBytes > 0 && share !== 100 ? `${status}, ${sizeText(completedBytes)}` : status
  }
  const speed = bytesPerSecond !== null && bytesPerSecond >= 1 ? bytesPerSecond : null
  return [
    `${share} %`,
    partText(completedBytes, totalBytes),
    ...(speed === null
      ? []
      : [`${sizeText(speed)}/s`, `${duration((totalBytes - completedBytes) / speed)} left`]),
  ].join(', ')
}

export interface JobProgress {
  show(job: ModelJob): void
  /** Leaves the line clean for what comes next. */
  end(): void
}

/** Who watches sees one line change; into a file go the stages and every tenth part; with `--json` nothing. */
export function createJobProgress(terminal: Terminal): JobProgress {
  let told = ''
  return {
    show(job) {
      if (terminal.json || job.state !== 'running') return
      if (terminal.live) {
        terminal.status(`${job.model} → ${job.node}: ${progressText(job)}`)
        return
      }
      const share = percent(job)
      const mark = share === null || share === 100 ? job.status : `${Math.floor(share / 10) * 10} %`
      if (mark === told) return
      told = mark
      terminal.note(withoutControls(progressText(job)))
    },
    end() {
      if (!terminal.json) terminal.status('')
    },
  }
}

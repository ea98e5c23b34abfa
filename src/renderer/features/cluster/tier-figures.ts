import type { TierStatistics } from '../../../shared/entities'
import { formatCount, formatDuration, formatSpeed, plural } from '../../format'

export interface TierFigures {
  counts: string
  speed: string
}

/** What a tier did since the start, for the two lines below its name. */
export function tierFigures(statistics: TierStatistics | undefined): TierFigures {
  if (statistics === undefined || statistics.answers + statistics.failures === 0) {
    return { counts: 'No answer yet', speed: '' }
  }
  const { answers, failures, fallbacks, ttftMs, tokensPerSecond } = statistics
  const counts = [plural(answers, 'answer')]
  if (failures > 0) counts.push(`${formatCount(failures)} failed`)
  if (fallbacks > 0) counts.push(`${formatCount(fallbacks)} for another tier`)
  const speed = [
    ttftMs === null ? null : `first token ${formatDuration(ttftMs)}`,
    tokensPerSecond === null ? null : `${formatSpeed(tokensPerSecond)} tok/s`,
  ]
  return { counts: counts.join(' · '), speed: speed.filter(part => part !== null).join(' · ') }
}

import type { TierStatistics } from '../../../shared/entities'
import type { Translate } from '../../../shared/texts/translator'
import { formatCount, formatDuration, formatSpeed } from '../../format'

export interface TierFigures {
  counts: string
  speed: string
}

/** What a tier did since the start, for the two lines below its name. */
export function tierFigures(statistics: TierStatistics | undefined, t: Translate): TierFigures {
  if (statistics === undefined || statistics.answers + statistics.failures === 0) {
    return { counts: t('cluster.dashboard.lane.noAnswer'), speed: '' }
  }
  const { answers, failures, fallbacks, ttftMs, tokensPerSecond } = statistics
  const counts: string[] = [
    t('cluster.dashboard.lane.answers', { count: answers, number: formatCount(answers) }),
  ]
  if (failures > 0) counts.push(t('cluster.dashboard.lane.failed', { number: formatCount(failures) }))
  if (fallbacks > 0) counts.push(t('cluster.dashboard.lane.forOthers', { number: formatCount(fallbacks) }))
  const speed = [
    ttftMs === null ? null : t('cluster.dashboard.lane.ttft', { time: formatDuration(ttftMs) }),
    tokensPerSecond === null
      ? null
      : t('cluster.dashboard.lane.speed', { speed: formatSpeed(tokensPerSecond) }),
  ]
  return { counts: counts.join(' · '), speed: speed.filter(part => part !== null).join(' · ') }
}

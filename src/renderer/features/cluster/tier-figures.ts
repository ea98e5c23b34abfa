import type { TierStatistics } from '../../../shared/entities'
import { formatCount, formatDuration, formatSpeed, plural } from '../../format'

/** What a tier did since the start, for the line below its name; empty before its first answer. */
export function tierFigures(statistics: TierStatistics | undefined): string[] {
  if (statistics === undefined || statistics.answers + statistics.failures === 0) return []
  const { answers, failures, fallbacks, ttftMs, tokensPerSecond } = statistics
  const figures = [plural(answers, 'answer')]
  if (failures > 0) figures.push(`${formatCount(failures)} failed`)
  if (ttftMs !== null) figures.push(`first token ${formatDuration(ttftMs)}`)
  if (tokensPerSecond !== null) figures.push(`${formatSpeed(tokensPerSecond)} tok/s`)
  if (fallbacks > 0) figures.push(`${formatCount(fallbacks)} for another tier`)
  return figures
}

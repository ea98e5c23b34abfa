import type { Translate } from '../../../../shared/texts/translator'
import { formatCount, formatDuration, formatMemory, formatSpeed } from '../../../format'
import { type HistoryFigure, isGap, type NodeHistory } from './node-history'

/** A figure as a cell or an axis shows it; a missing one as a dash. */
export function figureText(figure: HistoryFigure, value: number | null): string {
  switch (figure) {
    case 'active':
    case 'queued':
    case 'slots':
    case 'errors':
      return value === null ? '–' : formatCount(value)
    case 'tokensPerSecond':
      return formatSpeed(value)
    case 'ttftMs':
    case 'latencyMs':
      return formatDuration(value)
    case 'memoryBytes':
      return formatMemory(value)
  }
}

/** In the order in which the charts stand below each other. */
const spoken = [
  'active',
  'queued',
  'errors',
  'tokensPerSecond',
  'ttftMs',
  'latencyMs',
  'memoryBytes',
] as const

/** All that is known of one moment, such as "12:03:05: answering 1, 34 tokens/s, latency 2 ms". */
export function momentText({ columns }: NodeHistory, index: number, time: string, t: Translate): string {
  if (isGap(columns, index)) return t('cluster.figures.history.away', { time })
  const parts = spoken.flatMap(figure => {
    const value = columns[figure][index] ?? null
    if (value === null || (value === 0 && (figure === 'queued' || figure === 'errors'))) return []
    if (figure === 'errors') return [t('cluster.figures.history.figure.errors', { count: value })]
    return [t(`cluster.figures.history.figure.${figure}`, { value: figureText(figure, value) })]
  })
  const figures = parts.length === 0 ? t('cluster.figures.history.nothing') : parts.join(', ')
  return t('cluster.figures.history.at', { time, figures })
}

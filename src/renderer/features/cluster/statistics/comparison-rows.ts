import type { RequestFigures, RequestStatistics } from '../../../../shared/contract/activity'
import { tierName } from '../../../../shared/entities/tier-words'
import type { Translate } from '../../../../shared/texts/translator'
import { formatCount, formatDuration, formatShare, formatSpeed } from '../../../format'

export interface ComparisonRow {
  name: string
  /** Texts, in the order of `comparisonColumns`. */
  cells: string[]
}

export const comparisonColumns = ['answers', 'success', 'ttft', 'speed', 'queued', 'tokens'] as const

function cellsOf({ answers, failures, ttftMs, tokensPerSecond, queuedMs, tokens }: RequestFigures): string[] {
  const ended = answers + failures
  return [
    formatCount(answers),
    formatShare(ended === 0 ? null : answers / ended),
    formatDuration(ttftMs?.p50 ?? null),
    formatSpeed(tokensPerSecond?.p50 ?? null),
    formatDuration(queuedMs?.p50 ?? null),
    formatCount(tokens),
  ]
}

export const tierRows = ({ tiers }: Pick<RequestStatistics, 'tiers'>, t: Translate): ComparisonRow[] =>
  tiers
    .toSorted((a, b) => a.tier - b.tier)
    .map(({ tier, ...figures }) => ({ name: tierName(tier, t), cells: cellsOf(figures) }))

export const nodeRows = ({ nodes }: Pick<RequestStatistics, 'nodes'>): ComparisonRow[] =>
  nodes.map(({ node, ...figures }) => ({ name: node, cells: cellsOf(figures) }))

import type { ClusterSummary } from '../../../shared/entities'
import { type Figure, splitUnit } from '../../components'
import { formatCount, formatDuration, formatShare, formatSpeed, missing, plural } from '../../format'

/** The five figures of the header, ready to be shown. */
export function summaryFigures(summary: ClusterSummary): Figure[] {
  const finished = summary.answers + summary.failures
  return [
    {
      label: 'Answers',
      value: formatCount(summary.answers),
      note: summary.failures === 0 ? 'none failed' : `${formatCount(summary.failures)} failed`,
    },
    {
      label: 'Success',
      value: finished === 0 ? missing : formatShare(summary.answers / finished),
      note: summary.failovers === 0 ? 'no failover' : plural(summary.failovers, 'failover'),
    },
    splitUnit('First token', formatDuration(summary.ttftMs), 'median'),
    {
      label: 'Speed',
      value: formatSpeed(summary.tokensPerSecond),
      ...(summary.tokensPerSecond === null ? {} : { unit: 'tok/s' }),
      note: 'median',
    },
    {
      label: 'Simple kept on Fast',
      value: formatShare(summary.simpleOnTier0),
      note: summary.simpleOnTier0 === null ? 'no simple question yet' : 'of simple questions',
    },
  ]
}

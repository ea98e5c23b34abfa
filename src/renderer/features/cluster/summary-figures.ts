import type { ClusterSummary } from '../../../shared/entities'
import { formatCount, formatDuration, formatShare, formatSpeed, missing, plural } from '../../format'

export interface Figure {
  label: string
  value: string
  unit?: string
  /** The small line below. */
  note: string
}

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

function splitUnit(label: string, text: string, note: string): Figure {
  const match = /^(\S+) (\S+)$/.exec(text)
  return match?.[1] === undefined || match[2] === undefined
    ? { label, value: text, note }
    : { label, value: match[1], unit: match[2], note }
}

import { memo } from 'react'
import type { RequestRecord } from '../../../../shared/entities'
import { tierName } from '../../../../shared/entities/tier-words'
import { cellPadding, classNames, TierGlyph } from '../../../components'
import { formatCount, formatDuration, formatSpeed, missing, plural } from '../../../format'
import { formatRoute } from '../../../navigation'
import { texts } from '../../../texts'
import { cn, StatusDot } from '../../../ui'
import { endedAt, missedTier, outcomeLook, timeText } from '../activity-words'

/** Pixels. All rows have it, wide or narrow; see windowOf. */
export const rowHeight = 44

/** The columns of head and rows; some only where the table has room for them. */
export const columns = [
  { name: 'Ended', width: 'w-24 @md:w-34', cell: '' },
  { name: 'Outcome', width: 'w-28', cell: 'hidden @md:table-cell' },
  { name: 'Node', width: '', cell: '' },
  { name: 'Model', width: 'w-[18%]', cell: 'hidden @5xl:table-cell' },
  { name: 'Class', width: 'w-28', cell: 'hidden @6xl:table-cell' },
  { name: 'First token', width: 'w-24', cell: 'hidden text-right @3xl:table-cell' },
  { name: 'In all', width: 'w-20', cell: 'text-right' },
  { name: 'Tokens', width: 'w-20', cell: 'hidden text-right @3xl:table-cell' },
  { name: 'Tok/s', width: 'w-18', cell: 'hidden text-right @3xl:table-cell' },
] as const

export interface RequestRowProps {
  record: RequestRecord
  index: number
  /** The one row that Tab leads to. */
  isCurrent: boolean
  now: number
}

/** The row is one large link to its details. */
export const RequestRow = memo(function RequestRow({ record, index, isCurrent, now }: RequestRowProps) {
  const figures = [
    <span key="model" className="font-mono normal-nums">
      {record.model ?? missing}
    </span>,
    record.class === null ? missing : classNames[record.class].replace(/ question$/, ''),
    formatDuration(record.ttftMs),
    formatDuration(record.durationMs),
    formatCount(record.tokens),
    formatSpeed(record.tokensPerSecond),
  ]
  const { shape, label } = outcomeLook(record.outcome)
  return (
    // The head is the first row.
    <tr
      aria-rowindex={index + 2}
      style={{ height: rowHeight }}
      className="relative focus-within:bg-hover hover:bg-hover"
    >
      <td className={cn(cellPadding, 'border-line border-b')}>
        <a
          href={formatRoute({ page: 'activity', request: record.id })}
          data-row={index}
          tabIndex={isCurrent ? 0 : -1}
          className="block truncate outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2"
        >
          {timeText(endedAt(record), now)}
        </a>
      </td>
      <td className={cn(cellPadding, columns[1].cell, 'border-line border-b')}>
        <StatusDot shape={shape} label={label} />
      </td>
      <td className={cn(cellPadding, 'border-line border-b')}>
        <WhoAnswered record={record} />
      </td>
      {figures.map((figure, at) => (
        <td
          // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
          key={at}
          className={cn(cellPadding, columns[at + 3]?.cell, 'truncate border-line border-b text-muted')}
        >
          {figure}
        </td>
      ))}
    </tr>
  )
})

function WhoAnswered({ record }: { record: RequestRecord }) {
  const missed = missedTier(record)
  const { shape, label } = outcomeLook(record.outcome)
  const seams = record.failovers.length
  return (
    <div className="flex min-w-0 items-center gap-1.5">
      {/* The narrow table has no column for it. */}
      <StatusDot shape={shape} label={label} hideLabel className="@md:hidden" />
      {record.tier === null ? null : <TierGlyph tier={record.tier} className="text-muted" />}
      <div className="min-w-0 leading-4">
        <p className="truncate font-medium normal-nums">{record.node ?? 'no node'}</p>
        {missed === null && seams === 0 ? null : (
          <p className="truncate text-muted">
            {seams === 0 ? null : <span className="text-warn">{plural(seams, 'failover')}</span>}
            {seams === 0 || missed === null ? '' : ', '}
            {missed === null ? '' : `for ${tierName(missed, texts.t)}`}
          </p>
        )}
      </div>
    </div>
  )
}

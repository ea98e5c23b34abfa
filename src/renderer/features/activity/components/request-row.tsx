import { memo } from 'react'
import type { RequestRecord } from '../../../../shared/entities'
import { tierName } from '../../../../shared/entities/tier-words'
import type { Translate } from '../../../../shared/texts/translator'
import { clockText } from '../../../clock-text'
import { cellPadding, TierGlyph } from '../../../components'
import { formatCount, formatDuration, formatSpeed, missing } from '../../../format'
import { formatRoute } from '../../../navigation'
import { cn, StatusDot } from '../../../ui'
import { endedAt, missedTier, outcomeLook } from '../activity-words'

/** Pixels. All rows have it, wide or narrow; see windowOf. */
export const rowHeight = 44

const tracks = [
  { text: 'ended', width: 'w-24 @md:w-34', cell: '' },
  { text: 'outcome', width: 'w-28', cell: 'hidden @md:table-cell' },
  { text: 'node', width: '', cell: '' },
  { text: 'model', width: 'w-[18%]', cell: 'hidden @5xl:table-cell' },
  { text: 'class', width: 'w-28', cell: 'hidden @6xl:table-cell' },
  { text: 'firstToken', width: 'w-24', cell: 'hidden text-right @3xl:table-cell' },
  { text: 'inAll', width: 'w-20', cell: 'text-right @max-3xl:pr-4' },
  { text: 'tokens', width: 'w-20', cell: 'hidden text-right @3xl:table-cell' },
  { text: 'speed', width: 'w-18', cell: 'hidden text-right @3xl:table-cell' },
] as const

/** Of head and rows; some only where the table has room for them. */
export const requestColumns = (t: Translate) =>
  tracks.map(({ text, ...track }) => ({ ...track, name: t(`activity.columns.${text}`) }))

export interface RequestRowProps {
  record: RequestRecord
  index: number
  /** The one row that Tab leads to. */
  isCurrent: boolean
  now: number
  /** Handed down, and another function when the language changes: a subscription a row is felt when thousands scroll by. */
  t: Translate
  language: string
}

/** The row is one large link to its details. */
export const RequestRow = memo(function RequestRow(props: RequestRowProps) {
  const { record, index, isCurrent, now, t, language } = props
  const figures = [
    <span key="model" className="font-mono normal-nums">
      {record.model ?? missing}
    </span>,
    record.class === null ? missing : t(`activity.classes.${record.class}`),
    formatDuration(record.ttftMs),
    formatDuration(record.durationMs),
    formatCount(record.tokens),
    formatSpeed(record.tokensPerSecond),
  ]
  const { shape, label } = outcomeLook(record.outcome, t)
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
          {clockText(endedAt(record), now, language)}
        </a>
      </td>
      <td className={cn(cellPadding, tracks[1].cell, 'border-line border-b')}>
        <StatusDot shape={shape} label={label} />
      </td>
      <td className={cn(cellPadding, 'border-line border-b')}>
        <WhoAnswered record={record} t={t} />
      </td>
      {figures.map((figure, at) => (
        <td
          // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
          key={at}
          className={cn(cellPadding, tracks[at + 3]?.cell, 'truncate border-line border-b text-muted')}
        >
          {figure}
        </td>
      ))}
    </tr>
  )
})

function WhoAnswered({ record, t }: Pick<RequestRowProps, 'record' | 't'>) {
  const missed = missedTier(record)
  const { shape, label } = outcomeLook(record.outcome, t)
  const seams = record.failovers.length
  return (
    <div className="flex min-w-0 items-center gap-1.5">
      {/* The narrow table has no column for it. */}
      <StatusDot shape={shape} label={label} hideLabel className="@md:hidden" />
      {record.tier === null ? null : <TierGlyph tier={record.tier} className="text-muted" />}
      <div className="min-w-0 leading-4">
        <p className="truncate font-medium normal-nums">{record.node ?? t('activity.noNode')}</p>
        {missed === null && seams === 0 ? null : (
          <p className="truncate text-muted">
            {seams === 0 ? null : (
              <span className="text-warn">{t('activity.failovers', { count: seams, figure: seams })}</span>
            )}
            {seams === 0 || missed === null ? '' : ', '}
            {missed === null ? '' : t('activity.wantedTier', { tier: tierName(missed, t) })}
          </p>
        )}
      </div>
    </div>
  )
}

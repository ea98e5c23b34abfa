import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { AuditEntry } from '../../../../shared/entities'
import type { Translate } from '../../../../shared/texts/translator'
import { clockText } from '../../../clock-text'
import { cellPadding, ToolIcon, toolTitle } from '../../../components'
import { missing } from '../../../format'
import { revealHidden } from '../../../markdown'
import { cn, StatusDot } from '../../../ui'
import { entryLook } from '../audit-words'

/** Pixels. All rows have it; see windowOf. */
export const rowHeight = 40

const tracks = [
  { text: 'when', width: 'w-22 @md:w-34', cell: '' },
  { text: 'what', width: 'w-34 @md:w-50', cell: '' },
  { text: 'tool', width: 'w-44', cell: 'hidden @2xl:table-cell' },
  { text: 'call', width: '', cell: '' },
  { text: 'by', width: 'w-30', cell: 'hidden @4xl:table-cell' },
] as const

export const auditColumns = (t: Translate) =>
  tracks.map(({ text, ...track }) => ({ ...track, name: t(`tools.audit.columns.${text}`) }))

export interface AuditRowProps {
  entry: AuditEntry
  index: number
  /** The one row that Tab leads to. */
  isCurrent: boolean
  now: number
  onOpen(sequence: number): void
}

/** One line; the row is one large button to its details. */
export const AuditRow = memo(function AuditRow({ entry, index, isCurrent, now, onOpen }: AuditRowProps) {
  const { t, i18n } = useTranslation()
  const { shape, text } = entryLook(entry, t)
  const cell = cn(cellPadding, 'truncate border-line border-b')
  return (
    // The head is the first row.
    <tr
      aria-rowindex={index + 2}
      style={{ height: rowHeight }}
      className="relative focus-within:bg-hover hover:bg-hover"
    >
      <td className={cell}>
        <button
          type="button"
          data-row={index}
          tabIndex={isCurrent ? 0 : -1}
          onClick={() => onOpen(entry.sequence)}
          className="block w-full truncate text-left outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2"
        >
          {clockText(entry.at, now, i18n.language)}
        </button>
      </td>
      <td className={cell}>
        <StatusDot shape={shape} label={text} />
      </td>
      <td className={cn(cell, tracks[2].cell)}>
        <span className="flex items-center gap-1.5">
          <ToolIcon risk={entry.risk} className="size-3.5 shrink-0 text-muted" />
          <span className="truncate">{toolTitle(entry.tool, t)}</span>
        </span>
      </td>
      <td className={cn(cell, 'font-mono text-muted')}>{revealHidden(entry.summary)}</td>
      <td className={cn(cell, tracks[4].cell, 'text-muted')}>{entry.by ?? missing}</td>
    </tr>
  )
})

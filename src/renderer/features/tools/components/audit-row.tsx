import { memo } from 'react'
import type { AuditEntry } from '../../../../shared/entities'
import { cellPadding, ToolIcon, toolTitle } from '../../../components'
import { missing } from '../../../format'
import { revealHidden } from '../../../markdown'
import { texts } from '../../../texts'
import { cn, StatusDot } from '../../../ui'
import { entryLook, timeText } from '../audit-words'

/** Pixels. All rows have it; see windowOf. */
export const rowHeight = 40

export const columns = [
  { name: 'When', width: 'w-34', cell: '' },
  { name: 'What happened', width: 'w-50', cell: '' },
  { name: 'Tool', width: 'w-44', cell: 'hidden @2xl:table-cell' },
  { name: 'Call', width: '', cell: '' },
  { name: 'By', width: 'w-30', cell: 'hidden @4xl:table-cell' },
] as const

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
  const { shape, text } = entryLook(entry)
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
          {timeText(entry.at, now)}
        </button>
      </td>
      <td className={cell}>
        <StatusDot shape={shape} label={text} />
      </td>
      <td className={cn(cell, columns[2].cell)}>
        <span className="flex items-center gap-1.5">
          <ToolIcon risk={entry.risk} className="size-3.5 shrink-0 text-muted" />
          <span className="truncate">{toolTitle(entry.tool, texts.t)}</span>
        </span>
      </td>
      <td className={cn(cell, 'font-mono text-muted')}>{revealHidden(entry.summary)}</td>
      <td className={cn(cell, columns[4].cell, 'text-muted')}>{entry.by ?? missing}</td>
    </tr>
  )
})

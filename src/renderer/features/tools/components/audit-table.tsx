import { useLayoutEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { AuditEntry } from '../../../../shared/entities'
import { WindowedTable } from '../../../components'
import { useNow } from '../../../use-now'
import { AuditRow, auditColumns, rowHeight } from './audit-row'

export interface AuditTableProps {
  /** Newest first. */
  entries: readonly AuditEntry[]
  hasMore: boolean
  onNearEnd(): void
  onOpen(sequence: number): void
}

const sequenceOf = ({ sequence }: AuditEntry) => sequence

export function AuditTable({ entries, hasMore, onNearEnd, onOpen }: AuditTableProps) {
  const { t } = useTranslation()
  const columns = useMemo(() => auditColumns(t), [t])
  const scroller = useRef<HTMLDivElement>(null)
  const now = useNow(60_000)
  const newest = entries[0]?.sequence

  // Lines that come in above move nothing under whoever reads further down.
  const before = useRef(newest)
  useLayoutEffect(() => {
    const oldNewest = before.current
    before.current = newest
    const element = scroller.current
    if (element === null || element.scrollTop < rowHeight || oldNewest === newest) return
    const added = entries.findIndex(({ sequence }) => sequence === oldNewest)
    if (added > 0) element.scrollTop += added * rowHeight
  }, [entries, newest])

  return (
    <div className="@container flex min-h-0 flex-initial flex-col overflow-hidden rounded-lg border border-line bg-surface shadow-sm">
      <WindowedTable
        label={t('tools.audit.title')}
        {...{ columns, rowHeight, hasMore, onNearEnd, scroller }}
        items={entries}
        keyOf={sequenceOf}
        renderRow={(entry, index, isCurrent) => (
          <AuditRow entry={entry} index={index} isCurrent={isCurrent} now={now} onOpen={onOpen} />
        )}
      />
    </div>
  )
}

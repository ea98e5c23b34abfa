import {
  Fragment,
  type KeyboardEvent,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import type { AuditEntry } from '../../../../shared/entities'
import { cn } from '../../../ui'
import { useNow } from '../../../use-now'
import { type RowWindow, rowAfterKey, windowOf } from '../../../window-rows'
import { AuditRow, cellPadding, columns, rowHeight } from './audit-row'

/** Pixels before the end at which the next page is asked for. */
const loadAheadPx = 40 * rowHeight

export interface AuditTableProps {
  /** Newest first. */
  entries: readonly AuditEntry[]
  hasMore: boolean
  onNearEnd(): void
  onOpen(sequence: number): void
}

/** Only the rows in sight are in the page. Arrow keys, Page, Home and End walk; Enter opens. */
export function AuditTable({ entries, hasMore, onNearEnd, onOpen }: AuditTableProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const [shown, setShown] = useState<RowWindow>({ first: 0, end: 0 })
  const [current, setCurrent] = useState(0)
  const focusNext = useRef<number | null>(null)
  const now = useNow(60_000)
  const count = entries.length
  const at = Math.min(current, Math.max(0, count - 1))
  const newest = entries[0]?.sequence

  const measure = useCallback(() => {
    const element = scroller.current
    if (element === null) return
    const { scrollTop, clientHeight, scrollHeight } = element
    const next = windowOf({ top: scrollTop, height: clientHeight, rowHeight, count })
    setShown(before => (before.first === next.first && before.end === next.end ? before : next))
    if (scrollHeight - scrollTop - clientHeight < loadAheadPx) onNearEnd()
  }, [count, onNearEnd])
  useLayoutEffect(measure, [measure])
  useEffect(() => {
    if (scroller.current === null) return
    const observer = new ResizeObserver(measure)
    observer.observe(scroller.current)
    return () => observer.disconnect()
  }, [measure])

  // Lines that come in above move nothing under whoever reads further down.
  const before = useRef({ newest, count })
  useLayoutEffect(() => {
    const { newest: oldNewest } = before.current
    before.current = { newest, count }
    const element = scroller.current
    if (element === null || element.scrollTop < rowHeight || oldNewest === newest) return
    const added = entries.findIndex(({ sequence }) => sequence === oldNewest)
    if (added > 0) element.scrollTop += added * rowHeight
  }, [entries, newest, count])

  useLayoutEffect(() => {
    if (focusNext.current === null) return
    const row = scroller.current?.querySelector<HTMLElement>(`[data-row="${focusNext.current}"]`)
    focusNext.current = null
    row?.focus({ preventScroll: true })
  })

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>): void {
    const element = scroller.current
    if (element === null || event.altKey || event.ctrlKey || event.metaKey) return
    const page = Math.max(1, Math.floor(element.clientHeight / rowHeight) - 1)
    const to = rowAfterKey(event.key, at, page, count)
    if (to === null) return
    event.preventDefault()
    const top = to * rowHeight
    // Below the head, which stays.
    if (top < element.scrollTop) element.scrollTop = top
    else if (top + 2 * rowHeight > element.scrollTop + element.clientHeight)
      element.scrollTop = top + 2 * rowHeight - element.clientHeight
    focusNext.current = to
    setCurrent(to)
    measure()
  }

  const indexes = shownIndexes(shown, count === 0 ? null : at)
  return (
    <div className="@container flex min-h-0 flex-initial flex-col overflow-hidden rounded-lg border border-line bg-surface shadow-sm">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the buttons inside */}
      <div
        ref={scroller}
        onScroll={measure}
        onKeyDown={onKeyDown}
        onFocus={event => {
          const row = event.target instanceof HTMLElement ? event.target.dataset.row : undefined
          if (row !== undefined) setCurrent(Number(row))
        }}
        className="min-h-0 flex-initial overflow-y-auto overscroll-contain [overflow-anchor:none]"
      >
        <table
          aria-label="Audit"
          aria-rowcount={hasMore ? -1 : count + 1}
          className="w-full table-fixed border-separate border-spacing-0 text-left text-xs"
        >
          <thead className="sticky top-0 z-10 bg-canvas">
            <tr aria-rowindex={1}>
              {columns.map(({ name, width, cell }) => (
                <th
                  key={name}
                  scope="col"
                  className={cn(cellPadding, cell, width, 'border-line border-b py-2 font-medium text-muted')}
                >
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {indexes.map((index, place) => {
              const entry = entries[index]
              const gap = index - ((indexes[place - 1] ?? -1) + 1)
              return entry === undefined ? null : (
                <Fragment key={entry.sequence}>
                  <Gap rows={gap} />
                  <AuditRow entry={entry} index={index} isCurrent={index === at} now={now} onOpen={onOpen} />
                </Fragment>
              )
            })}
            <Gap rows={count - ((indexes.at(-1) ?? -1) + 1)} />
          </tbody>
        </table>
      </div>
    </div>
  )
}

/** The rows of the window and the current one, which would lose the focus with its place in the page; in order. */
function shownIndexes({ first, end }: RowWindow, current: number | null): number[] {
  const indexes = Array.from({ length: end - first }, (_, index) => first + index)
  if (current === null || (current >= first && current < end)) return indexes
  return current < first ? [current, ...indexes] : [...indexes, current]
}

/** The height of rows that are not in the page. */
function Gap({ rows }: { rows: number }) {
  return rows <= 0 ? null : (
    <tr style={{ height: rows * rowHeight }}>
      <td />
    </tr>
  )
}

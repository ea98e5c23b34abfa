import { ArrowUp } from 'lucide-react'
import {
  Fragment,
  type KeyboardEvent,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { useStore } from 'zustand'
import { plural } from '../../../format'
import { Button, cn } from '../../../ui'
import { useNow } from '../../../use-now'
import { type RowWindow, rowAfterKey, windowOf } from '../../../window-rows'
import type { ActivityStore } from '../activity-store'
import { cellPadding, columns, RequestRow, rowHeight } from './request-row'

/** Pixels before the end at which the next page is asked for. */
const loadAheadPx = 40 * rowHeight

/** Follows what of the list is in its scroller, and asks for more near the end. */
function useRowWindow(activity: ActivityStore, count: number) {
  const scroller = useRef<HTMLDivElement>(null)
  const [shown, setShown] = useState<RowWindow>({ first: 0, end: 0 })
  const measure = useCallback(() => {
    const element = scroller.current
    if (element === null) return
    const { scrollTop, clientHeight, scrollHeight } = element
    const next = windowOf({ top: scrollTop, height: clientHeight, rowHeight, count })
    setShown(before => (before.first === next.first && before.end === next.end ? before : next))
    activity.hold(scrollTop > rowHeight)
    if (scrollHeight - scrollTop - clientHeight < loadAheadPx) void activity.loadMore()
  }, [activity, count])
  useLayoutEffect(measure, [measure])
  useEffect(() => {
    const element = scroller.current
    if (element === null) return
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [measure])
  return { scroller, shown, measure }
}

/**
 * Only the rows in sight are in the page, so 100,000 scroll like 50. Arrow keys, Page, Home and End walk; Enter opens.
 * The row with the focus stays in the page when it is scrolled away, or the focus would be lost.
 */
export function RequestTable({ activity }: { activity: ActivityStore }) {
  const { records, arrived, isLoadingMore, next } = useStore(activity.store)
  const now = useNow(60_000)
  const { scroller, shown, measure } = useRowWindow(activity, records.length)
  const [current, setCurrent] = useState(0)
  const focusNext = useRef<number | null>(null)
  const at = Math.min(current, Math.max(0, records.length - 1))

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
    const to = rowAfterKey(event.key, at, page, records.length)
    if (to === null) return
    event.preventDefault()
    const top = to * rowHeight
    if (top < element.scrollTop) element.scrollTop = top
    else if (top + rowHeight > element.scrollTop + element.clientHeight)
      element.scrollTop = top + rowHeight - element.clientHeight
    focusNext.current = to
    setCurrent(to)
    measure()
  }

  const indexes = shownIndexes(shown, records.length === 0 ? null : at)
  return (
    <div className="@container relative flex min-h-0 flex-initial flex-col overflow-hidden rounded-lg max-sm:max-h-[28rem] border border-line bg-surface shadow-sm">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the links inside */}
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
          aria-label="Requests"
          aria-rowcount={next === null ? records.length + 1 : -1}
          className="w-full table-fixed border-separate border-spacing-0 text-left text-xs"
        >
          <Head />
          <tbody>
            {indexes.map((index, place) => {
              const record = records[index]
              const gap = index - ((indexes[place - 1] ?? -1) + 1)
              return record === undefined ? null : (
                <Fragment key={record.id}>
                  <Gap rows={gap} />
                  <RequestRow record={record} index={index} isCurrent={index === at} now={now} />
                </Fragment>
              )
            })}
            <Gap rows={records.length - ((indexes.at(-1) ?? -1) + 1)} />
          </tbody>
        </table>
      </div>
      {isLoadingMore ? (
        <p className="border-line border-t px-4 py-1.5 text-muted text-xs">Loading earlier requests</p>
      ) : null}
      {arrived.length === 0 ? null : (
        <Button
          size="sm"
          icon={<ArrowUp />}
          className="absolute top-11 left-1/2 z-20 -translate-x-1/2 animate-appear rounded-full shadow-md"
          onClick={() => {
            if (scroller.current !== null) scroller.current.scrollTop = 0
            activity.hold(false)
          }}
        >
          {plural(arrived.length, 'new request')}
        </Button>
      )}
    </div>
  )
}

/** The rows of the window and the current one, in order. */
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

function Head() {
  return (
    <thead className="sticky top-0 z-10 bg-canvas">
      <tr aria-rowindex={1}>
        {columns.map(({ name, width, cell }) => (
          <th
            key={name}
            scope="col"
            className={cn(
              cellPadding,
              cell,
              width,
              'border-line border-b py-2 font-medium text-muted first:pl-4 last:pr-4',
            )}
          >
            {name}
          </th>
        ))}
      </tr>
    </thead>
  )
}

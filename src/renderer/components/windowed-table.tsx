import {
  Fragment,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { cn } from '../ui'
import { type RowWindow, rowAfterKey, windowOf } from '../window-rows'

/** Of every cell of such a table, in the head too. */
export const cellPadding = 'px-2 first:pl-4 last:pr-4'

export interface TableColumn {
  name: string
  width: string
  cell: string
}

export interface WindowedTableProps<T> {
  label: string
  columns: readonly TableColumn[]
  /** Pixels; all rows have it, wide or narrow. */
  rowHeight: number
  items: readonly T[]
  keyOf(item: T): string | number
  /** There are more than `items`. */
  hasMore: boolean
  /** Asked for the next page, forty rows before the end. */
  onNearEnd(): void
  /** Pixels from the top, whenever the list or its place changes. */
  onPlace?(top: number): void
  scroller: RefObject<HTMLDivElement | null>
  /** The row marks what takes its focus with `data-row`, its index; `isCurrent`: the one that Tab leads to. */
  renderRow(item: T, index: number, isCurrent: boolean): ReactNode
}

/**
 * Only the rows in sight are in the page, so 100,000 scroll like 50. Arrow keys, Page, Home and End walk; Enter opens.
 * The row with the focus stays in the page when it is scrolled away, or the focus would be lost.
 */
export function WindowedTable<T>(props: WindowedTableProps<T>) {
  const { label, columns, rowHeight, items, keyOf, hasMore, onNearEnd, onPlace, scroller, renderRow } = props
  const [shown, setShown] = useState<RowWindow>({ first: 0, end: 0 })
  const [current, setCurrent] = useState(0)
  const focusNext = useRef<number | null>(null)
  const count = items.length
  const at = Math.min(current, Math.max(0, count - 1))

  const measure = useCallback(() => {
    const element = scroller.current
    if (element === null) return
    const { scrollTop, clientHeight, scrollHeight } = element
    const next = windowOf({ top: scrollTop, height: clientHeight, rowHeight, count })
    setShown(before => (before.first === next.first && before.end === next.end ? before : next))
    onPlace?.(scrollTop)
    if (scrollHeight - scrollTop - clientHeight < 40 * rowHeight) onNearEnd()
  }, [scroller, rowHeight, count, onPlace, onNearEnd])
  useLayoutEffect(measure, [measure])
  useEffect(() => {
    if (scroller.current === null) return
    const observer = new ResizeObserver(measure)
    observer.observe(scroller.current)
    return () => observer.disconnect()
  }, [measure, scroller])

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
  const gap = (rows: number) => (rows <= 0 ? null : <Gap height={rows * rowHeight} />)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the links and buttons inside
    <div
      ref={scroller}
      onScroll={measure}
      onKeyDown={onKeyDown}
      onFocus={event => {
        const row = event.target instanceof HTMLElement ? event.target.dataset.row : undefined
        if (row !== undefined) setCurrent(Number(row))
      }}
      className="min-h-0 flex-initial overflow-y-auto overscroll-contain [contain:content] [overflow-anchor:none]"
    >
      <table
        aria-label={label}
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
            const item = items[index]
            return item === undefined ? null : (
              <Fragment key={keyOf(item)}>
                {gap(index - ((indexes[place - 1] ?? -1) + 1))}
                {renderRow(item, index, index === at)}
              </Fragment>
            )
          })}
          {gap(count - ((indexes.at(-1) ?? -1) + 1))}
        </tbody>
      </table>
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
function Gap({ height }: { height: number }) {
  return (
    <tr style={{ height }}>
      <td />
    </tr>
  )
}

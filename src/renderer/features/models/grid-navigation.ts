import { type RefObject, useEffect, useRef } from 'react'

export interface GridPlace {
  row: number
  column: number
}

/** Rows a page key moves by. */
const pageRows = 10

/**
 * Where a key leads from a cell, as the grid pattern of WAI-ARIA has it; null for keys that are not about moving. Row 0 is
 * the header, column 0 the names.
 */
export function moveInGrid(
  { row, column }: GridPlace,
  { key, ctrlKey, metaKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey'>,
  last: GridPlace,
): GridPlace | null {
  const whole = ctrlKey || metaKey
  if (whole && key !== 'Home' && key !== 'End') return null
  const to = (nextRow: number, nextColumn: number): GridPlace => ({
    row: Math.min(last.row, Math.max(0, nextRow)),
    column: Math.min(last.column, Math.max(0, nextColumn)),
  })
  switch (key) {
    case 'ArrowUp':
      return to(row - 1, column)
    case 'ArrowDown':
      return to(row + 1, column)
    case 'ArrowLeft':
      return to(row, column - 1)
    case 'ArrowRight':
      return to(row, column + 1)
    case 'PageUp':
      return to(row - pageRows, column)
    case 'PageDown':
      return to(row + pageRows, column)
    case 'Home':
      return whole ? to(0, 0) : to(row, 0)
    case 'End':
      return whole ? to(last.row, last.column) : to(row, last.column)
    default:
      return null
  }
}

/** What a cell's one focusable element carries. */
export const gridPlace = (row: number, column: number) => ({
  id: `models-${row}-${column}`,
  'data-place': `${row}:${column}`,
  tabIndex: -1,
})

function placeOf(element: Element | null): GridPlace | null {
  const [row, column] = element?.closest('[data-place]')?.getAttribute('data-place')?.split(':') ?? []
  return row === undefined || column === undefined ? null : { row: Number(row), column: Number(column) }
}

/**
 * Makes a grid one stop of the Tab key: Tab leads to the cell that was left, arrows move among the cells. The grid itself
 * takes the focus and hands it on, so it stays reachable while the cell that was left is not drawn.
 */
export function useGridNavigation(ref: RefObject<HTMLElement | null>, last: GridPlace): void {
  const { row: lastRow, column: lastColumn } = last
  const left = useRef<GridPlace>({ row: 1, column: 0 })
  useEffect(() => {
    const grid = ref.current
    if (grid === null) return
    let pressed = false

    /** Of a row that is far out of sight only the name is drawn. */
    const focus = ({ row, column }: GridPlace) => {
      const cell =
        grid.querySelector<HTMLElement>(`[data-place="${row}:${column}"]`) ??
        grid.querySelector<HTMLElement>(`[data-place="${row}:0"]`)
      cell?.focus()
    }
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.altKey || event.shiftKey || !(event.target instanceof Element)) return
      const place = grid.contains(event.target) ? placeOf(event.target) : null
      const next = place === null ? null : moveInGrid(place, event, { row: lastRow, column: lastColumn })
      if (next === null) return
      // Before the cell's own menu button sees it, which would open its menu on ArrowDown.
      event.preventDefault()
      event.stopPropagation()
      focus(next)
    }
    const onFocusIn = (event: FocusEvent) => {
      if (event.target === grid) {
        if (!pressed) focus({ ...left.current, row: Math.min(left.current.row, lastRow) })
        return
      }
      left.current = placeOf(event.target instanceof Element ? event.target : null) ?? left.current
      // Else Shift+Tab would lead from a cell to the grid around it, and back.
      grid.tabIndex = -1
    }
    const onFocusOut = (event: FocusEvent) => {
      if (!(event.relatedTarget instanceof Node) || !grid.contains(event.relatedTarget)) grid.tabIndex = 0
    }
    const onPress = () => {
      pressed = true
    }
    const onRelease = () => {
      pressed = false
    }
    grid.addEventListener('keydown', onKeyDown, { capture: true })
    grid.addEventListener('focusin', onFocusIn)
    grid.addEventListener('focusout', onFocusOut)
    grid.addEventListener('pointerdown', onPress)
    window.addEventListener('pointerup', onRelease)
    return () => {
      grid.removeEventListener('keydown', onKeyDown, { capture: true })
      grid.removeEventListener('focusin', onFocusIn)
      grid.removeEventListener('focusout', onFocusOut)
      grid.removeEventListener('pointerdown', onPress)
      window.removeEventListener('pointerup', onRelease)
    }
  }, [ref, lastRow, lastColumn])
}

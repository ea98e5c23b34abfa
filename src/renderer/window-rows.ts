/** What of a long list stands in the window: rows `first` up to, not including, `end`. */
export interface RowWindow {
  first: number
  end: number
}

export interface Scrolled {
  /** Pixels from the top of the list to the top of the window. */
  top: number
  /** Of the window, pixels. */
  height: number
  rowHeight: number
  count: number
}

/** Rows drawn beyond either edge, so that a quick scroll shows no gap. */
const overscan = 8

/** All rows have one height, so where each stands is known without measuring: 100,000 cost as much as 50. */
export function windowOf({ top, height, rowHeight, count }: Scrolled): RowWindow {
  const first = Math.floor(Math.max(0, top) / rowHeight) - overscan
  const end = Math.ceil((Math.max(0, top) + Math.max(0, height)) / rowHeight) + overscan
  const last = Math.min(count, Math.max(0, end))
  return { first: Math.min(last, Math.max(0, first)), end: last }
}

const steps: Record<string, (at: number, page: number, last: number) => number> = {
  ArrowDown: at => at + 1,
  ArrowUp: at => at - 1,
  PageDown: (at, page) => at + page,
  PageUp: (at, page) => at - page,
  Home: () => 0,
  End: (_at, _page, last) => last,
}

/** The row a key leads to from `at`; null for keys that lead nowhere. `page` is how many rows a window shows. */
export function rowAfterKey(key: string, at: number, page: number, count: number): number | null {
  const step = Object.hasOwn(steps, key) ? steps[key] : undefined
  if (step === undefined || count === 0) return null
  return Math.min(count - 1, Math.max(0, step(at, page, count - 1)))
}

/** Milliseconds since the epoch. */
export interface TimeRange {
  from: number
  to: number
}

/** Less than this shows a point or two. */
const narrowestMs = 30_000

/** Keeps a range within the whole, and wide enough; null when it is all of it. */
export function clampRange(range: TimeRange, whole: TimeRange): TimeRange | null {
  const width = Math.max(narrowestMs, range.to - range.from)
  if (width >= whole.to - whole.from) return null
  const from = Math.min(Math.max(range.from, whole.from), whole.to - width)
  return { from, to: from + width }
}

/** Narrower or wider by a half around a moment. */
export function zoomAround(
  range: TimeRange | null,
  whole: TimeRange,
  at: number,
  factor: number,
): TimeRange | null {
  const { from, to } = range ?? whole
  return clampRange({ from: at - (at - from) * factor, to: at + (to - at) * factor }, whole)
}

/** Moved just so far that the moment is in sight. */
export function withInSight(range: TimeRange | null, whole: TimeRange, at: number): TimeRange | null {
  if (range === null || (at >= range.from && at <= range.to)) return range
  const shift = at < range.from ? at - range.from : at - range.to
  return clampRange({ from: range.from + shift, to: range.to + shift }, whole)
}

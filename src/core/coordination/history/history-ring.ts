/** The figures of a moment, in the order in which they are kept. */
export const historyFigures = [
  'latencyMs',
  'active',
  'queued',
  'slots',
  'tokensPerSecond',
  'ttftMs',
  'memoryBytes',
  'errors',
] as const
export type HistoryFigure = (typeof historyFigures)[number]

export interface HistoryRows {
  /** Of the row after the last one given: ask for what came since with it. */
  next: number
  times: number[]
  columns: Record<HistoryFigure, (number | null)[]>
}

/** The last moments of many subjects, which share their times. */
export interface HistoryRing<S extends object> {
  /** Begins a row, of which nothing is known yet. Every column of every subject has a gap there until it is set. */
  begin(time: number): void
  /** In the row begun last; null and what is left out are a gap. */
  set(subject: S, figures: Partial<Record<HistoryFigure, number | null>>): void
  /** Gives its memory back. */
  forget(subject: S): void
  /** @param from number of the first row wanted @param since time of the oldest one wanted */
  read(subject: S, from: number, since: number): HistoryRows
  /** Of the row to be begun next. */
  readonly next: number
  /** Number of the oldest row that is still there. */
  readonly oldest: number
  /** Bytes of all columns together. */
  readonly bytes: number
}

/**
 * Rings of typed arrays: a subject takes 4 bytes a figure and row, and never more. Rows are numbered from 0 on for as long as
 * the ring lives, so that a reader knows what it has.
 * @param capacity rows
 */
export function createHistoryRing<S extends object>(capacity: number): HistoryRing<S> {
  const width = historyFigures.length
  const times = new Float64Array(capacity)
  const rings = new Map<S, Float32Array>()
  let next = 0

  function ringOf(subject: S): Float32Array {
    const known = rings.get(subject)
    if (known !== undefined) return known
    const ring = new Float32Array(capacity * width).fill(Number.NaN)
    rings.set(subject, ring)
    return ring
  }

  return {
    begin(time) {
      const row = next % capacity
      times[row] = time
      next += 1
      for (const ring of rings.values()) ring.fill(Number.NaN, row * width, (row + 1) * width)
    },
    set(subject, figures) {
      if (next === 0) return
      const at = ((next - 1) % capacity) * width
      const ring = ringOf(subject)
      for (const [index, figure] of historyFigures.entries()) ring[at + index] = figures[figure] ?? Number.NaN
    },
    forget: subject => void rings.delete(subject),
    read(subject, from, since) {
      const ring = rings.get(subject)
      const rows: HistoryRows = {
        next,
        times: [],
        columns: {
          latencyMs: [],
          active: [],
          queued: [],
          slots: [],
          tokensPerSecond: [],
          ttftMs: [],
          memoryBytes: [],
          errors: [],
        },
      }
      for (let number = Math.max(from, next - capacity, 0); number < next; number += 1) {
        const row = number % capacity
        const time = times[row] ?? 0
        if (time < since) continue
        rows.times.push(time)
        for (const [index, figure] of historyFigures.entries()) {
          const value = ring?.[row * width + index] ?? Number.NaN
          rows.columns[figure].push(Number.isNaN(value) ? null : value)
        }
      }
      return rows
    },
    get next() {
      return next
    },
    get oldest() {
      return Math.max(0, next - capacity)
    },
    get bytes() {
      return rings.size * capacity * width * Float32Array.BYTES_PER_ELEMENT
    },
  }
}

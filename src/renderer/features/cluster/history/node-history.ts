import type { NodeHistoryColumns, NodeHistoryUpdate } from '../../../../shared/entities'

export const historyFigures = [
  'active',
  'queued',
  'slots',
  'tokensPerSecond',
  'ttftMs',
  'latencyMs',
  'memoryBytes',
  'errors',
] as const satisfies readonly (keyof NodeHistoryColumns)[]
export type HistoryFigure = (typeof historyFigures)[number]

export interface NodeHistory {
  stepMs: number
  spanMs: number
  columns: NodeHistoryColumns
}

function mapColumns(change: (column: keyof NodeHistoryColumns) => (number | null)[]): NodeHistoryColumns {
  return {
    at: change('at').map(time => time ?? 0),
    active: change('active'),
    queued: change('queued'),
    slots: change('slots'),
    tokensPerSecond: change('tokensPerSecond'),
    ttftMs: change('ttftMs'),
    latencyMs: change('latencyMs'),
    memoryBytes: change('memoryBytes'),
    errors: change('errors'),
  }
}

/** What there is after an update; null when something was appended to nothing: subscribe again. What is too old leaves. */
export function applyHistoryUpdate(
  before: NodeHistory | null,
  update: NodeHistoryUpdate,
): NodeHistory | null {
  if (update.type === 'whole') return update
  if (before === null) return null
  const newest = update.columns.at.at(-1) ?? before.columns.at.at(-1) ?? 0
  const oldest = newest - before.spanMs
  const from = before.columns.at.findIndex(time => time >= oldest)
  const kept = from === -1 ? before.columns.at.length : from
  return {
    ...before,
    columns: mapColumns(column => [...before.columns[column].slice(kept), ...update.columns[column]]),
  }
}

/** The node was away then, or this machine asleep: nothing is known of that moment. */
export const isGap = ({ slots }: NodeHistoryColumns, index: number): boolean =>
  (slots[index] ?? null) === null

export interface MinuteRow {
  /** The beginning of the minute. */
  at: number
  /** Of every moment in it nothing is known. */
  isAway: boolean
  figures: Record<HistoryFigure, number | null>
}

const mean = (values: readonly number[]) =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
const most = (values: readonly number[]) => (values.length === 0 ? null : Math.max(...values))
const total = (values: readonly number[]) => (values.length === 0 ? null : values.reduce((a, b) => a + b, 0))

const ofMinute: Record<HistoryFigure, (values: readonly number[]) => number | null> = {
  active: most,
  queued: most,
  slots: most,
  tokensPerSecond: mean,
  ttftMs: mean,
  latencyMs: mean,
  memoryBytes: most,
  errors: total,
}

/** A table a person can read: a row a minute, newest first. The most of counts, the mean of speeds, the sum of failures. */
export function minuteRows({ columns }: NodeHistory): MinuteRow[] {
  const minutes = new Map<number, number[]>()
  for (const [index, at] of columns.at.entries()) {
    const minute = Math.floor(at / 60_000) * 60_000
    minutes.set(minute, [...(minutes.get(minute) ?? []), index])
  }
  return [...minutes]
    .map(([at, indexes]): MinuteRow => {
      const read = (figure: HistoryFigure) => {
        const values = indexes.map(index => columns[figure][index] ?? null).filter(value => value !== null)
        return ofMinute[figure](values)
      }
      const figures = Object.fromEntries(historyFigures.map(figure => [figure, read(figure)])) as Record<
        HistoryFigure,
        number | null
      >
      return { at, isAway: indexes.every(index => isGap(columns, index)), figures }
    })
    .reverse()
}

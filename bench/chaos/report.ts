import { type Figure, isMet } from './verdict'

export interface Report {
  scenario: string
  mode: 'ui' | 'api'
  seed: number
  figures: readonly Figure[]
  /** Why it did not come to an end; null: it did. */
  crash: string | null
}

const isBroken = (each: Figure): boolean => each.kind !== 'figure' && !isMet(each)

export const isKept = ({ crash, figures }: Report): boolean => crash === null && !figures.some(isBroken)

const number = (value: number): string =>
  Number.isInteger(value) ? String(value) : value.toFixed(value < 10 ? 2 : 0)

function barOf({ bar, unit }: Figure): string {
  if (bar === null) return ''
  return 'most' in bar ? `≤ ${bar.most} ${unit}`.trim() : `≥ ${bar.least} ${unit}`.trim()
}

function verdictOf(each: Figure): string {
  if (each.bar === null) return ''
  if (isMet(each)) return each.kind === 'figure' ? 'met' : 'kept'
  return each.kind === 'figure' ? 'MISSED' : 'BROKEN'
}

/** A table for people. */
export function formatReport({ scenario, mode, seed, figures, crash }: Report): string {
  const rows = figures.map(each => [
    each.what,
    `${number(each.value)} ${each.unit}`.trim(),
    barOf(each),
    verdictOf(each),
  ])
  const widths = [0, 1, 2].map(column => Math.max(...rows.map(cells => cells[column]?.length ?? 0), 0))
  const lines = rows.flatMap((cells, index) => [
    `  ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd(),
    ...(figures[index]?.examples ?? []).map(example => `    ${example}`),
  ])
  const end = crash === null ? [] : [`  did not come to its end: ${crash}`]
  return [`${scenario}, ${mode}, seed ${seed}`, ...lines, ...end, ''].join('\n')
}

import type { Block } from './ast'
import { revealHidden } from './characters'
import { inlineText } from './inline-text'

export type Table = Extract<Block, { kind: 'table' }>

const isNumber = /^[+-]?[\d.,\s]*\d\s*%?$/

/**
 * What a cell says, safe to be pasted into a spreadsheet: a text that one would run as a formula gets the apostrophe that
 * marks it as text there.
 */
function cellText(cell: Parameters<typeof inlineText>[0]): string {
  const text = revealHidden(inlineText(cell)).trim()
  return /^[=+\-@|%]/.test(text) && !isNumber.test(text) ? `'${text}` : text
}

const rowsOf = ({ header, rows }: Table) => [header, ...rows].map(row => row.map(cellText))

/** One line a row, cells apart by tabs: what spreadsheets take from the clipboard. */
export function toTabSeparated(table: Table): string {
  return rowsOf(table)
    .map(row => row.map(cell => cell.replace(/[\t\r\n]+/g, ' ')).join('\t'))
    .join('\n')
}

const quoted = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

/** RFC 4180. */
export function toCommaSeparated(table: Table): string {
  return rowsOf(table)
    .map(row => row.map(quoted).join(','))
    .join('\r\n')
}

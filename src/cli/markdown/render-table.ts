import type { Tokens } from 'marked'
import { displayWidth, padTo } from '../text/width'
import { wrapRuns } from '../text/wrap'
import type { Page } from './page'
import { inlineRuns } from './render-inline'

const gap = ' │ '
/** A column with less is no column. */
const leastWidth = 4

/** Widths that fit: the widest columns give what is missing. */
function fitted(wanted: readonly number[], room: number): number[] {
  const widths = [...wanted]
  for (let over = widths.reduce((sum, width) => sum + width, 0) - room; over > 0; over -= 1) {
    const widest = Math.max(...widths)
    if (widest <= leastWidth) break
    widths[widths.indexOf(widest)] = widest - 1
  }
  return widths
}

/** A table with a line below its head; cells that do not fit are broken into lines. */
export function tableLines(table: Tokens.Table, { style, columns }: Page): string[] {
  const whole = Number.MAX_SAFE_INTEGER
  const cells = (row: readonly Tokens.TableCell[], isHead: boolean) =>
    row.map(({ tokens }) => inlineRuns(tokens, isHead ? style.bold : text => text, style))
  const rows = [cells(table.header, true), ...table.rows.map(row => cells(row, false))]
  const wanted = table.header.map((_, column) =>
    Math.max(1, ...rows.map(row => displayWidth(wrapRuns(row[column] ?? [], whole).join(' ')))),
  )
  const widths = fitted(wanted, columns - gap.length * (wanted.length - 1))
  const lines = rows.map(row => {
    const wrapped = widths.map((width, column) => wrapRuns(row[column] ?? [], width))
    const height = Math.max(...wrapped.map(({ length }) => length))
    return Array.from({ length: height }, (_, line) =>
      widths
        .map((width, column) => {
          const text = wrapped[column]?.[line] ?? ''
          const isRight = table.align[column] === 'right'
          return isRight ? ' '.repeat(Math.max(0, width - displayWidth(text))) + text : padTo(text, width)
        })
        .join(style.dim(gap))
        .trimEnd(),
    )
  })
  const rule = style.dim(widths.map(width => '─'.repeat(width)).join('─┼─'))
  return [...(lines[0] ?? []), rule, ...lines.slice(1).flat()]
}

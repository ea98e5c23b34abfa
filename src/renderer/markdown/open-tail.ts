import type remend from 'remend'
import { limits } from './limits'
import { mathStart, readMath } from './math/math-text'

/** Raw HTML is shown as text and lone `~` is not strikethrough here, so nothing of that needs mending. */
const options = {
  comparisonOperators: false,
  htmlTags: false,
  singleTilde: false,
  katex: false,
  linkMode: 'text-only',
} as const

const runStart = /\n(?=[ \t]*(?:[-+*]|\d{1,9}[.)]|>|\|)[ \t]|[ \t]*\n)/g

/** Constructs never reach over a blank line or into another list item, quote line or row: only what follows is mended. */
function lastRunStart(source: string): number {
  let start = 0
  for (const match of source.matchAll(runStart)) start = match.index + 1
  return start
}

/** Begins like a formula whose end is still to come. Money does not: its digits follow the dollar at once. */
const openFormula = /^(?:\$\$|\\[([]|\$[\p{L}\\{(|])/u

/** Where each formula lies, the last one up to the end when it is still being written. */
function findFormulas(run: string): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = []
  let from = 0
  while (found.length < limits.formulas) {
    const offset = mathStart(run.slice(from))
    if (offset === undefined) break
    const start = from + offset
    const span = readMath(run, start)
    if (span !== null) found.push({ start, end: span.end })
    else if (openFormula.test(run.slice(start, start + 3)) && !run.slice(start + 2).includes('$')) {
      found.push({ start, end: run.length })
    }
    from = found.at(-1)?.start === start ? (found.at(-1)?.end ?? run.length) : start + 1
  }
  return found
}

// From Unicode's private area, so that no text means anything by them.
const hole = /\ue000(\d+)\ue001/g

let mender: typeof remend | null = null

/** Fetches what mends; until it is there, what is open stays as it is written. */
export async function loadMender(): Promise<void> {
  mender ??= (await import('remend')).default
}

/** Mends a run without taking the `_` and `*` of its formulas for emphasis. */
function mend(run: string): string {
  if (mender === null) {
    // Without its file the next flush tries again.
    void loadMender().catch(() => undefined)
    return run
  }
  const formulas = run.includes('\ue000') ? [] : findFormulas(run)
  if (formulas.length === 0) return mender(run, options)
  let masked = ''
  let from = 0
  for (const [index, { start, end }] of formulas.entries()) {
    masked += `${run.slice(from, start)}\ue000${index}\ue001`
    from = end
  }
  masked += run.slice(from)
  return mender(masked, options).replace(hole, (whole, index: string) => {
    const formula = formulas[Number(index)]
    return formula === undefined ? whole : run.slice(formula.start, formula.end)
  })
}

/**
 * Closes what a text that is still being written has left open (`**bold`, `` `code ``, `[text](http://…`), so that it
 * does not flicker between raw and rendered.
 */
export function closeOpenTail(source: string): string {
  // Half a fence is about to become one; showing it as text for a moment would flash.
  if (/^[`~]{1,2}$/.test(source)) return ''
  const start = lastRunStart(source)
  if (source.length - start > limits.inlineRun) return source
  return source.slice(0, start) + mend(source.slice(start))
}

import { limits } from '../limits'

/** A formula found in text. `end` is behind its closing mark. */
export interface MathSpan {
  end: number
  tex: string
  display: boolean
}

/** What prose hardly ever has and formulas nearly always do. */
const marker = /[\\^_={}<>+*/|]/
const amount = /^\d[\d.,]*(?:\s|[a-z]*\s)/i
const variableName = /^[A-Z][A-Z0-9_]+\W?$/
const word = /\p{L}{3,}/gu
const letterOrDigit = /[\p{L}\p{N}]/u

/** Where `mark` comes first behind `from`, what a backslash escapes left out; -1 when not within `limit` characters. */
function findMark(text: string, mark: string, from: number, limit: number): number {
  const last = Math.min(text.length, from + limit)
  for (let index = from; index < last; index += 1) {
    if (text.startsWith(mark, index)) return index
    if (text.charCodeAt(index) === 92) index += 1
  }
  return -1
}

const isProse = (tex: string) => (tex.match(word)?.length ?? 0) > 1

/** "$5 and 6$", "$HOME/$USER", "the $name of it$": dollars that are money or names. */
function isMoneyOrName(tex: string, next: string): boolean {
  if (/\d/.test(next)) return true
  if (variableName.test(tex) && letterOrDigit.test(next)) return true
  if (marker.test(tex)) return amount.test(tex) && isProse(tex) && !tex.includes('\\')
  return amount.test(tex) || isProse(tex)
}

function readDollar(text: string, start: number): MathSpan | null {
  const before = text[start - 1] ?? ''
  if (letterOrDigit.test(before) || before === '$') return null
  const close = findMark(text, '$', start + 1, limits.inlineFormula)
  if (close <= start + 1) return null
  const tex = text.slice(start + 1, close)
  const next = text[close + 1] ?? ''
  if (/^\s|\s$/.test(tex) || tex.includes('`') || tex.includes('\n\n') || next === '$') return null
  return isMoneyOrName(tex, next) ? null : { end: close + 1, tex, display: false }
}

function readPair(text: string, start: number, mark: string, display: boolean): MathSpan | null {
  const close = findMark(text, mark, start + 2, limits.formula)
  if (close < 0) return null
  const tex = text.slice(start + 2, close)
  return tex.trim() === '' || tex.includes('`') ? null : { end: close + 2, tex: tex.trim(), display }
}

/** `\(optional\)` and `\[sic\](x)` are brackets that markdown was asked to leave alone. */
function readBracket(text: string, start: number): MathSpan | null {
  const display = text[start + 1] === '['
  const span = readPair(text, start, display ? '\\]' : '\\)', display)
  if (span === null || text[span.end] === '(') return null
  const spaced = /\s/.test(text[start + 2] ?? '')
  return spaced || (!display && span.tex.length <= 3) || marker.test(span.tex) ? span : null
}

/**
 * The formula that begins at `start`: `$…$` and `\(…\)` in a line, `$$…$$` and `\[…\]` on their own. Null where these marks
 * are something else, or where the end has not come (yet).
 */
export function readMath(text: string, start: number): MathSpan | null {
  if (text.startsWith('$$', start)) return readPair(text, start, '$$', true)
  if (text.startsWith('$', start)) return readDollar(text, start)
  return text.startsWith('\\(', start) || text.startsWith('\\[', start) ? readBracket(text, start) : null
}

/** The first place from which a formula might begin. */
export function mathStart(text: string): number | undefined {
  const index = text.search(/\$|\\[([]/)
  return index < 0 ? undefined : index
}

import { limits } from './limits'
import { readMath } from './math/math-text'

export interface Fence {
  character: '`' | '~'
  length: number
  indent: number
  info: string
}

export interface MathOpening {
  mark: '$$' | '\\['
  /** Offset behind the mark. */
  contentStart: number
  /** Offset of the closing mark when it is in the same line, else -1. */
  contentEnd: number
  /** Nothing follows the mark. */
  alone: boolean
}

/** What one line of source could begin or end, judged without its neighbours. */
export interface Line {
  start: number
  end: number
  blank: boolean
  /** Columns of leading white space, tabs to the next multiple of four; counted up to 64. */
  indent: number
  heading: boolean
  rule: boolean
  /** `---` or `===`: underlines a paragraph into a heading. */
  setext: boolean
  fence: Fence | null
  /** A fence behind list markers or indentation: `- ```sh`. */
  innerFence: Fence | null
  /** `interrupting`: may follow a paragraph without a blank line. */
  listMarker: 'interrupting' | 'other' | null
  definition: boolean
  /** Begins a formula on lines of its own. */
  math: MathOpening | null
  /** Begins like prose, not like a quote, a table or HTML. */
  plainStart: boolean
  closes(fence: Fence): boolean
  /** Offset of the mark that ends the formula in this line; -1 when it does not. */
  mathEnd(mark: MathOpening['mark']): number
}

const fencePattern = /^(`{3,}|~{3,})[ \t]*([^\n]*)$/
const listPattern = /^(?:[-+*]|(\d{1,9})[.)])(?:[ \t]|$)/
const markersPattern = /^(?:(?:[-+*]|\d{1,9}[.)])[ \t]+)+/
const rulePattern = /^(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$/

/** Patterns are tried on no more than this much of a line: one line may be the whole 16 MB of an answer. */
const lookahead = 400

/** How far a sentence's own punctuation may follow a formula. */
const closingTail = 8

function readMathEnd(source: string, from: number, end: number, mark: MathOpening['mark']): number {
  const closing = mark === '$$' ? '$$' : '\\]'
  // Only the end of the line is searched: backwards through a whole text, line by line, takes the square of its length.
  const start = Math.max(from, end - closing.length - closingTail)
  const tail = source.slice(start, end)
  const at = tail.lastIndexOf(closing)
  return at >= 0 && /^[.,;:!?\s]*$/.test(tail.slice(at + closing.length)) ? start + at : -1
}

function readMathOpening(source: string, first: number, end: number): MathOpening | null {
  const mark = source.startsWith('$$', first) ? '$$' : source.startsWith('\\[', first) ? '\\[' : null
  if (mark === null) return null
  const contentStart = first + mark.length
  const contentEnd = readMathEnd(source, contentStart, end, mark)
  const rest = source.slice(contentStart, Math.min(end, contentStart + limits.formula))
  // Two formulas, or a formula and a sentence: the words of a paragraph.
  if (
    contentEnd < 0
      ? rest.includes(mark === '$$' ? '$$' : '\\]')
      : rest.slice(0, contentEnd - contentStart).includes('$$')
  )
    return null
  if (contentEnd >= 0 && source.slice(contentStart, contentEnd).trim() === '') return null
  // `\[sic\]` is a bracket that markdown was asked to leave alone.
  if (mark !== '$$' && contentEnd >= 0 && readMath(source.slice(first, contentEnd + 2), 0) === null)
    return null
  return { mark, contentStart, contentEnd, alone: rest.trim() === '' }
}

function readFence(text: string, indent: number): Fence | null {
  const match = fencePattern.exec(text)
  if (match === null) return null
  const [, marks = '', info = ''] = match
  const character = marks.startsWith('`') ? '`' : '~'
  // ```` ```code``` ```` on one line is inline code, not a fence.
  if (character === '`' && info.includes('`')) return null
  return { character, length: marks.length, indent, info: info.trim() }
}

export function readLine(source: string, start: number, end: number): Line {
  let indent = 0
  let first = start
  while (first < end && indent < 64) {
    const code = source.charCodeAt(first)
    if (code === 32) indent += 1
    else if (code === 9) indent += 4 - (indent % 4)
    else break
    first += 1
  }
  const text = source.slice(first, Math.min(end, first + lookahead))
  const whole = first + lookahead >= end
  const shallow = indent < 4
  const rule = shallow && whole && rulePattern.test(text)
  const list = rule ? null : listPattern.exec(text)
  const bare = list === null ? text : text.replace(markersPattern, '')
  return {
    start,
    end,
    blank: whole && text.trim() === '',
    indent,
    heading: shallow && /^#{1,6}(?:[ \t]|$)/.test(text),
    rule,
    setext: shallow && whole && /^(?:-+|=+)[ \t]*$/.test(text),
    fence: shallow && whole ? readFence(text, indent) : null,
    innerFence: whole && (list !== null || indent >= 2) ? readFence(bare, indent) : null,
    listMarker: list === null ? null : interrupts(list, text) ? 'interrupting' : 'other',
    definition: shallow && /^\[[^\]\n]{1,200}\]:/.test(text),
    math: shallow ? readMathOpening(source, first, end) : null,
    plainStart: !/^[>|<]/.test(text),
    mathEnd: mark => readMathEnd(source, start, end, mark),
    closes: fence => {
      const closing = whole && indent < fence.indent + 4 ? readFence(text, indent) : null
      return (
        closing !== null &&
        closing.info === '' &&
        closing.character === fence.character &&
        closing.length >= fence.length
      )
    },
  }
}

/** CommonMark: only a bullet or a list starting with 1, and never an empty item, may interrupt a paragraph. */
function interrupts(list: RegExpExecArray, text: string): boolean {
  const notEmpty = text.slice(list[0].length).trim() !== ''
  return notEmpty && (list[1] === undefined || Number(list[1]) === 1)
}

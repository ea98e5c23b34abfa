import { endsFlow, type HiddenPiece, indentOfLast } from './hidden-piece'
import { type ConfigProblem, problemAt } from './parse-yaml'

const masks = /(["']?)\[redacted(?::([0-9a-f]{8}))?\](["']?)/g
/** Written into any kind of quotes it is still the same. */
const simple = /^[\w.~+/=-]+$/
/* Said as they are, with a reference as a person would write it. */
const unknown =
  'The secret behind this mask is not known any more; write the value or a reference such as ${secret:name}.'
const nameless = 'This mask stands for no secret; write the value or a reference such as ${secret:name}.'
const embedded =
  'What this mask hides cannot stand inside another text; write the value or a reference such as ${secret:name}.'

/**
 * Puts what was hidden by `maskSecrets` back. A mask that nobody knows, or that stands where what it hides cannot be written, is a
 * problem. Byte for byte what was masked, wherever nothing was changed.
 */
export function unmaskSecrets(
  text: string,
  known: (id: string) => HiddenPiece | undefined,
  depth = 4,
): { text: string; problems: ConfigProblem[] } {
  const problems: ConfigProblem[] = []
  // A line that is hidden as a whole may have had a mask in it.
  let isNested = false
  let result = ''
  let at = 0
  for (const match of text.matchAll(masks)) {
    const [whole, left = '', id, right = ''] = match
    const isQuoted = left !== '' && left === right
    const report = (message: string) => {
      problems.push(problemAt(text, match.index + left.length, message))
    }
    const piece = id === undefined ? undefined : known(id)
    if (piece === undefined) {
      // In words of a person it may mean itself.
      if (id !== undefined) report(unknown)
      else if (!isInComment(text, match.index)) report(nameless)
      continue
    }
    const start = match.index + (piece.isValue && isQuoted ? 0 : left.length)
    const end = match.index + whole.length - (piece.isValue && isQuoted ? 0 : right.length)
    const stands = piece.isValue && !simple.test(piece.source) && !isInComment(text, match.index)
    if ((stands && !(isQuoted || left + right === '')) || (stands && !isWhole(text, start, end))) {
      report(embedded)
      continue
    }
    isNested ||= piece.source.includes('[redacted:')
    result += text.slice(at, start) + piece.source
    at = end + (piece.isValue ? addedLineBreaks(text, end, piece.source) : 0)
  }
  const whole = result + text.slice(at)
  if (!isNested || depth === 0 || problems.length > 0) return { text: whole, problems }
  return unmaskSecrets(whole, known, depth - 1)
}

function isInComment(text: string, offset: number): boolean {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset)
  return /^\s*#|\s#/.test(line)
}

const isWhole = (text: string, start: number, end: number) =>
  /[\s[{,:]/.test(text[start - 1] ?? ' ') && /[\s\]},]/.test(text[end] ?? ' ')

/** How much of the text behind a mask are the empty lines that stood for the further lines of what it hides. */
function addedLineBreaks(text: string, offset: number, source: string): number {
  const wanted = source.match(/\r?\n/g)?.length ?? 0
  if (wanted === 0) return 0
  const ends: number[] = [0]
  for (const { 0: lineBreak, index } of text.slice(offset).matchAll(/\r?\n/gy)) {
    ends.push(index + lineBreak.length)
  }
  const last = offset + (ends[wanted] ?? 0)
  const indented = last + indentOfLast(source).length
  const isWhole = ends.length > wanted
  if (isWhole && text.slice(last, indented).trim() === '' && endsFlow(text[indented]))
    return indented - offset
  const isLineEnd = text[last] === undefined || /\s/.test(text[last])
  // Someone took empty lines away: the line must end all the same.
  const taken = isWhole && isLineEnd ? wanted : Math.max(0, Math.min(wanted, ends.length - 2))
  return ends[taken] ?? 0
}

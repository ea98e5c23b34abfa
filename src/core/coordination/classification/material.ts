import { isLightWork } from './message-shape'

/** A message taken apart: what is asked, and what it is asked of. */
export interface Request {
  /** What is judged. */
  text: string
  /** The instruction where a bulk of material stands beside it and the work stays easy however much that is; else null. */
  lightWork: string | null
  /** Lines of pasted code or of a log. */
  codeLines: number
  /** Of the whole, UTF-16 units. */
  length: number
  /** It repeats parts of the conversation. */
  quotes: boolean
  /** It is nothing but what was copied there: an error message or code. */
  pasted: 'error' | 'code' | null
}

/** Below this there is nothing to tell apart; UTF-16 units. */
const leastLong = 1_500
/** An instruction is a paragraph of at most so much, and at most this part of the message. */
const longestInstruction = 400
const largestShare = 0.3
/** Looked at of either end for paragraphs. */
const sampled = 4_000
/** Fewer lines are part of the question. */
const leastCodeLines = 8
const mostLines = 5_000
const mostQuotedLooked = 20_000
/** A shorter line may be the same by chance. */
const leastQuoted = 40

const fence = '```'

/** Whoever counts in a part passes that alone: a search for what is not there runs to the end. */
function countLines(text: string): number {
  let lines = 0
  for (let at = text.indexOf('\n'); at >= 0 && lines < mostLines; at = text.indexOf('\n', at + 1)) lines += 1
  return lines
}

/** As code or a log has them: indented, or ending in a sign, or beginning with a time, a prompt or a level. */
const codeLine =
  /^(?:\s{2,}\S|\t|[\d[]?\d{2,4}[-/:]\d{2}|[$>#%] |(?:ERROR|WARN|INFO|DEBUG|Traceback|Caused by|at )\b)|[;{}()[\]:,>]\s*$/

/** Lines within fences; without any, all of them where most of those at the beginning look like code. */
function codeLinesOf(text: string): number {
  let fenced = 0
  let open = text.indexOf(fence)
  if (open >= 0) {
    while (open >= 0 && fenced < mostLines) {
      const close = text.indexOf(fence, open + fence.length)
      fenced += Math.max(0, countLines(text.slice(open, close < 0 ? undefined : close)) - 1)
      open = close < 0 ? -1 : text.indexOf(fence, close + fence.length)
    }
    return fenced >= leastCodeLines ? fenced : 0
  }
  const lines = countLines(text)
  if (lines < leastCodeLines) return 0
  const looked = text
    .slice(0, sampled)
    .split('\n')
    .filter(line => line.trim() !== '')
  // Long lines are prose: no pattern is run over them.
  const like = looked.filter(line => line.length <= 200 && codeLine.test(line)).length
  return like * 2 > looked.length ? lines : 0
}

/** As compilers, runtimes and tests begin the line that says what failed. */
const errorLine =
  /^\s*(?:[\w.$]*(?:Error|Exception)(?::|$)|(?:fatal )?error\b.{0,20}:|fatal: |panic: |thread '.{1,40}' panicked|Traceback |Caused by: |Exception in |Segmentation fault|npm ERR!|(?:--- )?FAIL(?:ED)?\b|\S+[(:]\d+[,:]?\d*\)?: (?:fatal )?error\b)/
/** "I get this:" */
const leadIn = /^[^{}();=<>]*[:：]\s*$/
const mostOwnWords = 3
const leastPasted = 3

/** What a message consists of that says nothing, or next to nothing, of its own; by its beginning. */
export function pastedOf(text: string): Request['pasted'] {
  let isFenced = false
  let isError = false
  let hasFence = false
  let pasted = 0
  let ownWords = 0
  for (const line of text.slice(0, sampled).split('\n')) {
    if (line.trimStart().startsWith(fence)) {
      isFenced = !isFenced
      hasFence = true
      continue
    }
    if (line.trim() === '') continue
    const isShort = line.length <= 200
    const isErrorLine = isShort && errorLine.test(line)
    isError ||= isErrorLine
    if (isFenced || isErrorLine || (isShort && codeLine.test(line) && !leadIn.test(line))) pasted += 1
    else ownWords += line.trim().split(/\s+/, mostOwnWords + 1).length
    if (ownWords > mostOwnWords) return null
  }
  if (isError) return 'error'
  return pasted > 0 && (hasFence || pasted >= leastPasted) ? 'code' : null
}

/** The first and the last paragraph, each where it is short enough to be an instruction. */
function instructionOf(text: string): string | null {
  const longest = Math.min(longestInstruction, text.length * largestShare)
  const [first = ''] = text
    .slice(0, sampled)
    .trimStart()
    .split(/\n(?:\s*\n|```|"""|<)/, 1)
  const head =
    first.length <= longest ? first : (/^[^\n]{1,200}?:[ \t]*\n/.exec(text.slice(0, 240))?.[0] ?? '')
  const end = text.slice(-sampled).trimEnd()
  const tail = end.slice(end.lastIndexOf('\n\n') + 2)
  const said = [head, tail.length <= longest ? tail : ''].filter(each => each.trim() !== '')
  return said.length === 0 ? null : said.join('\n').trim()
}

/** Lines that were said before; bounded. */
function linesOf(texts: readonly string[]): ReadonlySet<string> {
  const lines = new Set<string>()
  for (const text of texts) {
    for (const line of text.slice(-mostQuotedLooked).split('\n')) {
      const said = line.trim()
      if (said.length >= leastQuoted) lines.add(said)
    }
  }
  return lines
}

/** Without the lines that are marked as quoted or repeat what was said before: those are context, not what is asked. */
function withoutQuotes(text: string, earlier: readonly string[]): string {
  const isLong = text.length >= leastQuoted && text.length <= mostQuotedLooked
  if (!text.includes('\n>') && !text.startsWith('>') && !(isLong && earlier.length > 0)) return text
  if (text.length > mostQuotedLooked) return text
  const said = linesOf(earlier)
  const kept = text.split('\n').filter(line => {
    const trimmed = line.trim()
    return !trimmed.startsWith('>') && !said.has(trimmed.replace(/^["“„«]|["”“»]$/g, ''))
  })
  return kept.join('\n').trim()
}

/**
 * Tells the question from what it is asked of. Bounded work for any text, a few passes over it at most.
 * @param earlier the messages it may quote
 */
export function readRequest(message: string, earlier: readonly string[]): Request {
  const own = withoutQuotes(message, earlier)
  // Who only quotes asks about it.
  const text = own === '' ? message : own
  const instruction = text.length >= leastLong ? instructionOf(text) : null
  return {
    text,
    lightWork: instruction !== null && isLightWork(instruction) ? instruction : null,
    codeLines: codeLinesOf(text),
    length: message.length,
    quotes: text !== message,
    pasted: pastedOf(text),
  }
}

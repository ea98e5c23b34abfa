import { limits } from '../limits'

/** A chunk that has this many lines ends early where a new top-level statement seems to begin. */
const softLines = Math.floor(limits.codeChunkLines * 0.6)

export interface CodeScan {
  text: string
  /** Where each chunk starts; the first is 0. */
  starts: readonly number[]
  /** Start of the last line that was judged, and how many lines its chunk has before it. */
  lineStart: number
  lines: number
  /** Of the whole text, the unfinished last line counted. */
  lineCount: number
  longestLine: number
}

const isSpace = (code: number) => code === 32 || code === 9 || code === 10

/**
 * Cuts code into chunks of at most 64 lines, each highlighted and laid out on its own, preferably between top-level
 * statements so that no string or comment is cut in two. Cuts never move while the text grows; given the scan of a prefix
 * only what was appended is looked at.
 */
export function splitCode(text: string, previous?: CodeScan): CodeScan {
  const from = previous !== undefined && text.startsWith(previous.text) ? previous : undefined
  const starts = [...(from?.starts ?? [0])]
  let lineStart = from?.lineStart ?? 0
  let lines = from?.lines ?? 0
  let lineCount = from === undefined ? 1 : from.lineCount
  let longestLine = from?.longestLine ?? 0
  for (;;) {
    const newline = text.indexOf('\n', lineStart)
    const next = newline + 1
    // The first character of the next line decides whether it may begin a chunk, so it has to be there.
    if (newline < 0 || next >= text.length) break
    lines += 1
    lineCount += 1
    longestLine = Math.max(longestLine, newline - lineStart)
    const afterBlankLine = newline === lineStart
    const soft = lines >= softLines && afterBlankLine && !isSpace(text.charCodeAt(next))
    if (soft || lines >= limits.codeChunkLines) {
      starts.push(next)
      lines = 0
    }
    lineStart = next
  }
  // A line break at the end of the text waits above for what follows it and begins no line yet.
  longestLine = Math.max(longestLine, text.trimEnd().length - lineStart)
  return { text, starts, lineStart, lines, lineCount, longestLine }
}

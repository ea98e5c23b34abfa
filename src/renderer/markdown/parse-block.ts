import { Lexer, type Token } from 'marked'
import type { Block } from './ast'
import { cutPieces, hasLongWord } from './characters'
import { limits } from './limits'
import { createMathExtensions } from './math/marked-math'
import { readBlocks } from './read-tokens'

const containerPrefix = /^(?:[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])(?=[ \t])))+/
const deepestIndent = limits.nesting * 4

/** Whether any line opens more quotes and lists than we nest; marked recurses once for each before we could look. */
function nestsTooDeep(source: string): boolean {
  for (const line of source.split('\n')) {
    const prefix = containerPrefix.exec(line)
    if (prefix === null) continue
    const markers = prefix[0].match(/>|[-+*]|\d+[.)]/g)?.length ?? 0
    const indent = prefix[0].length - prefix[0].trimStart().length
    if (markers > limits.nesting || indent > deepestIndent) return true
  }
  return false
}

const markers = /[*_`~$[\]<>&!\\]|:\/\/|@/g

/** The run is an attack or noise; its whole block is shown as it is. */
class TooManyMarkers extends Error {}

function lexRun(lexer: Lexer, run: string, tokens: Token[]): void {
  for (const piece of cutPieces(run, limits.inlineRun)) {
    if ((piece.match(markers)?.length ?? 0) > limits.inlineMarkers) throw new TooManyMarkers()
    // An inline <pre> or <script> of an earlier run must not switch anything off in this one.
    lexer.state.inRawBlock = false
    lexer.state.inLink = false
    lexer.inlineTokens(piece, tokens)
  }
}

function lex(source: string, definitions: string): Token[] {
  // Own options object: the lexer writes its tokenizer into the one it is given, by default a shared one.
  const lexer = new Lexer({ gfm: true, extensions: createMathExtensions() })
  if (definitions !== '') {
    lexer.blockTokens(definitions, [])
    lexer.inlineQueue = []
  }
  const tokens = lexer.blockTokens(source, lexer.tokens)
  for (const { src, tokens: target } of lexer.inlineQueue) lexRun(lexer, src, target)
  return tokens
}

/**
 * Interprets one block of untrusted markdown. `definitions` is the source of the text's reference definitions. Never
 * throws and costs a bounded amount: whatever exceeds the limits, or trips the lexer, comes back as plain text.
 */
export function parseBlock(source: string, definitions = ''): Block[] {
  const plain: Block[] = source.trim() === '' ? [] : [{ kind: 'plain', text: source }]
  if (source.length > limits.block || hasLongWord(source, limits.word) || nestsTooDeep(source)) return plain
  try {
    return readBlocks(lex(source, definitions), 0)
  } catch {
    return plain
  }
}

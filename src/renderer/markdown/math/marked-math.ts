import type { MarkedOptions, Token, Tokens } from 'marked'
import { limits } from '../limits'
import { mathStart, readMath } from './math-text'

/** A formula among marked's tokens. */
export interface MathToken extends Tokens.Generic {
  type: 'math'
  raw: string
  tex: string
  display: boolean
}

export const isMathToken = (token: Token): token is MathToken => token.type === 'math'

/**
 * For the options of one lexer: asked before its own rules, so that `\(` is no escape and `_` inside no emphasis. After
 * `limits.formulas` of them a formula stays its source.
 */
export function createMathExtensions(): NonNullable<MarkedOptions['extensions']> {
  let found = 0
  const tokenize = (source: string, tokens: Token[]): MathToken | undefined => {
    if (found >= limits.formulas) return undefined
    // What stands before a dollar tells money from mathematics.
    const before = tokens.at(-1)?.raw.slice(-1) ?? ''
    const span = readMath(before + source, before.length)
    if (span === null) return undefined
    found += 1
    const raw = source.slice(0, span.end - before.length)
    return { type: 'math', raw, tex: span.tex, display: span.display }
  }
  return { renderers: {}, childTokens: {}, inline: [tokenize], startInline: [mathStart] }
}

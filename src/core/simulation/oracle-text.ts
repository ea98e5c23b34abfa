import { hash } from './hash'

/** Most answers are this long; a prompt that says `[n tokens]`, or `[n tokens of b bytes]`, gets just that. */
const shortest = 24
const spread = 72

/** What breaks a careless reader of lines, events or UTF-8 when a cut falls into it. */
const awkward = ['é', '日本', '🙂', '"', '\\', '\n', 'data:', '{"a":', '\u2028', '</s>'] as const

function wishOf(prompt: string): { tokens: number; bytes: number } | null {
  const found = /\[(\d{1,6}) tokens(?: of (\d{1,5}) bytes)?\]/.exec(prompt)
  return found === null ? null : { tokens: Number(found[1]), bytes: Number(found[2] ?? 0) }
}

function tokenAt(prompt: string, index: number, bytes: number): string {
  const value = hash(`${prompt}\n${index}`)
  const odd = value % 7 === 0 ? (awkward[(value >>> 8) % awkward.length] ?? '') : ''
  return ` ${value.toString(36)}${odd}`.padEnd(bytes, '.')
}

/**
 * The answer of a simulated model whose every token follows from the prompt and its place alone, so that whoever knows the
 * question knows the right answer, whichever node gave it and however often it began.
 */
export function oracleTokens(prompt: string): string[] {
  const wish = wishOf(prompt)
  const count = wish?.tokens ?? shortest + (hash(prompt) % spread)
  return Array.from({ length: count }, (_, index) => tokenAt(prompt, index, wish?.bytes ?? 0))
}

export const oracleText = (prompt: string): string => oracleTokens(prompt).join('')

/**
 * What is left to say after `begun`; all of it, and so a text that is plainly wrong, when it does not begin the answer.
 */
export function oracleRest(prompt: string, begun: string): string[] {
  const tokens = oracleTokens(prompt)
  let said = ''
  const next = tokens.findIndex(token => {
    if (said === begun) return true
    said += token
    return false
  })
  if (next === -1) return said === begun ? [] : tokens
  return tokens.slice(next)
}

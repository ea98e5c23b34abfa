const quote = '"'

/** Whether the character at `index` stands behind an odd number of backslashes. */
function isEscaped(text: string, index: number): boolean {
  let first = index
  while (text.charCodeAt(first - 1) === 0x5c) first--
  return (index - first) % 2 === 1
}

/** Where the string that begins at `start` ends; the text's length when it does not. Long ones (images) go by in strides. */
export function endOfString(text: string, start: number): number {
  let end = text.indexOf(quote, start + 1)
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf(quote, end + 1)
  return end === -1 ? text.length : end
}

/** True when brackets nest deeper than `depth`. Linear, so it is safe on what JSON.parse would choke on. */
function exceedsDepth(text: string, depth: number): boolean {
  let open = 0
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === 0x22) index = endOfString(text, index)
    else if (code === 0x5b || code === 0x7b) {
      if (++open > depth) return true
    } else if (code === 0x5d || code === 0x7d) open--
  }
  return false
}

/** How many times `bracket` occurs; of those beyond `most` only one is counted. */
function occurrences(text: string, bracket: string, most: number): number {
  let found = 0
  for (let at = text.indexOf(bracket); at !== -1; at = text.indexOf(bracket, at + 1)) {
    if (++found > most) break
  }
  return found
}

/**
 * Too few brackets to nest that deep, counting even those in strings. True of nearly every document of a stream, one a
 * token, and found out in a fraction of the time it takes to look at each character.
 */
const hasFewBrackets = (text: string, depth: number): boolean =>
  occurrences(text, '{', depth) + occurrences(text, '[', depth) <= depth

/** The key spelt out or with its letters escaped. A false alarm only costs the slower parse. */
const mayNameProto = (text: string) => text.includes('__proto__') || text.includes('\\u00')

/** An own `__proto__` key would become the prototype of whatever the value is later copied into. */
function withoutProto(key: string, value: unknown): unknown {
  return key === '__proto__' ? undefined : value
}

/**
 * JSON from outside, at most `depth` levels deep and without `__proto__` keys. Nesting is looked at first: 2 MB of `[` block
 * JSON.parse for half a second.
 * @throws RangeError when it is nested deeper, SyntaxError when it is not JSON
 */
export function parseBoundedJson(text: string, depth: number): unknown {
  if (!hasFewBrackets(text, depth) && exceedsDepth(text, depth))
    throw new RangeError(`The JSON is nested deeper than ${depth} levels.`)
  return mayNameProto(text) ? JSON.parse(text, withoutProto) : JSON.parse(text)
}

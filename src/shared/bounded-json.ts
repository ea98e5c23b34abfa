/** True when brackets nest deeper than `depth`. Linear, so it is safe on what JSON.parse would choke on. */
function exceedsDepth(text: string, depth: number): boolean {
  let open = 0
  let inString = false
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (inString) {
      if (code === 0x5c) index++
      else if (code === 0x22) inString = false
    } else if (code === 0x22) inString = true
    else if (code === 0x5b || code === 0x7b) {
      if (++open > depth) return true
    } else if (code === 0x5d || code === 0x7d) open--
  }
  return false
}

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
  if (exceedsDepth(text, depth)) throw new RangeError(`The JSON is nested deeper than ${depth} levels.`)
  return mayNameProto(text) ? JSON.parse(text, withoutProto) : JSON.parse(text)
}

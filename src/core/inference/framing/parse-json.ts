import { HarombeError } from '../../../shared/errors'
import { limits } from '../limits'

/** True when brackets nest deeper than `depth`. Linear, so it is safe on what JSON.parse would choke on. */
export function exceedsDepth(text: string, depth: number): boolean {
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
const mayNameProto = /__proto__|\\u00/i

function withoutProto(key: string, value: unknown): unknown {
  return key === '__proto__' ? undefined : value
}

/**
 * JSON from another machine: bounded nesting, and no own `__proto__` key that would become a prototype in a later copy.
 * @throws HarombeError MALFORMED_RESPONSE
 */
export function parseJson(text: string): unknown {
  if (exceedsDepth(text, limits.jsonDepth)) {
    throw new HarombeError(
      'MALFORMED_RESPONSE',
      `The answer is JSON nested deeper than ${limits.jsonDepth} levels.`,
    )
  }
  try {
    return mayNameProto.test(text) ? JSON.parse(text, withoutProto) : JSON.parse(text)
  } catch (cause) {
    throw new HarombeError('MALFORMED_RESPONSE', 'The answer is not valid JSON.', { cause })
  }
}

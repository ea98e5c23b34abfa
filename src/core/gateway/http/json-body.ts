import { isUtf8 } from 'node:buffer'
import { HarombeError } from '../../../shared/errors'
import { exceedsDepth } from '../../inference/framing/parse-json'

/** The key spelt out or with its letters escaped. A false alarm only costs the slower parse. */
const mayNameProto = /__proto__|\\u00/i

/** An own `__proto__` key would become the prototype of whatever the value is later copied into. */
function withoutProto(key: string, value: unknown): unknown {
  return key === '__proto__' ? undefined : value
}

/**
 * JSON from outside. Nesting is bounded by a linear scan first: JSON.parse is blocked for half a second by 2 MB of `[`.
 * @throws HarombeError BAD_REQUEST
 */
export function parseJsonText(text: string, depth: number): unknown {
  if (exceedsDepth(text, depth)) {
    throw new HarombeError('BAD_REQUEST', `The JSON is nested deeper than ${depth} levels.`)
  }
  try {
    return mayNameProto.test(text) ? JSON.parse(text, withoutProto) : JSON.parse(text)
  } catch {
    throw new HarombeError('BAD_REQUEST', 'The body is not valid JSON.')
  }
}

/** @throws HarombeError BAD_REQUEST */
export function parseJsonBody(body: Buffer, depth: number): unknown {
  if (!isUtf8(body)) throw new HarombeError('BAD_REQUEST', 'The body is not valid UTF-8.')
  return parseJsonText(body.toString('utf8'), depth)
}

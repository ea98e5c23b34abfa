import { parseBoundedJson } from '../../../shared/bounded-json'
import { HarombeError } from '../../../shared/errors'
import { limits } from '../limits'

/** JSON from another machine. @throws HarombeError MALFORMED_RESPONSE */
export function parseJson(text: string): unknown {
  try {
    return parseBoundedJson(text, limits.jsonDepth)
  } catch (cause) {
    const problem =
      cause instanceof RangeError
        ? `The answer is JSON nested deeper than ${limits.jsonDepth} levels.`
        : 'The answer is not valid JSON.'
    throw new HarombeError('MALFORMED_RESPONSE', problem, { cause })
  }
}

import { isUtf8 } from 'node:buffer'
import { parseBoundedJson } from '../../../shared/bounded-json'
import { HarombeError } from '../../../shared/errors'

/** @throws HarombeError BAD_REQUEST */
export function parseJsonText(text: string, depth: number): unknown {
  try {
    return parseBoundedJson(text, depth)
  } catch (error) {
    const problem = error instanceof RangeError ? error.message : 'The body is not valid JSON.'
    throw new HarombeError('BAD_REQUEST', problem)
  }
}

/** @throws HarombeError BAD_REQUEST */
export function parseJsonBody(body: Buffer, depth: number): unknown {
  if (!isUtf8(body)) throw new HarombeError('BAD_REQUEST', 'The body is not valid UTF-8.')
  return parseJsonText(body.toString('utf8'), depth)
}

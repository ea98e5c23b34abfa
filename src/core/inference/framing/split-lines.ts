import { HarombeError } from '../../../shared/errors'
import { limits } from '../limits'

const lineFeed = 0x0a
const carriageReturn = 0x0d

export interface LineSplitter {
  /** Lines that end in this chunk, without their end. @throws HarombeError MALFORMED_RESPONSE beyond the limits */
  push(chunk: Uint8Array): Generator<string, void>
  /** What stands after the last line end; null when nothing does. */
  rest(): string | null
}

function endOfLine(chunk: Uint8Array, from: number): number {
  for (let index = from; index < chunk.length; index++) {
    const byte = chunk[index]
    if (byte === lineFeed || byte === carriageReturn) return index
  }
  return -1
}

/**
 * Splits bytes at LF, CR or CRLF. Both bytes are whole characters wherever they occur in UTF-8, so a line is decoded
 * only when it is complete and the result does not depend on how the network cut it.
 */
export function createLineSplitter(
  lineLimit: number = limits.lineBytes,
  totalLimit: number = limits.answerBytes,
): LineSplitter {
  /** The beginning of a line whose end has not come. */
  let parts: Uint8Array[] = []
  let pendingBytes = 0
  let totalBytes = 0
  let afterCarriageReturn = false
  let isFirst = true

  const count = (bytes: number): void => {
    pendingBytes += bytes
    totalBytes += bytes
    if (pendingBytes > lineLimit) {
      throw new HarombeError('MALFORMED_RESPONSE', `The answer has a line longer than ${lineLimit} bytes.`)
    }
    if (totalBytes > totalLimit) {
      throw new HarombeError('MALFORMED_RESPONSE', `The answer is longer than ${totalLimit} bytes.`)
    }
  }

  /** Not fatal: a model that emits half a character costs a U+FFFD, not the answer. */
  const take = (bytes: Buffer, start: number, end: number): string => {
    const isWhole = parts.length === 0
    const line = isWhole
      ? bytes.toString('utf8', start, end)
      : Buffer.concat([...parts, bytes.subarray(start, end)]).toString('utf8')
    if (!isWhole) parts = []
    pendingBytes = 0
    if (!isFirst) return line
    isFirst = false
    return line.startsWith('\uFEFF') ? line.slice(1) : line
  }

  return {
    *push(chunk) {
      const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)
      let start = 0
      while (start < bytes.length) {
        if (afterCarriageReturn) {
          afterCarriageReturn = false
          if (bytes[start] === lineFeed) {
            start++
            continue
          }
        }
        const end = endOfLine(bytes, start)
        count((end === -1 ? bytes.length : end) - start)
        if (end === -1) {
          parts.push(bytes.subarray(start))
          return
        }
        // Line ends count too, or an endless run of them would pass the total limit.
        totalBytes++
        afterCarriageReturn = bytes[end] === carriageReturn
        const from = start
        start = end + 1
        yield take(bytes, from, end)
      }
    },
    rest: () => (pendingBytes === 0 ? null : take(Buffer.alloc(0), 0, 0)),
  }
}

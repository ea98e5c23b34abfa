import { HarombeError } from '../../../shared/errors'
import { limits } from '../limits'

const lineFeed = 0x0a
const carriageReturn = 0x0d

/** Non-fatal: a model that emits half a character costs a U+FFFD, not the answer. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

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
  let parts: Uint8Array[] = []
  let pendingBytes = 0
  let totalBytes = 0
  let afterCarriageReturn = false
  let isFirst = true

  const keep = (part: Uint8Array): void => {
    pendingBytes += part.length
    totalBytes += part.length
    if (pendingBytes > lineLimit) {
      throw new HarombeError('MALFORMED_RESPONSE', `The answer has a line longer than ${lineLimit} bytes.`)
    }
    if (totalBytes > totalLimit) {
      throw new HarombeError('MALFORMED_RESPONSE', `The answer is longer than ${totalLimit} bytes.`)
    }
    if (part.length > 0) parts.push(part)
  }

  const take = (): string => {
    const [only] = parts
    const line = decoder.decode(parts.length === 1 ? only : Buffer.concat(parts))
    parts = []
    pendingBytes = 0
    if (!isFirst) return line
    isFirst = false
    return line.startsWith('\uFEFF') ? line.slice(1) : line
  }

  return {
    *push(chunk) {
      let start = 0
      while (start < chunk.length) {
        if (afterCarriageReturn) {
          afterCarriageReturn = false
          if (chunk[start] === lineFeed) {
            start++
            continue
          }
        }
        const end = endOfLine(chunk, start)
        keep(chunk.subarray(start, end === -1 ? chunk.length : end))
        if (end === -1) return
        // Line ends count too, or an endless run of them would pass the total limit.
        totalBytes++
        afterCarriageReturn = chunk[end] === carriageReturn
        start = end + 1
        yield take()
      }
    },
    rest: () => (pendingBytes === 0 ? null : take()),
  }
}

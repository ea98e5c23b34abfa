import { HarombeError, isHarombeError } from '../../../shared/errors'
import { limits } from '../limits'
import type { InferenceFrame } from '../protocol'
import { createEventParser, type ServerSentEvent } from './parse-events'
import { parseJson } from './parse-json'
import { createLineSplitter } from './split-lines'

/**
 * Bytes of one answer in, frames out. Generators, so that frames before a fault in the same chunk are still delivered:
 * how the network cut the bytes never changes the result. Both throw HarombeError MALFORMED_RESPONSE for what is not
 * the protocol.
 */
export interface AnswerDecoder {
  push(chunk: Uint8Array): Iterable<InferenceFrame>
  /** The body ended. Without a terminal frame by now the answer was cut off. */
  end(): Iterable<InferenceFrame>
}

export type Translate<T> = (part: T) => Iterable<InferenceFrame>

/** A last line or event without its end is used when it is whole and dropped when it is not. */
function* whenWhole(frames: () => Iterable<InferenceFrame>): Generator<InferenceFrame> {
  try {
    yield* frames()
  } catch (error) {
    if (!isHarombeError(error)) throw error
  }
}

/** Blank lines are keep-alives. */
export function decodeNdjson(translate: Translate<unknown>): AnswerDecoder {
  const lines = createLineSplitter()
  const read = (line: string): Iterable<InferenceFrame> =>
    line.trim() === '' ? [] : translate(parseJson(line))
  return {
    *push(chunk) {
      for (const line of lines.push(chunk)) yield* read(line)
    },
    *end() {
      const rest = lines.rest()
      if (rest !== null) yield* whenWhole(() => read(rest))
    },
  }
}

export function decodeEvents(translate: Translate<ServerSentEvent>): AnswerDecoder {
  const lines = createLineSplitter()
  const events = createEventParser()
  const read = (event: ServerSentEvent | null): Iterable<InferenceFrame> =>
    event === null ? [] : translate(event)
  return {
    *push(chunk) {
      for (const line of lines.push(chunk)) yield* read(events.push(line))
    },
    *end() {
      const rest = lines.rest()
      yield* whenWhole(() => {
        if (rest !== null) events.push(rest)
        return read(events.rest())
      })
    },
  }
}

/** One JSON document, for servers that answer a streaming request in one piece. */
export function decodeDocument(translate: Translate<unknown>): AnswerDecoder {
  const chunks: Uint8Array[] = []
  let bytes = 0
  return {
    push(chunk) {
      bytes += chunk.length
      if (bytes > limits.answerBytes) {
        throw new HarombeError('MALFORMED_RESPONSE', `The answer is longer than ${limits.answerBytes} bytes.`)
      }
      chunks.push(chunk)
      return []
    },
    *end() {
      yield* translate(parseJson(Buffer.concat(chunks).toString('utf8')))
    },
  }
}

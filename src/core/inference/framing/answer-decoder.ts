import { HarombeError, isHarombeError } from '../../../shared/errors'
import { limits } from '../limits'
import type { InferenceFrame } from '../protocol'
import { createEventParser, type ServerSentEvent } from './parse-events'
import { parseJson } from './parse-json'
import { createLineSplitter } from './split-lines'

export type Emit = (frame: InferenceFrame) => void

/**
 * Bytes of one answer in, frames out. What is not the protocol throws HarombeError MALFORMED_RESPONSE, after the frames
 * before it were emitted: how the network cut the bytes never changes the result.
 */
export interface AnswerDecoder {
  push(chunk: Uint8Array, emit: Emit): void
  /** The body ended. Without a terminal frame by now the answer was cut off. */
  end(emit: Emit): void
}

export type Translate<T> = (part: T, emit: Emit) => void

/** A last line or event without its end is used when it is whole and dropped when it is not. */
function whenWhole(read: () => void): void {
  try {
    read()
  } catch (error) {
    if (!isHarombeError(error)) throw error
  }
}

/** Blank lines are keep-alives. */
export function decodeNdjson(translate: Translate<unknown>): AnswerDecoder {
  const lines = createLineSplitter()
  const read = (line: string, emit: Emit): void => {
    if (line.trim() !== '') translate(parseJson(line), emit)
  }
  return {
    push(chunk, emit) {
      for (const line of lines.push(chunk)) read(line, emit)
    },
    end(emit) {
      const rest = lines.rest()
      if (rest !== null) whenWhole(() => read(rest, emit))
    },
  }
}

export function decodeEvents(translate: Translate<ServerSentEvent>): AnswerDecoder {
  const lines = createLineSplitter()
  const events = createEventParser()
  const read = (event: ServerSentEvent | null, emit: Emit): void => {
    if (event !== null) translate(event, emit)
  }
  return {
    push(chunk, emit) {
      for (const line of lines.push(chunk)) read(events.push(line), emit)
    },
    end(emit) {
      const rest = lines.rest()
      whenWhole(() => {
        if (rest !== null) events.push(rest)
        read(events.rest(), emit)
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
    },
    end(emit) {
      translate(parseJson(Buffer.concat(chunks).toString('utf8')), emit)
    },
  }
}

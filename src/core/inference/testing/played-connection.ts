import type { HttpConnection } from '../http/connection'
import type { InferenceFrame, InferenceRequest } from '../protocol'
import { streamAnswer } from '../stream-answer'
import type { AnswerSample } from './answer-corpus'
import { collectFrames, never } from './scripted-server'

/** A connection that answers with these bytes, cut like this, without a network: for thousands of runs. */
export function playedConnection(contentType: string, chunks: Iterable<Uint8Array>): HttpConnection {
  const unused = () => Promise.reject(new Error('Nothing but an answer is played.'))
  return {
    host: 'node',
    open() {
      const rest = chunks[Symbol.iterator]()
      return Promise.resolve({
        contentType,
        next() {
          const { value, done } = rest.next()
          return Promise.resolve(done ? null : [value])
        },
        finish() {},
      })
    },
    getJson: unused,
    askJson: unused,
    close: () => Promise.resolve(),
  }
}

const timeouts = { connect: 1000, firstToken: 60_000, stall: 60_000 }

/** What a client hands on of an answer that arrives in these chunks. */
export function play(
  { dialect, contentType, request }: Pick<AnswerSample, 'dialect' | 'contentType' | 'request'>,
  chunks: Iterable<Uint8Array>,
  changes: Partial<InferenceRequest> = {},
): Promise<InferenceFrame[]> {
  const connection = playedConnection(contentType, chunks)
  return collectFrames(streamAnswer(connection, dialect(), timeouts, { ...request, ...changes }, never))
}

/** Neighbouring pieces of text as one, ids left out, errors by their code: what must not depend on how bytes were cut. */
export function essence(frames: readonly InferenceFrame[]): unknown[] {
  const joined: InferenceFrame[] = []
  for (const frame of frames) {
    const last = joined.at(-1)
    const isMore = last?.type === frame.type && 'text' in last && 'text' in frame
    if (isMore) joined.splice(-1, 1, { ...last, text: last.text + frame.text })
    else joined.push(frame)
  }
  return joined.map(frame => {
    if (frame.type === 'error') return { type: 'error', code: frame.error.code }
    if (frame.type !== 'tool_call') return frame
    return { type: 'tool_call', name: frame.call.name, arguments: frame.call.arguments }
  })
}

/** The bytes cut at these places, in any order and beyond the end. */
export function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const points = [...new Set(places.map(place => Math.min(place, bytes.length)))].sort((a, b) => a - b)
  return [0, ...points].map((from, index) => bytes.subarray(from, points[index] ?? bytes.length))
}

import { HarombeError, isHarombeError } from '../../shared/errors'
import { deliverFrames } from './deliver-frames'
import type { Dialect, Lease } from './dialect'
import type { AnswerDecoder } from './framing/answer-decoder'
import type { HttpAnswer, HttpConnection } from './http/connection'
import { openScope, type RequestScope } from './http/request-scope'
import { limits, reasoningStallFactor } from './limits'
import type { ClientTimeouts, InferenceFrame, InferenceRequest } from './protocol'
import { assertSupported, isPrefill, offersTools } from './request-shape'
import { createThinkingSplitter } from './split-thinking'

/** Times one question is put in other words. */
const rewordings = 3

interface Progress {
  hasText: boolean
  hasReasoning: boolean
  hasToolCall: boolean
  /** UTF-16 units of text and reasoning. */
  length: number
}

interface Reading {
  frames: readonly InferenceFrame[]
  /** What kept the rest from being read. */
  fault: { reason: unknown } | null
}

function follow(progress: Progress, frame: InferenceFrame): void {
  if (frame.type === 'tool_call') progress.hasToolCall = true
  if (frame.type !== 'text' && frame.type !== 'reasoning') return
  progress.length += frame.text.length
  if (frame.type === 'text') progress.hasText = true
  else progress.hasReasoning = true
}

/** The longest text that may be the answer to a request for at most `maxTokens`. */
function longestAnswer(maxTokens: number | undefined): number {
  return maxTokens === undefined ? Number.POSITIVE_INFINITY : Math.max(4096, maxTokens * limits.bytesPerToken)
}

/**
 * Runs one request and keeps the promises of InferenceClient.stream, whatever the other side does: frames of the closed
 * union, exactly one terminal frame, nothing after it, never a throw, and a closed connection when the loop is left.
 */
export function streamAnswer(
  connection: HttpConnection,
  dialect: Dialect,
  timeouts: ClientTimeouts,
  request: InferenceRequest,
  caller: AbortSignal,
): AsyncIterable<InferenceFrame> {
  const { host } = connection
  let scope: RequestScope | null = null
  const progress: Progress = { hasText: false, hasReasoning: false, hasToolCall: false, length: 0 }
  const longest = longestAnswer(request.maxTokens)
  const mayCallTools = offersTools(request)
  /** What goes on with a text or with an answer begun before: it holds no tags, and may have nothing to add. */
  const goesOn = request.prompt !== undefined || isPrefill(request)
  const splitter = goesOn ? null : createThinkingSplitter()

  const tooSlow = () => {
    const seconds = Math.round(timeouts.firstToken / 1000)
    return new HarombeError('TIMEOUT', `${host} said nothing for ${seconds} s.`, {
      hint: 'The model may be too large for that machine.',
      data: { phase: 'firstToken' },
    })
  }
  const stalled = () =>
    new HarombeError('TIMEOUT', `${host} fell silent in the middle of the answer.`, {
      data: { phase: 'stall' },
    })
  const patience = (): number => {
    const { hasText, hasToolCall, hasReasoning } = progress
    const isReasoning = hasReasoning && !hasText && !hasToolCall
    return timeouts.stall * (isReasoning ? reasoningStallFactor : 1)
  }

  /** The frame to hand on, or null for one that says nothing. */
  const admit = (frame: InferenceFrame): InferenceFrame | null => {
    if ((frame.type === 'text' || frame.type === 'reasoning') && frame.text === '') return null
    // Who offered no tools can run none: such a call is a model making things up.
    if (frame.type === 'tool_call' && !mayCallTools) return null
    follow(progress, frame)
    const isEmpty = !progress.hasText && !progress.hasToolCall && !goesOn
    if (frame.type === 'done' && frame.reason !== 'length' && isEmpty) {
      return {
        type: 'error',
        error: new HarombeError('NODE_ERROR', `${host} answered nothing.`, {
          hint: 'Ask again; if it happens often, look into the log of its server.',
        }),
      }
    }
    const isOfDropped = frame.type === 'done' && frame.reason === 'tool_calls' && !progress.hasToolCall
    return isOfDropped ? { type: 'done', reason: 'stop' } : frame
  }

  /** What has arrived, read: the frames up to the first terminal one or the fault. */
  function read(decoder: AnswerDecoder, parts: readonly Uint8Array[] | null): Reading {
    const frames: InferenceFrame[] = []
    let isEnded = false
    const emit = (decoded: InferenceFrame): void => {
      if (isEnded) return
      const frame = admit(decoded)
      if (frame === null) return
      frames.push(frame)
      isEnded = frame.type === 'done' || frame.type === 'error'
      if (isEnded || progress.length <= longest) return
      // The server ignores the limit it was given: stop it, and say that this is not the whole answer.
      frames.push({ type: 'done', reason: 'length' })
      isEnded = true
    }
    const take = splitter === null ? emit : (frame: InferenceFrame) => splitter.take(frame, emit)
    try {
      if (parts === null) decoder.end(take)
      else for (const part of parts) decoder.push(part, take)
    } catch (reason) {
      splitter?.flush(emit)
      return { frames, fault: { reason } }
    }
    if (parts === null) splitter?.flush(emit)
    return { frames, fault: null }
  }

  /** @throws HarombeError */
  async function ask(signal: AbortSignal, headers: Lease['headers'] | undefined): Promise<HttpAnswer> {
    assertSupported(request, dialect.supports, host)
    for (let attempt = 0; ; attempt++) {
      try {
        return await connection.open(
          { method: 'POST', model: request.model, headers, ...dialect.ask(request) },
          signal,
        )
      } catch (error) {
        const isWorthIt = attempt < rewordings && isHarombeError(error) && dialect.reword?.(error, request)
        if (isWorthIt !== true) throw error
      }
    }
  }

  async function* run(): AsyncGenerator<readonly InferenceFrame[], void> {
    const own = openScope(caller)
    scope = own
    const lease = dialect.lease?.(connection)
    let isFinished = false
    try {
      own.expireAfter(timeouts.firstToken, tooSlow)
      const answer = await ask(own.signal, lease?.headers)
      const decoder = dialect.decoder(answer.contentType, host, request)
      let hasBegun = false
      for (;;) {
        const parts = await answer.next()
        const { frames, fault } = read(decoder, parts)
        const last = frames.at(-1)
        if (last !== undefined) {
          hasBegun = true
          own.hold()
          if (last.type === 'done' && progress.length <= longest) {
            isFinished = true
            answer.finish()
          }
          yield frames
          if (last.type === 'done' || last.type === 'error') return
          const failure = own.failure()
          if (failure !== null) throw failure
        }
        if (fault !== null) throw fault.reason
        if (parts === null) {
          throw new HarombeError('STREAM_CUT_OFF', `${host} stopped before the answer was complete.`)
        }
        if (hasBegun && (last !== undefined || dialect.keepAliveIsProgress)) {
          own.expireAfter(patience(), stalled)
        }
      }
    } catch (error) {
      const failure = own.failure() ?? (isHarombeError(error) ? error : null)
      yield [
        {
          type: 'error',
          error: failure ?? new HarombeError('INTERNAL', 'The answer could not be read.', { cause: error }),
        },
      ]
    } finally {
      lease?.close()
      if (isFinished) own.release()
      else own.end()
    }
  }

  return deliverFrames(run(), () => scope?.failure() ?? null)
}

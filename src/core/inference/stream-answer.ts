import { HarombeError, isHarombeError } from '../../shared/errors'
import type { Dialect } from './dialect'
import type { HttpAnswer, HttpConnection } from './http/connection'
import { openScope } from './http/request-scope'
import { limits, reasoningStallFactor } from './limits'
import type { ClientTimeouts, InferenceFrame, InferenceRequest } from './protocol'

interface Progress {
  hasText: boolean
  hasReasoning: boolean
  hasToolCall: boolean
  /** UTF-16 units of text and reasoning. */
  length: number
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
export async function* streamAnswer(
  connection: HttpConnection,
  dialect: Dialect,
  timeouts: ClientTimeouts,
  request: InferenceRequest,
  caller: AbortSignal,
): AsyncGenerator<InferenceFrame, void> {
  const { host } = connection
  const scope = openScope(caller)
  const progress: Progress = { hasText: false, hasReasoning: false, hasToolCall: false, length: 0 }
  const longest = longestAnswer(request.maxTokens)
  let answer: HttpAnswer | null = null
  let isFinished = false

  const awaitFirst = (): void =>
    scope.expireAfter(timeouts.firstToken, () => {
      const seconds = Math.round(timeouts.firstToken / 1000)
      return new HarombeError('TIMEOUT', `${host} said nothing for ${seconds} s.`, {
        hint: 'The model may be too large for that machine.',
        data: { phase: 'firstToken' },
      })
    })
  const awaitNext = (): void => {
    const { hasText, hasToolCall, hasReasoning } = progress
    const isReasoning = hasReasoning && !hasText && !hasToolCall
    const wait = timeouts.stall * (isReasoning ? reasoningStallFactor : 1)
    scope.expireAfter(
      wait,
      () =>
        new HarombeError('TIMEOUT', `${host} fell silent in the middle of the answer.`, {
          data: { phase: 'stall' },
        }),
    )
  }

  /** The frame to hand on, or null for one that says nothing. */
  const admit = (frame: InferenceFrame): InferenceFrame | null => {
    if ((frame.type === 'text' || frame.type === 'reasoning') && frame.text === '') return null
    follow(progress, frame)
    if (frame.type === 'done' && frame.reason !== 'length' && !progress.hasText && !progress.hasToolCall) {
      return {
        type: 'error',
        error: new HarombeError('NODE_ERROR', `${host} answered nothing.`, {
          hint: 'Ask again; if it happens often, look into the log of its server.',
        }),
      }
    }
    return frame
  }

  try {
    awaitFirst()
    const question = { method: 'POST', model: request.model, ...dialect.ask(request) } as const
    answer = await connection.open(question, scope.signal)
    const decoder = dialect.decoder(answer.contentType, host)
    let hasBegun = false
    for (;;) {
      const chunk = await answer.next()
      const frames = chunk === null ? decoder.end() : decoder.push(chunk)
      let isPart = dialect.keepAliveIsProgress
      for (const decoded of frames) {
        const frame = admit(decoded)
        if (frame === null) continue
        isPart = hasBegun = true
        scope.hold()
        if (frame.type === 'done') {
          isFinished = true
          answer.finish()
          yield frame
          return
        }
        yield frame
        if (frame.type === 'error') return
        const failure = scope.failure()
        if (failure !== null) throw failure
        if (progress.length > longest) {
          // The server ignores the limit it was given: stop it, and say that this is not the whole answer.
          yield { type: 'done', reason: 'length' }
          return
        }
      }
      if (chunk === null) {
        throw new HarombeError('STREAM_CUT_OFF', `${host} stopped before the answer was complete.`)
      }
      if (hasBegun && isPart) awaitNext()
    }
  } catch (error) {
    const failure = scope.failure() ?? (isHarombeError(error) ? error : null)
    yield {
      type: 'error',
      error: failure ?? new HarombeError('INTERNAL', 'The answer could not be read.', { cause: error }),
    }
  } finally {
    if (isFinished) scope.release()
    else scope.end()
  }
}

import { z } from 'zod'
import { HarombeError } from '../../../shared/errors'
import { createToolCallMaker, finishReason, usageOf } from '../frame-parts'
import { type AnswerDecoder, decodeDocument, decodeNdjson } from '../framing/answer-decoder'
import { nodeError } from '../http/node-error'
import { peerAnswer, peerFrame, peerFrameTypes } from '../peer-wire'
import { confidenceOf } from '../token-confidence'

export function malformedPeer(host: string): HarombeError {
  return new HarombeError('MALFORMED_RESPONSE', `${host} answers, but not as a harombe node.`, {
    hint: 'Check the port and the backend of the node.',
  })
}

const named = z.looseObject({ type: z.string() })

/** `retryAfterMs` is all of a peer's error data that is used. */
const patience = z.object({ retryAfterMs: z.number().min(0).max(600_000) })

/** The frames of one of our nodes. */
export function decodePeerFrames(host: string, createId?: () => string): AnswerDecoder {
  const toolCalls = createToolCallMaker(createId)
  return decodeNdjson((value, emit): void => {
    const kind = named.safeParse(value)
    if (!kind.success) throw malformedPeer(host)
    // A newer peer may say more than we know.
    if (!peerFrameTypes.has(kind.data.type)) return
    const parsed = peerFrame.safeParse(value)
    if (!parsed.success) throw malformedPeer(host)
    const frame = parsed.data
    switch (frame.type) {
      case 'usage': {
        const { promptTokens, completionTokens } = frame.usage
        const counted = usageOf(promptTokens, completionTokens)
        const confidence = confidenceOf(frame.usage.confidence)
        const told = confidence === undefined ? {} : { confidence }
        if (counted !== null || confidence !== undefined) {
          emit({ type: 'usage', usage: { promptTokens: null, completionTokens: null, ...counted, ...told } })
        }
        break
      }
      case 'tool_call':
        emit({
          type: 'tool_call',
          call: toolCalls.make(frame.call.id, frame.call.name, frame.call.arguments),
        })
        break
      case 'error': {
        const { message, code, data } = frame.error
        const retryAfterMs = patience.safeParse(data).data?.retryAfterMs
        emit({ type: 'error', error: nodeError({ status: null, text: message, code, retryAfterMs }, host) })
        break
      }
      default:
        emit(frame)
    }
  })
}

/** The answer in one piece, as the Python harombe gives it. */
export function decodePeerAnswer(host: string, createId?: () => string): AnswerDecoder {
  const toolCalls = createToolCallMaker(createId)
  return decodeDocument((value, emit): void => {
    const parsed = peerAnswer.safeParse(value)
    if (!parsed.success) throw malformedPeer(host)
    const { content, tool_calls: calls, finish_reason: reason } = parsed.data
    if (content) emit({ type: 'text', text: content })
    for (const call of calls ?? []) {
      emit({ type: 'tool_call', call: toolCalls.make(call.id, call.name, call.arguments) })
    }
    emit({ type: 'done', reason: finishReason(reason, toolCalls.count()) })
  })
}

import type { ExecutionResult } from '../../coordination/types'
import type { ToolCall } from '../../inference/protocol'
import type { StreamFormat } from '../http/relay'
import { dataEvent, eventStream } from '../http/server-sent-events'
import { toTokenCounts } from '../token-counts'
import { openAiError } from './errors'
import { toUsage } from './usage'

/** What all frames of one answer share. `created` is in seconds since the epoch. */
export interface AnswerIdentity {
  id: string
  created: number
}

const toToolCall = (call: ToolCall) => ({
  id: call.id,
  type: 'function',
  function: { name: call.name, arguments: JSON.stringify(call.arguments) },
})

export function toChatCompletion(result: ExecutionResult, { id, created }: AnswerIdentity): object {
  const toolCalls = result.toolCalls.map(toToolCall)
  return {
    id,
    object: 'chat.completion',
    created,
    model: result.answeredBy.model,
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: result.content === '' && toolCalls.length > 0 ? null : result.content,
          refusal: null,
          ...(result.reasoning === '' ? {} : { reasoning_content: result.reasoning }),
          ...(toolCalls.length === 0 ? {} : { tool_calls: toolCalls }),
        },
        logprobs: null,
        finish_reason: result.reason,
      },
    ],
    usage: toUsage(toTokenCounts(result)),
  }
}

/**
 * Server-sent events as OpenAI writes them. `[DONE]` follows success alone; a failure is an `error` object in its place,
 * which OpenAI's clients throw.
 */
export function createChunkFormat(
  identity: AnswerIdentity,
  { includeUsage }: { includeUsage: boolean },
): StreamFormat {
  const noUsage = includeUsage ? ',"usage":null' : ''
  let head = ''
  let toolCalls = 0
  // One delta a token: the constant part is written once, only the changing part goes through JSON.stringify.
  const chunk = (delta: string, finish: string | null) =>
    dataEvent(
      `${head},"choices":[{"index":0,"delta":${delta},"logprobs":null,"finish_reason":${JSON.stringify(finish)}}]${noUsage}}`,
    )

  return {
    ...eventStream,
    opening({ answeredBy }) {
      const { id, created } = identity
      const fields = { id, object: 'chat.completion.chunk', created, model: answeredBy.model }
      head = JSON.stringify(fields).slice(0, -1)
      return chunk('{"role":"assistant","content":""}', null)
    },
    part(part) {
      if (part.type === 'text') return chunk(`{"content":${JSON.stringify(part.text)}}`, null)
      if (part.type === 'reasoning') return chunk(`{"reasoning_content":${JSON.stringify(part.text)}}`, null)
      const call = { index: toolCalls++, ...toToolCall(part.call) }
      return chunk(JSON.stringify({ tool_calls: [call] }), null)
    },
    closing(finished) {
      const last = includeUsage
        ? dataEvent(`${head},"choices":[],"usage":${JSON.stringify(toUsage(toTokenCounts(finished)))}}`)
        : ''
      return `${chunk('{}', finished.reason)}${last}${dataEvent('[DONE]')}`
    },
    failure: error => dataEvent(JSON.stringify(openAiError(error))),
  }
}

import type { ExecutionResult } from '../../coordination/types'
import type { FinishReason, ToolCall } from '../../inference/protocol'
import type { StreamFormat } from '../http/relay'
import { eventStream, namedEvent } from '../http/server-sent-events'
import { type TokenCounts, toTokenCounts } from '../token-counts'
import { anthropicError } from './errors'

export interface MessageWriting {
  /** `msg_…` */
  id: string
  requestId: string
  /** Whether the model's thoughts are delivered. */
  thoughts: boolean
}

/** Clients hand it back with the thoughts, which are then dropped; nothing of it is verified. */
const signature = 'harombe'

/** What Anthropic tells besides and harombe has nothing to say of. */
const unknownUsage = {
  cache_creation: null,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 0,
  inference_geo: null,
  output_tokens_details: null,
  server_tool_use: null,
  service_tier: null,
  speed: null,
} as const

const toUsage = ({ prompt, completion }: TokenCounts) => ({ input_tokens: prompt, output_tokens: completion })

/** No backend tells which stop sequence ended an answer, or that one did. */
function toStopReason(reason: FinishReason, hasCalls: boolean): string {
  if (reason === 'length') return 'max_tokens'
  return hasCalls ? 'tool_use' : 'end_turn'
}

const toMessage = ({ id }: MessageWriting, model: string) => ({
  id,
  type: 'message',
  role: 'assistant',
  model,
  container: null,
  diagnostics: null,
  stop_details: null,
  stop_sequence: null,
})

const textBlock = (text: string) => ({ type: 'text', text, citations: null })
const thinkingBlock = (thinking: string, signed: string) => ({
  type: 'thinking',
  thinking,
  signature: signed,
})
const toolBlock = ({ id, name }: ToolCall, input: Record<string, unknown>) => ({
  type: 'tool_use',
  id,
  name,
  input,
  caller: { type: 'direct' },
})

/** The whole answer as one document. */
export function toAnthropicMessage(result: ExecutionResult, writing: MessageWriting): object {
  const { content, reasoning, toolCalls, answeredBy, reason } = result
  return {
    ...toMessage(writing, answeredBy.model),
    content: [
      ...(reasoning === '' || !writing.thoughts ? [] : [thinkingBlock(reasoning, signature)]),
      ...(content === '' ? [] : [textBlock(content)]),
      ...toolCalls.map(call => toolBlock(call, call.arguments)),
    ],
    stop_reason: toStopReason(reason, toolCalls.length > 0),
    usage: { ...unknownUsage, ...toUsage(toTokenCounts(result)) },
  }
}

const event = (type: string, fields: object) => namedEvent(type, JSON.stringify({ type, ...fields }))

/**
 * Server-sent events as Anthropic writes them: blocks one after the other, each opened and closed. `message_stop` follows
 * success alone; a failure is an `error` event in its place, which Anthropic's clients throw.
 */
export function createMessageFormat(writing: MessageWriting): StreamFormat {
  let open: 'text' | 'thinking' | null = null
  let index = -1
  let calls = 0

  function start(block: object): string {
    const closed = close()
    index += 1
    return closed + event('content_block_start', { index, content_block: block })
  }
  const delta = (change: object) => event('content_block_delta', { index, delta: change })
  const stop = () => event('content_block_stop', { index })

  function close(): string {
    if (open === null) return ''
    const last = open === 'thinking' ? delta({ type: 'signature_delta', signature }) : ''
    open = null
    return last + stop()
  }

  function continued(kind: 'text' | 'thinking', block: object, change: object): string {
    const started = open === kind ? '' : start(block)
    open = kind
    return started + delta(change)
  }

  function called(call: ToolCall): string {
    calls += 1
    const json = JSON.stringify(call.arguments)
    const started = start(toolBlock(call, {}))
    return started + delta({ type: 'input_json_delta', partial_json: json }) + stop()
  }

  return {
    ...eventStream,
    ping: event('ping', {}),
    opening: ({ answeredBy, route }) =>
      event('message_start', {
        message: {
          ...toMessage(writing, answeredBy.model),
          content: [],
          stop_reason: null,
          usage: {
            ...unknownUsage,
            ...toUsage({ prompt: route.classification.estimatedTokens, completion: 0 }),
          },
        },
      }),
    part(part) {
      if (part.type === 'tool_call') return called(part.call)
      const { text } = part
      if (part.type === 'text') return continued('text', textBlock(''), { type: 'text_delta', text })
      if (!writing.thoughts) return ''
      return continued('thinking', thinkingBlock('', ''), { type: 'thinking_delta', thinking: text })
    },
    closing: finished =>
      close() +
      event('message_delta', {
        delta: {
          container: null,
          stop_details: null,
          stop_reason: toStopReason(finished.reason, calls > 0),
          stop_sequence: null,
        },
        usage: {
          cache_creation_input_tokens: 0,
          cache_read_input_tokens: 0,
          output_tokens_details: null,
          server_tool_use: null,
          ...toUsage(toTokenCounts(finished)),
        },
      }) +
      event('message_stop', {}),
    failure: error => namedEvent('error', JSON.stringify(anthropicError(error, writing.requestId))),
  }
}

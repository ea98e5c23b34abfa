import type { ToolCall } from '../../../inference/protocol'
import type { StreamFormat } from '../../http/relay'
import { eventStream } from '../../http/server-sent-events'
import { toTokenCounts } from '../../token-counts'
import { callItem, type ItemStatus, messageItem, reasoningItem, reasoningPart, textPart } from './items'
import { endStatus, type ResponseAnswerOptions, type ResponseState } from './response'

/** The two kinds of items that grow token by token. */
const growing = {
  text: {
    prefix: 'msg',
    event: 'response.output_text',
    extra: ',"logprobs":[]',
    item: messageItem,
    part: textPart,
  },
  reasoning: {
    prefix: 'rs',
    event: 'response.reasoning_text',
    extra: '',
    item: reasoningItem,
    part: reasoningPart,
  },
} as const

interface OpenItem {
  kind: keyof typeof growing
  id: string
  index: number
  text: string
  /** Everything of a delta before its text, and after it up to the sequence number. */
  head: string
  tail: string
}

/**
 * The events of OpenAI's responses, in the order and with the numbers its clients insist on: every item is added, grows
 * and is done before the next. Success is `response.completed` or, at the token limit, `response.incomplete`; a failure is
 * `response.failed`.
 */
export function createResponseFormat({ write, createId }: ResponseAnswerOptions): StreamFormat {
  let sequence = 0
  let calls = 0
  let hasMessage = false
  /** Null until a node answers. */
  let model: string | null = null
  let open: OpenItem | null = null
  const output: object[] = []

  const event = (type: string, fields: object) =>
    `event: ${type}\ndata: ${JSON.stringify({ type, ...fields, sequence_number: sequence++ })}\n\n`

  const lifecycle = (type: string, state: Omit<ResponseState, 'model'>) =>
    event(type, { response: write({ ...state, model: model ?? 'auto' }) })

  function begin(): string {
    const state = { status: 'in_progress', output: [] } as const
    return lifecycle('response.created', state) + lifecycle('response.in_progress', state)
  }

  function add(kind: OpenItem['kind']): string {
    const { prefix, event: name, extra, item, part } = growing[kind]
    const id = createId(prefix)
    const index = output.length
    hasMessage ||= kind === 'text'
    const place = { item_id: id, output_index: index, content_index: 0 }
    const type = `${name}.delta`
    const fields = JSON.stringify({ type, ...place }).slice(0, -1)
    open = {
      kind,
      id,
      index,
      text: '',
      head: `event: ${type}\ndata: ${fields},"delta":`,
      tail: `${extra},"sequence_number":`,
    }
    return (
      event('response.output_item.added', { output_index: index, item: item(id, 'in_progress', null) }) +
      event('response.content_part.added', { ...place, part: part('') })
    )
  }

  function close(status: ItemStatus): string {
    if (open === null) return ''
    const { kind, id, index, text } = open
    const { event: name, item, part } = growing[kind]
    const place = { item_id: id, output_index: index, content_index: 0 }
    const done = item(id, status, text)
    output.push(done)
    open = null
    return (
      event(`${name}.done`, { ...place, text, ...(kind === 'text' ? { logprobs: [] } : {}) }) +
      event('response.content_part.done', { ...place, part: part(text) }) +
      event('response.output_item.done', { output_index: index, item: done })
    )
  }

  function grow(kind: OpenItem['kind'], text: string): string {
    const before = open?.kind === kind ? '' : close('completed') + add(kind)
    if (open === null) return before
    open.text += text
    return `${before}${open.head}${JSON.stringify(text)}${open.tail}${sequence++}}\n\n`
  }

  /** Calls come whole, so their arguments are one delta. */
  function callTool(call: ToolCall): string {
    calls += 1
    const before = close('completed')
    const id = createId('fc')
    const args = JSON.stringify(call.arguments)
    const place = { item_id: id, output_index: output.length }
    const item = callItem(id, 'completed', call, args)
    const added = { output_index: output.length, item: callItem(id, 'in_progress', call, '') }
    output.push(item)
    return (
      before +
      event('response.output_item.added', added) +
      event('response.function_call_arguments.delta', { ...place, delta: args }) +
      event('response.function_call_arguments.done', { ...place, name: call.name, arguments: args }) +
      event('response.output_item.done', { output_index: place.output_index, item })
    )
  }

  return {
    ...eventStream,
    retains: true,
    opening({ answeredBy }) {
      model = answeredBy.model
      return begin()
    },
    part: part => (part.type === 'tool_call' ? callTool(part.call) : grow(part.type, part.text)),
    closing(finished) {
      const status = endStatus(finished.reason)
      // Reasoning alone is no answer: clients look for a message.
      const needsMessage = calls === 0 && !hasMessage
      const last = (needsMessage ? close('completed') + add('text') : '') + close(status)
      return last + lifecycle(`response.${status}`, { status, output, tokens: toTokenCounts(finished) })
    },
    failure(error) {
      const before = model === null ? begin() : ''
      const unfinished = open === null ? [] : [growing[open.kind].item(open.id, 'incomplete', open.text)]
      return (
        before + lifecycle('response.failed', { status: 'failed', output: [...output, ...unfinished], error })
      )
    },
  }
}

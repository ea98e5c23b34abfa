import { z } from 'zod'
import type { ChatMessage, InputImage, ToolCall, ToolDefinition } from '../core/inference/protocol'
import { HarombeError } from '../shared/errors'
import { firstIssue } from '../shared/issues'
import { isRecord } from '../shared/record'

export interface Conversation {
  messages: readonly ChatMessage[]
  tools: readonly ToolDefinition[]
}

/** What one line asks about, or what is wrong with it; `id` as JSON text, where there is one. */
export type ConversationLine =
  | { id?: string | undefined; conversation: Conversation }
  | { id?: string | undefined; error: HarombeError }

/** Only that there is one counts. */
const image: InputImage = { mediaType: 'image/png', data: '' }

/** A part of a message as OpenAI's chat completions and responses and Anthropic's messages have them; others count for nothing. */
const part = z.union([
  z.string(),
  z.looseObject({ type: z.string().optional(), text: z.string().nullish(), refusal: z.string().nullish() }),
])
type Part = z.output<typeof part>

const toolCall = z.looseObject({
  id: z.string().nullish(),
  function: z.looseObject({ name: z.string(), arguments: z.unknown() }),
})

const message = z.looseObject({
  role: z.enum(['system', 'developer', 'user', 'assistant', 'tool', 'function'], {
    error: 'A message has the role system, developer, user, assistant or tool.',
  }),
  content: z.union([z.string(), z.array(part)], { error: 'Write a string or a list of parts.' }).nullish(),
  images: z.array(z.unknown()).nullish(),
  tool_calls: z.array(toolCall).nullish(),
  tool_call_id: z.string().nullish(),
  name: z.string().nullish(),
})
type Message = z.output<typeof message>

const tool = z.looseObject({
  function: z.looseObject({
    name: z.string(),
    description: z.string().nullish(),
    parameters: z.record(z.string(), z.unknown()).nullish(),
  }),
})

const line = z
  .looseObject({
    prompt: z.string().nullish(),
    messages: z.array(message).min(1, 'There is no message.').nullish(),
    tools: z.array(tool).nullish(),
  })
  .refine(({ prompt, messages }) => (typeof prompt === 'string') !== Array.isArray(messages), {
    message: 'Write either a prompt or messages.',
  })

const isImage = (each: Part) => typeof each !== 'string' && each.type?.includes('image') === true
const textOf = (each: Part) => (typeof each === 'string' ? each : (each.text ?? each.refusal ?? null))

/** Arguments come as JSON in a string; what is none is only long. */
function argumentsOf(value: unknown): Record<string, unknown> {
  if (typeof value !== 'string') return isRecord(value) ? value : {}
  try {
    const parsed: unknown = JSON.parse(value)
    return isRecord(parsed) ? parsed : { value: parsed }
  } catch {
    return { text: value }
  }
}

function toMessage({ role, content, images, tool_calls, tool_call_id, name }: Message): ChatMessage {
  const parts = Array.isArray(content) ? content : [content ?? '']
  const text = parts.flatMap(each => textOf(each) ?? []).join('\n')
  const seen = parts.filter(isImage).length + (images?.length ?? 0)
  const calls = (tool_calls ?? []).map(
    (call, index): ToolCall => ({
      id: call.id ?? `call-${index}`,
      name: call.function.name,
      arguments: argumentsOf(call.function.arguments),
    }),
  )
  return {
    role: role === 'developer' ? 'system' : role === 'function' ? 'tool' : role,
    content: text,
    ...(seen === 0 ? {} : { images: Array.from({ length: seen }, () => image) }),
    ...(calls.length === 0 ? {} : { toolCalls: calls }),
    ...(tool_call_id == null ? {} : { toolCallId: tool_call_id }),
    ...(name == null ? {} : { name }),
  }
}

/** What JSON.parse tells of a number since Node 21 and TypeScript's library does not know yet. */
interface Written {
  source?: string
}

/** A number as it was written: JavaScript rounds what is larger than 2^53. */
function writtenId(text: string): string | undefined {
  const written = new Map<unknown, string | undefined>()
  const root: unknown = JSON.parse(text, function (this: unknown, key, value: unknown, context?: Written) {
    // Deeper objects may have an `id` of their own.
    if (key === 'id') written.set(this, context?.source)
    return value
  })
  return written.get(root)
}

function idOf(text: string, { id }: Record<string, unknown>): string | undefined {
  const isExact = typeof id !== 'number' || Number.isSafeInteger(id)
  return isExact ? JSON.stringify(id) : (writtenId(text) ?? JSON.stringify(id))
}

const refusal = (message: string) => ({ error: new HarombeError('BAD_REQUEST', message) })

/** Reads `{id, prompt}` or `{id, messages, tools?}`. Never throws. */
export function readConversationLine(text: string): ConversationLine {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return refusal('The line is not JSON.')
  }
  if (!isRecord(parsed)) return refusal('The line is not a JSON object.')
  const id = idOf(text, parsed)
  const checked = line.safeParse(parsed)
  if (!checked.success) return { id, ...refusal(firstIssue(checked.error).text) }
  const { prompt, messages, tools } = checked.data
  return {
    id,
    conversation: {
      messages: messages?.map(toMessage) ?? [{ role: 'user', content: prompt ?? '' }],
      tools: (tools ?? []).map(({ function: { name, description, parameters } }) => ({
        name,
        ...(description == null ? {} : { description }),
        parameters: parameters ?? {},
      })),
    },
  }
}

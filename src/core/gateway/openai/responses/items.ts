import type { ToolCall } from '../../../inference/protocol'

export type ItemStatus = 'in_progress' | 'completed' | 'incomplete'

/** What an answer consists of, in OpenAI's words. */

export const textPart = (text: string) => ({ type: 'output_text', annotations: [], logprobs: [], text })
export const reasoningPart = (text: string) => ({ type: 'reasoning_text', text })

/** `null` for an item that has only begun. */
export const messageItem = (id: string, status: ItemStatus, text: string | null) => ({
  id,
  type: 'message',
  status,
  role: 'assistant',
  content: text === null ? [] : [textPart(text)],
})

/** The model's own words, of which nobody makes a summary. */
export const reasoningItem = (id: string, status: ItemStatus, text: string | null) => ({
  id,
  type: 'reasoning',
  status,
  summary: [],
  content: text === null ? [] : [reasoningPart(text)],
})

export const callItem = (id: string, status: ItemStatus, call: ToolCall, args: string) => ({
  id,
  type: 'function_call',
  status,
  call_id: call.id,
  name: call.name,
  arguments: args,
})

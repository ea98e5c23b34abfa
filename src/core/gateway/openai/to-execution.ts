import { HarombeError } from '../../../shared/errors'
import type { AnswerFormat, ChatMessage, ToolCall } from '../../inference/protocol'
import { toReasoning, toSampling, toStops } from '../answer-options'
import { createImageReader, type ImageReader } from '../input-images'
import { parseToolArguments, planTools, type ToolPlan, toTool } from '../tool-plan'
import type { AnswerRequest, Destination } from '../types'
import { readParts } from './content'
import type { ChatCompletionRequest, OpenAiMessage } from './schema'
import { callOf, toSchemaFormat, toWish } from './tools'

function readContent(content: OpenAiMessage['content'], images: ImageReader, param: string) {
  return typeof content === 'string' ? { content } : readParts(content ?? [], images, param)
}

/**
 * A model whose calls stay open makes them again, or makes up what they gave; OpenAI refuses such a conversation.
 * @throws HarombeError BAD_REQUEST
 */
function assertCallsAnswered(messages: readonly OpenAiMessage[]): void {
  let asked = { index: 0, open: new Set<string>() }
  const close = () => {
    if (asked.open.size === 0) return
    const ids = [...asked.open].join(', ')
    throw new HarombeError('BAD_REQUEST', `Tool messages must follow with what these calls gave: ${ids}.`, {
      data: { param: `messages[${asked.index}].tool_calls` },
    })
  }
  for (const [index, message] of messages.entries()) {
    if (message.role === 'tool') {
      asked.open.delete(message.tool_call_id)
      continue
    }
    close()
    if (message.role !== 'assistant') continue
    asked = { index, open: new Set(message.tool_calls?.map(({ id }) => id)) }
  }
  close()
}

function toMessages(messages: readonly OpenAiMessage[]): ChatMessage[] {
  const images = createImageReader()
  /** A tool's result names only its call; some backends want the tool's name. */
  const toolNames = new Map<string, string>()
  return messages.map((message, index): ChatMessage => {
    const content = readContent(message.content, images, `messages[${index}].content`)
    if (message.role === 'tool') {
      const name = toolNames.get(message.tool_call_id)
      return { role: 'tool', ...content, toolCallId: message.tool_call_id, name }
    }
    if (message.role !== 'assistant') return { role: message.role === 'user' ? 'user' : 'system', ...content }
    const calls = (message.tool_calls ?? []).map((call, place): ToolCall => {
      const { name, arguments: text } = call.function
      toolNames.set(call.id, name)
      const param = `messages[${index}].tool_calls[${place}].function.arguments`
      return { id: call.id, name, arguments: parseToolArguments(text, param) }
    })
    return { role: 'assistant', ...content, ...(calls.length === 0 ? {} : { toolCalls: calls }) }
  })
}

/** @throws HarombeError BAD_REQUEST */
export const planChatTools = ({
  tools,
  tool_choice,
  parallel_tool_calls,
}: Pick<ChatCompletionRequest, 'tools' | 'tool_choice' | 'parallel_tool_calls'>): ToolPlan =>
  planTools(
    (tools ?? []).map(tool => toTool(tool.function)),
    {
      ...toWish(tool_choice, choice =>
        choice.type === 'function'
          ? { call: 'must', among: [choice.function.name] }
          : {
              call: callOf(choice.allowed_tools.mode),
              among: choice.allowed_tools.tools.map(tool => tool.function.name),
            },
      ),
      single: parallel_tool_calls === false,
    },
  )

function toFormat(format: ChatCompletionRequest['response_format']): AnswerFormat | undefined {
  if (format?.type === 'json_object') return { type: 'json' }
  return format?.type === 'json_schema' ? toSchemaFormat(format.json_schema) : undefined
}

/** @throws HarombeError BAD_REQUEST; `data.param` names the field */
export function toExecution(
  request: ChatCompletionRequest,
  destination: Destination,
  plan: ToolPlan,
): AnswerRequest {
  const messages = toMessages(request.messages)
  // Last: what is wrong with one message says more.
  assertCallsAnswered(request.messages)
  return {
    messages,
    ...destination,
    tools: plan.tools,
    toolChoice: plan.toolChoice,
    format: toFormat(request.response_format),
    reasoning: toReasoning(request.reasoning_effort),
    ...toSampling(request),
    stop: toStops(request.stop),
    maxTokens: request.max_completion_tokens ?? request.max_tokens ?? undefined,
  }
}

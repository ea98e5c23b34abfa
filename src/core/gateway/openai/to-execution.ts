import type { ExecutionRequest } from '../../coordination/types'
import type {
  AnswerFormat,
  ChatMessage,
  InputImage,
  ToolCall,
  ToolDefinition,
} from '../../inference/protocol'
import { createImageReader, type ImageReader } from '../input-images'
import { parseToolArguments, planTools, type ToolPlan, type ToolWish } from '../tool-plan'
import { toReasoning, toSampling } from './fields'
import type { ChatCompletionRequest, OpenAiMessage } from './schema'

type Content = OpenAiMessage['content']

/** The text of all parts and the images among them. `param` names the content in errors. */
function readContent(content: Content, images: ImageReader, param: string) {
  if (typeof content === 'string') return { content }
  const texts: string[] = []
  const seen: InputImage[] = []
  for (const [index, part] of (content ?? []).entries()) {
    if (part.type === 'text') texts.push(part.text)
    else if (part.type === 'refusal') texts.push(part.refusal)
    else seen.push(images.fromUrl(part.image_url, `${param}[${index}].image_url`))
  }
  return { content: texts.join('\n'), ...(seen.length === 0 ? {} : { images: seen }) }
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

export interface FunctionFields {
  name: string
  description?: string | null | undefined
  parameters?: Record<string, unknown> | null | undefined
}

export const toTool = ({ name, description, parameters }: FunctionFields): ToolDefinition => ({
  name,
  parameters: parameters ?? { type: 'object', properties: {} },
  ...(description === undefined || description === null ? {} : { description }),
})

function toWish(choice: ChatCompletionRequest['tool_choice']): ToolWish {
  switch (choice) {
    case undefined:
    case null:
    case 'auto':
      return { call: 'maybe' }
    case 'none':
      return { call: 'never' }
    case 'required':
      return { call: 'must' }
    default:
      if (choice.type === 'function') return { call: 'must', among: [choice.function.name] }
      return {
        call: choice.allowed_tools.mode === 'required' ? 'must' : 'maybe',
        among: choice.allowed_tools.tools.map(tool => tool.function.name),
      }
  }
}

/** @throws HarombeError BAD_REQUEST */
export const planChatTools = ({
  tools,
  tool_choice,
  parallel_tool_calls,
}: Pick<ChatCompletionRequest, 'tools' | 'tool_choice' | 'parallel_tool_calls'>): ToolPlan =>
  planTools(
    (tools ?? []).map(tool => toTool(tool.function)),
    { ...toWish(tool_choice), single: parallel_tool_calls === false },
  )

interface JsonSchemaFields {
  name: string
  schema?: Record<string, unknown> | null | undefined
}

export const toSchemaFormat = ({ name, schema }: JsonSchemaFields): AnswerFormat =>
  schema === undefined || schema === null ? { type: 'json' } : { type: 'schema', name, schema }

function toFormat(format: ChatCompletionRequest['response_format']): AnswerFormat | undefined {
  if (format?.type === 'json_object') return { type: 'json' }
  return format?.type === 'json_schema' ? toSchemaFormat(format.json_schema) : undefined
}

/** @throws HarombeError BAD_REQUEST; `data.param` names the field */
export function toExecution(
  request: ChatCompletionRequest,
  destination: Pick<ExecutionRequest, 'target' | 'origin'>,
  plan: ToolPlan,
): Omit<ExecutionRequest, 'onStreamFailure'> {
  return {
    messages: toMessages(request.messages),
    ...destination,
    tools: plan.tools,
    toolChoice: plan.toolChoice,
    format: toFormat(request.response_format),
    reasoning: toReasoning(request.reasoning_effort),
    ...toSampling(request),
    maxTokens: request.max_completion_tokens ?? request.max_tokens ?? undefined,
  }
}

import type { ExecutionRequest } from '../../../coordination/types'
import type { AnswerFormat, ChatMessage, InputImage, ToolCall } from '../../../inference/protocol'
import { createImageReader, type ImageReader } from '../../input-images'
import { parseToolArguments, planTools, type ToolPlan, type ToolWish } from '../../tool-plan'
import { toReasoning } from '../fields'
import { toSchemaFormat, toTool } from '../to-execution'
import type { InputItem, ResponseRequest } from './schema'

type Content = Extract<InputItem, { content: unknown }>['content']

/** The text of all parts and the images among them. `param` names the content in errors. */
function readContent(content: Content, images: ImageReader, param: string) {
  const texts: string[] = []
  const seen: InputImage[] = []
  for (const [index, part] of content.entries()) {
    if (part.type === 'input_image') seen.push(images.fromUrl(part.image_url, `${param}[${index}].image_url`))
    else texts.push(part.type === 'refusal' ? part.refusal : part.text)
  }
  return { content: texts.join('\n'), ...(seen.length === 0 ? {} : { images: seen }) }
}

/** An assistant's text and the calls that follow it are items of their own here, and one message everywhere else. */
function toMessages(items: readonly InputItem[]): ChatMessage[] {
  const images = createImageReader()
  const messages: ChatMessage[] = []
  const toolNames = new Map<string, string>()
  let turn: { message: ChatMessage; calls: ToolCall[] } | null = null

  for (const [index, item] of items.entries()) {
    const param = `input[${index}]`
    switch (item.type) {
      case 'reasoning':
        break
      case 'function_call': {
        toolNames.set(item.call_id, item.name)
        const call = {
          id: item.call_id,
          name: item.name,
          arguments: parseToolArguments(item.arguments, `${param}.arguments`),
        }
        if (turn === null) {
          turn = { message: { role: 'assistant', content: '' }, calls: [] }
          messages.push(turn.message)
        }
        turn.calls.push(call)
        turn.message.toolCalls = turn.calls
        break
      }
      case 'function_call_output': {
        turn = null
        const { call_id: toolCallId } = item
        const output = readContent(item.output, images, `${param}.output`)
        messages.push({ role: 'tool', ...output, toolCallId, name: toolNames.get(toolCallId) })
        break
      }
      default: {
        const content = readContent(item.content, images, `${param}.content`)
        const role = item.role === 'developer' ? 'system' : item.role
        const message: ChatMessage = { role, ...content }
        messages.push(message)
        turn = role === 'assistant' ? { message, calls: [] } : null
      }
    }
  }
  return messages
}

function toWish(choice: ResponseRequest['tool_choice']): ToolWish {
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
      if (choice.type === 'function') return { call: 'must', among: [choice.name] }
      return {
        call: choice.mode === 'required' ? 'must' : 'maybe',
        among: choice.tools.map(tool => tool.name),
      }
  }
}

/** @throws HarombeError BAD_REQUEST */
export const planResponseTools = ({ tools, tool_choice, parallel_tool_calls }: ResponseRequest): ToolPlan =>
  planTools((tools ?? []).map(toTool), { ...toWish(tool_choice), single: parallel_tool_calls === false })

function toFormat({ text }: ResponseRequest): AnswerFormat | undefined {
  const format = text?.format
  if (format?.type === 'json_object') return { type: 'json' }
  return format?.type === 'json_schema' ? toSchemaFormat(format) : undefined
}

/** @throws HarombeError BAD_REQUEST; `data.param` names the field */
export function toResponseExecution(
  request: ResponseRequest,
  destination: Pick<ExecutionRequest, 'target' | 'origin'>,
  plan: ToolPlan,
): Omit<ExecutionRequest, 'onStreamFailure'> {
  const { input, instructions } = request
  const system: ChatMessage[] = instructions ? [{ role: 'system', content: instructions }] : []
  return {
    messages: [...system, ...toMessages(input)],
    ...destination,
    tools: plan.tools,
    toolChoice: plan.toolChoice,
    format: toFormat(request),
    reasoning: toReasoning(request.reasoning?.effort),
    temperature: request.temperature ?? undefined,
    topP: request.top_p ?? undefined,
    maxTokens: request.max_output_tokens ?? undefined,
  }
}

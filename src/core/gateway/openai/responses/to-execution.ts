import { HarombeError } from '../../../../shared/errors'
import type { AnswerFormat, ChatMessage, ToolCall } from '../../../inference/protocol'
import { toReasoning, toSampling } from '../../answer-options'
import { createImageReader } from '../../input-images'
import { parseToolArguments, planTools, type ToolPlan, toTool } from '../../tool-plan'
import type { AnswerRequest, Destination } from '../../types'
import { readParts } from '../content'
import { callOf, toSchemaFormat, toWish } from '../tools'
import type { InputItem, ResponseRequest } from './schema'

/** As OpenAI does, which takes the outputs in any order. @throws HarombeError BAD_REQUEST */
function assertCallsAnswered(items: readonly InputItem[]): void {
  const answered = new Set(items.flatMap(item => (item.type === 'function_call_output' ? item.call_id : [])))
  for (const [index, item] of items.entries()) {
    if (item.type !== 'function_call' || answered.has(item.call_id)) continue
    throw new HarombeError('BAD_REQUEST', `A function_call_output is missing for the call ${item.call_id}.`, {
      data: { param: `input[${index}]` },
    })
  }
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
        const output = readParts(item.output, images, `${param}.output`)
        messages.push({ role: 'tool', ...output, toolCallId, name: toolNames.get(toolCallId) })
        break
      }
      default: {
        const content = readParts(item.content, images, `${param}.content`)
        const role = item.role === 'developer' ? 'system' : item.role
        const message: ChatMessage = { role, ...content }
        messages.push(message)
        turn = role === 'assistant' ? { message, calls: [] } : null
      }
    }
  }
  return messages
}

/** @throws HarombeError BAD_REQUEST */
export const planResponseTools = ({ tools, tool_choice, parallel_tool_calls }: ResponseRequest): ToolPlan =>
  planTools((tools ?? []).map(toTool), {
    ...toWish(tool_choice, choice =>
      choice.type === 'function'
        ? { call: 'must', among: [choice.name] }
        : { call: callOf(choice.mode), among: choice.tools.map(tool => tool.name) },
    ),
    single: parallel_tool_calls === false,
  })

function toFormat({ text }: ResponseRequest): AnswerFormat | undefined {
  const format = text?.format
  if (format?.type === 'json_object') return { type: 'json' }
  return format?.type === 'json_schema' ? toSchemaFormat(format) : undefined
}

/** @throws HarombeError BAD_REQUEST; `data.param` names the field */
export function toResponseExecution(
  request: ResponseRequest,
  destination: Destination,
  plan: ToolPlan,
): AnswerRequest {
  const { input, instructions } = request
  const system: ChatMessage[] = instructions ? [{ role: 'system', content: instructions }] : []
  const messages = [...system, ...toMessages(input)]
  // Last: what is wrong with one item says more.
  assertCallsAnswered(input)
  return {
    messages,
    ...destination,
    tools: plan.tools,
    toolChoice: plan.toolChoice,
    format: toFormat(request),
    reasoning: toReasoning(request.reasoning?.effort),
    ...toSampling(request),
    maxTokens: request.max_output_tokens ?? undefined,
  }
}

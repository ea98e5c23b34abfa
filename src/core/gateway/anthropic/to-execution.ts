import { HarombeError } from '../../../shared/errors'
import type {
  ChatMessage,
  InputImage,
  ReasoningEffort,
  ToolCall,
  ToolDefinition,
} from '../../inference/protocol'
import { toReasoning, toSampling, toStops } from '../answer-options'
import { createImageReader, type ImageReader } from '../input-images'
import { planTools, type ToolPlan, type ToolWish, toTool } from '../tool-plan'
import type { AnswerRequest, Destination } from '../types'
import type {
  AnthropicMessage,
  AnthropicTool,
  AssistantBlock,
  CountTokensRequest,
  MessagesRequest,
  ToolResultBlock,
  UserBlock,
} from './schema'

type Conversation = Pick<CountTokensRequest, 'messages' | 'system'>

type Block = UserBlock | AssistantBlock

const textOf = (blocks: readonly Block[]) =>
  blocks.flatMap(block => (block.type === 'text' ? [block.text] : [])).join('\n')

function imagesOf(blocks: readonly Block[], reader: ImageReader, path: string) {
  const images = blocks.flatMap((block, index): InputImage[] =>
    block.type === 'image' ? [reader.fromBase64(block.source.data, `${path}[${index}].source.data`)] : [],
  )
  return images.length === 0 ? {} : { images }
}

const isResult = (block: Block): block is ToolResultBlock => block.type === 'tool_result'

/** The model is told of a failure in words: no other protocol has a field for it. */
function resultText({ content, is_error: isError }: ToolResultBlock): string {
  const text = textOf(content ?? [])
  if (isError !== true) return text
  return text === '' ? 'Error' : `Error: ${text}`
}

/**
 * Anthropic's messages hold everything of one turn; elsewhere a tool's result is a message of its own, and comes before
 * what the user says to it.
 */
function createConverter() {
  const reader = createImageReader()
  /** A result names only its call; some backends want the tool's name. */
  const toolNames = new Map<string, string>()

  function fromUser(blocks: readonly UserBlock[], path: string): ChatMessage[] {
    const results = blocks.flatMap((block, index): ChatMessage[] =>
      isResult(block)
        ? [
            {
              role: 'tool',
              content: resultText(block),
              toolCallId: block.tool_use_id,
              name: toolNames.get(block.tool_use_id),
              ...imagesOf(block.content ?? [], reader, `${path}[${index}].content`),
            },
          ]
        : [],
    )
    // Without the results, but at their own places, which errors name.
    const said: ChatMessage = { role: 'user', content: textOf(blocks), ...imagesOf(blocks, reader, path) }
    const isSilent = said.content === '' && said.images === undefined
    return isSilent && results.length > 0 ? results : [...results, said]
  }

  function fromAssistant(blocks: readonly AssistantBlock[]): ChatMessage[] {
    const toolCalls = blocks.flatMap((block): ToolCall[] => {
      if (block.type !== 'tool_use') return []
      toolNames.set(block.id, block.name)
      return [{ id: block.id, name: block.name, arguments: block.input }]
    })
    const content = textOf(blocks)
    if (toolCalls.length > 0) return [{ role: 'assistant', content, toolCalls }]
    return content === '' ? [] : [{ role: 'assistant', content }]
  }

  return ({ role, content }: AnthropicMessage, index: number): ChatMessage[] => {
    if (role === 'user') return fromUser(content, `messages[${index}].content`)
    if (role === 'assistant') return fromAssistant(content)
    return [{ role, content: textOf(content) }]
  }
}

/** The conversation as every backend takes it. @throws HarombeError BAD_REQUEST */
export function toMessages({ messages, system }: Conversation): ChatMessage[] {
  const instruction = textOf(system ?? [])
  const converted = messages.flatMap(createConverter())
  const last = converted.at(-1)
  if (last?.role === 'assistant' && last.toolCalls !== undefined) {
    throw new HarombeError('BAD_REQUEST', 'A tool_use needs its tool_result in the next message.', {
      data: { param: `messages[${messages.length - 1}]` },
    })
  }
  return instruction === '' ? converted : [{ role: 'system', content: instruction }, ...converted]
}

export const fromTool = ({ name, description, input_schema: parameters }: AnthropicTool): ToolDefinition =>
  toTool({ name, description, parameters })

function toWish(choice: MessagesRequest['tool_choice']): ToolWish {
  if (choice === undefined || choice === null) return { call: 'maybe' }
  if (choice.type === 'none') return { call: 'never' }
  const single = choice.disable_parallel_tool_use === true
  if (choice.type === 'auto') return { call: 'maybe', single }
  return choice.type === 'any' ? { call: 'must', single } : { call: 'must', among: [choice.name], single }
}

/** @throws HarombeError BAD_REQUEST */
export const planMessageTools = ({ tools, tool_choice: choice }: MessagesRequest): ToolPlan =>
  planTools((tools ?? []).map(fromTool), toWish(choice))

/** Tokens of thought from which on it counts as more than a little, and as much. */
const budgets = { medium: 4096, high: 16_384 } as const

function readReasoning({ thinking, output_config: output }: MessagesRequest): ReasoningEffort | undefined {
  if (thinking === undefined || thinking === null) return undefined
  if (thinking.type === 'disabled') return 'off'
  const effort = toReasoning(output?.effort)
  if (effort !== undefined) return effort
  const budget = thinking.budget_tokens
  if (budget === undefined || budget === null) return 'medium'
  if (budget >= budgets.high) return 'high'
  return budget >= budgets.medium ? 'medium' : 'low'
}

/** Who did not ask for thoughts gets none, though the model may have some: such clients read the first block as the answer. */
export const wantsThoughts = ({ thinking }: MessagesRequest): boolean =>
  thinking !== undefined &&
  thinking !== null &&
  thinking.type !== 'disabled' &&
  thinking.display !== 'omitted'

/** @throws HarombeError BAD_REQUEST; `data.param` names the field */
export function toExecution(
  request: MessagesRequest,
  destination: Destination,
  plan: ToolPlan,
): AnswerRequest {
  const format = request.output_config?.format
  return {
    ...destination,
    messages: toMessages(request),
    tools: plan.tools,
    toolChoice: plan.toolChoice,
    format: format ? { type: 'schema', name: 'answer', schema: format.schema } : undefined,
    reasoning: readReasoning(request),
    maxTokens: request.max_tokens,
    ...toSampling(request),
    stop: toStops(request.stop_sequences),
  }
}

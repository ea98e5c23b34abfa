import { HarombeError } from '../../../shared/errors'
import { isRecord } from '../../../shared/record'
import type { ExecutionRequest } from '../../coordination/types'
import type { ChatMessage, ToolCall, ToolDefinition } from '../../inference/protocol'
import { parseJsonText } from '../http/json-body'
import { defaultLimits } from '../limits'
import type { ChatCompletionRequest, OpenAiMessage } from './schema'

type Content = OpenAiMessage['content']

function plainText(content: Content): string {
  if (typeof content === 'string') return content
  return (content ?? []).map(part => (part.type === 'text' ? part.text : part.refusal)).join('\n')
}

const invalid = (param: string, message: string) =>
  new HarombeError('BAD_REQUEST', message, { data: { param } })

/** The arguments come as JSON within JSON: the outer depth check did not see them. */
function parseArguments(text: string, param: string): Record<string, unknown> {
  let value: unknown
  try {
    value = text.trim() === '' ? {} : parseJsonText(text, defaultLimits.jsonDepth)
  } catch {
    throw invalid(param, 'The arguments of a tool call are not valid JSON.')
  }
  if (!isRecord(value)) throw invalid(param, 'The arguments of a tool call are not an object.')
  return value
}

function toMessages(messages: readonly OpenAiMessage[]): ChatMessage[] {
  /** A tool's result names only its call; some backends want the tool's name. */
  const toolNames = new Map<string, string>()
  return messages.map((message, index): ChatMessage => {
    const content = plainText(message.content)
    if (message.role === 'tool') {
      return {
        role: 'tool',
        content,
        toolCallId: message.tool_call_id,
        name: toolNames.get(message.tool_call_id),
      }
    }
    if (message.role !== 'assistant') return { role: message.role === 'user' ? 'user' : 'system', content }
    const calls = (message.tool_calls ?? []).map((call, place): ToolCall => {
      toolNames.set(call.id, call.function.name)
      const param = `messages[${index}].tool_calls[${place}].function.arguments`
      return {
        id: call.id,
        name: call.function.name,
        arguments: parseArguments(call.function.arguments, param),
      }
    })
    return calls.length === 0
      ? { role: 'assistant', content }
      : { role: 'assistant', content, toolCalls: calls }
  })
}

/** Which tools the model is shown, and whether it has to call one of them. */
export interface ToolPlan {
  tools: ToolDefinition[] | undefined
  required: boolean
}

export function planTools(request: Pick<ChatCompletionRequest, 'tools' | 'tool_choice'>): ToolPlan {
  const tools = (request.tools ?? []).map(
    ({ function: { name, description, parameters } }): ToolDefinition => ({
      name,
      parameters: parameters ?? { type: 'object', properties: {} },
      ...(description === undefined || description === null ? {} : { description }),
    }),
  )
  const choice = request.tool_choice ?? 'auto'
  if (choice === 'none') return { tools: undefined, required: false }
  if (choice === 'auto') return { tools: tools.length === 0 ? undefined : tools, required: false }
  const allowed = choice === 'required' ? tools : tools.filter(tool => tool.name === choice.function.name)
  if (allowed.length === 0) throw invalid('tool_choice', 'tool_choice names a tool that is not in tools.')
  return { tools: allowed, required: true }
}

/** Backends differ in what they enforce, so a promised tool call is checked before the client sees the answer. */
export function assertToolCalled(plan: ToolPlan, calls: readonly ToolCall[]): void {
  if (!plan.required || calls.length > 0) return
  throw new HarombeError(
    'NODE_REFUSED',
    'The model answered without calling a tool, which tool_choice asks for.',
    {
      hint: 'Try a model that is better at tools, or tool_choice auto.',
    },
  )
}

/** @throws HarombeError BAD_REQUEST; `data.param` names the field */
export function toExecution(
  request: ChatCompletionRequest,
  destination: Pick<ExecutionRequest, 'target' | 'origin'>,
  plan: ToolPlan,
): Omit<ExecutionRequest, 'onStreamFailure'> {
  const { stop } = request
  return {
    messages: toMessages(request.messages),
    ...destination,
    tools: plan.tools,
    temperature: request.temperature ?? undefined,
    topP: request.top_p ?? undefined,
    maxTokens: request.max_completion_tokens ?? request.max_tokens ?? undefined,
    seed: request.seed ?? undefined,
    stop: stop === undefined || stop === null ? undefined : typeof stop === 'string' ? [stop] : stop,
  }
}

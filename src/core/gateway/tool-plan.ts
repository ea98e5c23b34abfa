import { HarombeError } from '../../shared/errors'
import { isRecord } from '../../shared/record'
import type { ToolCall, ToolChoice, ToolDefinition } from '../inference/protocol'
import { parseJsonText } from './http/json-body'
import { defaultLimits } from './limits'

/** What a dialect's tool choice comes down to. `among`: only these of the offered tools may be called. */
export interface ToolWish {
  call: 'never' | 'maybe' | 'must'
  among?: readonly string[] | undefined
  /** At most one call in an answer. Backends cannot be told, so the others are not delivered. */
  single?: boolean | undefined
}

/** Which tools the model is shown, what it is told about them, and what becomes of its calls. */
export interface ToolPlan {
  tools: readonly ToolDefinition[] | undefined
  toolChoice: ToolChoice | undefined
  /** The answer is held back until it is known to hold a call. */
  required: boolean
  single: boolean
}

interface FunctionFields {
  name: string
  description?: string | null | undefined
  /** Left out: it takes none. */
  parameters?: Record<string, unknown> | null | undefined
}

export const toTool = ({ name, description, parameters }: FunctionFields): ToolDefinition => ({
  name,
  parameters: parameters ?? { type: 'object', properties: {} },
  ...(description ? { description } : {}),
})

/** For answers of routes that know no tools. */
export const noTools: ToolPlan = { tools: undefined, toolChoice: undefined, required: false, single: false }

/** @throws HarombeError BAD_REQUEST when a call is asked for that no offered tool can answer */
export function planTools(tools: readonly ToolDefinition[], wish: ToolWish): ToolPlan {
  const single = wish.single ?? false
  const none = { ...noTools, single }
  if (wish.call === 'never') return none
  const { among } = wish
  const allowed = among === undefined ? tools : tools.filter(tool => among.includes(tool.name))
  const [first] = allowed
  if (first === undefined) {
    if (wish.call === 'maybe' && among === undefined) return none
    const problem =
      among === undefined
        ? 'tool_choice asks for a call, and there are no tools.'
        : 'tool_choice names a tool that is not in tools.'
    throw new HarombeError('BAD_REQUEST', problem, { data: { param: 'tool_choice' } })
  }
  if (wish.call === 'maybe') return { ...none, tools: allowed }
  const toolChoice = among?.length === 1 ? { name: first.name } : ('required' as const)
  return { tools: allowed, toolChoice, required: true, single }
}

const isOffered = ({ tools = [] }: ToolPlan, call: ToolCall) => tools.some(tool => tool.name === call.name)

/**
 * Backends differ in what they enforce, so a promised tool call is checked before the client sees the answer.
 * @throws HarombeError NODE_REFUSED
 */
export function assertToolCalled(plan: ToolPlan, calls: readonly ToolCall[]): void {
  if (!plan.required || calls.some(call => isOffered(plan, call))) return
  throw new HarombeError(
    'NODE_REFUSED',
    'The model answered without calling a tool, which tool_choice asks for.',
    { hint: 'Try a model that is better at tools, or tool_choice auto.' },
  )
}

/** Tells, of the calls of one answer in their order, which are delivered: all, or the first that was allowed. */
export function createCallFilter(plan: ToolPlan): (call: ToolCall) => boolean {
  let isTaken = false
  return call => {
    if (!plan.single) return true
    if (isTaken || (plan.required && !isOffered(plan, call))) return false
    isTaken = true
    return true
  }
}

/**
 * The arguments of a call in a conversation's history, as JSON within JSON: the outer depth check did not see them.
 * @throws HarombeError BAD_REQUEST; `data.param` is `param`
 */
export function parseToolArguments(text: string, param: string): Record<string, unknown> {
  const invalid = (message: string) => new HarombeError('BAD_REQUEST', message, { data: { param } })
  let value: unknown
  try {
    value = text.trim() === '' ? {} : parseJsonText(text, defaultLimits.jsonDepth)
  } catch {
    throw invalid('The arguments of a tool call are not valid JSON.')
  }
  if (!isRecord(value)) throw invalid('The arguments of a tool call are not an object.')
  return value
}

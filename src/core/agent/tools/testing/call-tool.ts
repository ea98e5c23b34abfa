import { isHarombeError } from '../../../../shared/errors'
import type { Tool, ToolResult, ToolRun } from '../types'

export const run: ToolRun = {
  conversationId: 'c1',
  messageId: 'm1',
  session: 'c1',
  target: { tier: 'auto' },
  tainted: [],
}

interface CallOptions {
  workspace?: string
  signal?: AbortSignal
  run?: ToolRun
  /** Between what is approved and what is done. */
  meanwhile?: () => unknown
}

/** One call as it goes when it is approved. */
export async function callTool(
  tool: Tool,
  argumentsOf: Record<string, unknown>,
  { workspace = '/', signal = new AbortController().signal, run: on = run, meanwhile }: CallOptions = {},
): Promise<ToolResult> {
  const plan = await tool.plan(argumentsOf, { run: on, workspace })
  await meanwhile?.()
  return plan.run({ run: on, workspace, signal, onOutput: () => {} })
}

/** The code of the error a call ends with; 'done' when it does what it was asked to. */
export async function outcomeOf(...call: Parameters<typeof callTool>): Promise<string> {
  try {
    await callTool(...call)
    return 'done'
  } catch (error) {
    if (isHarombeError(error)) return error.code
    throw error
  }
}

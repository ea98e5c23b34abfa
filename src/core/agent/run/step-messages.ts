import type { RunStep } from '../../../shared/entities'
import type { ChatMessage } from '../../inference/protocol'
import { toldOf } from './call-words'
import type { Fence } from './fence'
import { writeBlock } from './textual-protocol'
import type { ToolProtocol } from './types'

function nativeMessages({ text, calls }: RunStep, fence: Fence): ChatMessage[] {
  return [
    {
      role: 'assistant',
      content: text,
      toolCalls: calls.map(({ id, tool, arguments: given }) => ({ id, name: tool, arguments: given })),
    },
    ...calls.map(
      (call): ChatMessage => ({
        role: 'tool',
        content: toldOf(call, fence),
        toolCallId: call.id,
        name: call.tool,
      }),
    ),
  ]
}

/** The tag keeps results from being taken for words of the user's; see classification/own-words. */
const textualResult = (tool: string, text: string): string =>
  `<tool_result>\n${tool}:\n${text}\n</tool_result>`

function textualMessages({ text, calls }: RunStep, fence: Fence): ChatMessage[] {
  return calls.flatMap((call, index): ChatMessage[] => {
    const thought = index === 0 && text !== '' ? `${text}\n\n` : ''
    return [
      { role: 'assistant', content: thought + writeBlock(call) },
      { role: 'user', content: textualResult(call.tool, toldOf(call, fence)) },
    ]
  })
}

/** Calls that may have had an effect nobody saw: also a model that is offered no tool must know of them. */
export const unknownRemarks = (steps: readonly RunStep[], fence: Fence): string[] =>
  steps
    .flatMap(({ calls }) => calls)
    .filter(({ state }) => state === 'unknown')
    .map(call => `(${call.tool}: ${call.summary}. ${toldOf(call, fence)})`)

/** Steps as the model is told of them, in the protocol that is in use now, whichever they were made in. */
export function stepMessages(steps: readonly RunStep[], protocol: ToolProtocol, fence: Fence): ChatMessage[] {
  if (protocol === 'none') return []
  const render = protocol === 'native' ? nativeMessages : textualMessages
  return steps.filter(({ calls }) => calls.length > 0).flatMap(step => render(step, fence))
}

/** Marked as a program's words, so that routing does not take them for the user's; see classification/own-words. */
const reminder = (text: string): string => `<system-reminder>${text}</system-reminder>`

/** Adds harombe's own words where the model reads them last, without a message more: templates differ in what may follow what. */
export function withNotice(messages: readonly ChatMessage[], notice: string): ChatMessage[] {
  const last = messages.at(-1)
  if (last === undefined || last.role === 'assistant') {
    return [...messages, { role: 'user', content: reminder(notice) }]
  }
  return [...messages.slice(0, -1), { ...last, content: `${last.content}\n\n${reminder(notice)}` }]
}

import type { AgentStep } from '../../../shared/entities'
import type { ChatMessage, ToolChoice, ToolDefinition } from '../../inference/protocol'
import { isOfUser } from './own-words'

/** Where a conversation stands in a loop of tool calls. */
export interface ToolLoop {
  /** Tools were called since the user spoke, and nothing was said to what they gave. */
  isOpen: boolean
  /** Calls of the last answer that have no result yet. */
  openCalls: number
  /** Answers with calls since the user spoke. */
  rounds: number
  results: number
  /** Of the results, about; four characters a token. */
  resultTokens: number
}

/** What a choice of the node needs to know of the step. */
export interface StepFacts {
  step: AgentStep | undefined
  /** By the agent itself; else it was told from the messages and may be another. */
  isSaid: boolean
  /** Calls of the last answer whose results are not there yet. */
  openCalls: number
}

const charactersPerToken = 4

/** A result answers the call it names, or, where the dialect names none, the first that is open. */
function unanswered(calls: NonNullable<ChatMessage['toolCalls']>, results: readonly ChatMessage[]): number {
  const open = new Map(calls.map(({ id }, index) => [id === '' ? `${index}` : id, true]))
  let nameless = 0
  for (const { toolCallId = '' } of results)
    if (!open.delete(toolCallId)) nameless += toolCallId === '' ? 1 : 0
  return Math.max(0, open.size - nameless)
}

/** Calls of the last answer that have no result yet, whatever came after them. */
function openCallsOf(messages: readonly ChatMessage[]): number {
  const at = messages.findLastIndex(({ role }) => role === 'assistant')
  const results = messages.slice(at + 1).filter(({ role }) => role === 'tool')
  return at < 0 ? 0 : unanswered(messages[at]?.toolCalls ?? [], results)
}

/** Looks back to what the user said last, no further. */
export function toolLoopOf(messages: readonly ChatMessage[]): ToolLoop {
  let [rounds, results, characters] = [0, 0, 0]
  for (let at = messages.length - 1; at >= 0; at -= 1) {
    const message = messages[at]
    if (message === undefined || isOfUser(message)) break
    if (message.role === 'tool') {
      results += 1
      characters += message.content.length
    } else if ((message.toolCalls?.length ?? 0) > 0) rounds += 1
  }
  const openCalls = openCallsOf(messages)
  const last = messages.findLast(message => message.role !== 'user' || isOfUser(message))
  const isOpen = rounds > 0 && (last?.role === 'tool' || openCalls > 0)
  return { isOpen, openCalls, rounds, results, resultTokens: Math.round(characters / charactersPerToken) }
}

/** So much has come in that the answer has to be made of it: the next call is the exception. */
const manyResults = 4
const muchRead = 3_000

export interface StepInput {
  messages: readonly ChatMessage[]
  tools: readonly ToolDefinition[]
  toolChoice?: ToolChoice | undefined
}

/** What the next answer is for, where it belongs to a loop of tool calls; undefined where it does not. */
export function stepOf({ tools, toolChoice }: StepInput, loop: ToolLoop): AgentStep | undefined {
  const mayCall = tools.length > 0
  // A call that is asked for at the outset is a way to get an answer in a form, and as hard as the question.
  if (!loop.isOpen) return mayCall ? 'plan' : undefined
  if (!mayCall) return 'synthesis'
  if (toolChoice !== undefined && toolChoice !== 'auto') return 'arguments'
  return loop.results >= manyResults || loop.resultTokens >= muchRead ? 'synthesis' : 'arguments'
}

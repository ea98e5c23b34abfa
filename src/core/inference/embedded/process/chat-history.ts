import type { EngineMessage } from '../messages'
import type { ChatCall, ChatTurn, ModelTurn } from './llama-types'

const lastModelTurn = (turns: ChatTurn[]): ModelTurn => {
  const last = turns.at(-1)
  if (last?.type === 'model') return last
  const turn: ModelTurn = { type: 'model', response: [] }
  turns.push(turn)
  return turn
}

/** The call a result belongs to: by its id, else the first without a result. */
function callOf(waiting: Map<string, ChatCall>, id: string | undefined): ChatCall | undefined {
  const key = id !== undefined && waiting.has(id) ? id : waiting.keys().next().value
  if (key === undefined) return undefined
  const call = waiting.get(key)
  waiting.delete(key)
  return call
}

/**
 * The conversation as node-llama-cpp has it: what the model says, calls and gets back until the next question is one turn.
 * A last message of the assistant ends up as the beginning of the turn that is to be written.
 */
export function toHistory(messages: readonly EngineMessage[]): ChatTurn[] {
  const turns: ChatTurn[] = []
  const waiting = new Map<string, ChatCall>()
  for (const { role, content, toolCalls = [], toolCallId, name } of messages) {
    switch (role) {
      case 'system':
        turns.push({ type: 'system', text: content })
        break
      case 'user':
        turns.push({ type: 'user', text: content })
        break
      case 'assistant': {
        const { response } = lastModelTurn(turns)
        if (content !== '') response.push(content)
        for (const [index, { id, name: tool, arguments: params }] of toolCalls.entries()) {
          const call: ChatCall = { type: 'functionCall', name: tool, params, result: '' }
          if (index === 0) call.startsNewChunk = true
          waiting.set(id, call)
          response.push(call)
        }
        break
      }
      case 'tool': {
        const call = callOf(waiting, toolCallId)
        if (call !== undefined) call.result = content
        // A result nobody asked for still is something the model should know.
        else turns.push({ type: 'user', text: `Result of ${name ?? 'a tool'}:\n${content}` })
        break
      }
    }
  }
  return turns
}

/** The same with an empty thought before the answer: how models that think first are told not to. */
export function withThoughtClosed(turns: readonly ChatTurn[]): ChatTurn[] {
  const copy = [...turns]
  const last = copy.at(-1)
  if (last?.type === 'model' && last.response.length > 0) return copy
  if (last?.type === 'model') copy.pop()
  copy.push({ type: 'model', response: [{ type: 'segment', segmentType: 'thought', text: '', ended: true }] })
  return copy
}

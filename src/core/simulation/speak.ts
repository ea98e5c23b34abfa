import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { composeAnswer, countTokens, tokenize } from './compose-answer'
import { dueAt, paced } from './pace'
import type { SimulatedBehaviour, SimulatedToolCall } from './types'

/** A question as every protocol asks it. */
export interface ChatQuestion {
  model: string
  messages: readonly { role: string; content: string }[]
  hasTools: boolean
  stream: boolean
  maxTokens: number | null
  stop: readonly string[]
}

export type EndReason = 'stop' | 'length' | 'tool_calls'

export interface Spoken {
  reason: EndReason
  promptTokens: number
  completionTokens: number
  /** Milliseconds. */
  firstTokenAfter: number
  totalTime: number
}

/** How a protocol writes an answer down. */
export interface AnswerEncoder {
  contentType: string
  /** Sent before the first token. */
  begin(): string
  token(text: string): string
  toolCall(call: SimulatedToolCall): string
  finish(spoken: Spoken): string
  /** The error line inside a stream that began well. */
  failure(message: string): string
  /** The answer in one piece. */
  whole(text: string, toolCall: SimulatedToolCall | null, spoken: Spoken): unknown
  /** The body of an error status. */
  refusal(status: number, message: string): unknown
}

interface Plan {
  tokens: string[]
  toolCall: SimulatedToolCall | null
  reason: EndReason
  promptTokens: number
}

/** What will be said, before a word of it is. Pure. */
export function planAnswer(question: ChatQuestion, behaviour: SimulatedBehaviour): Plan {
  const last = question.messages.findLast(message => message.role === 'user' || message.role === 'tool')
  const isToolResult = last?.role === 'tool'
  const promptTokens = question.messages.reduce((sum, { content }) => sum + 4 + countTokens(content), 0)
  if (behaviour.isEmpty) return { tokens: [], toolCall: null, reason: 'stop', promptTokens }
  if (behaviour.toolCall !== null && question.hasTools && !isToolResult) {
    return { tokens: [], toolCall: behaviour.toolCall, reason: 'tool_calls', promptTokens }
  }
  const text = composeAnswer({
    model: question.model,
    prompt: last?.content ?? '',
    role: isToolResult ? 'tool' : 'user',
  })
  const stops = question.stop.filter(stop => stop !== '').map(stop => text.indexOf(stop))
  const cut = Math.min(...stops.filter(index => index !== -1), text.length)
  const tokens = tokenize(text.slice(0, cut))
  const isOverlong = question.maxTokens !== null && tokens.length > question.maxTokens
  return {
    tokens: isOverlong ? tokens.slice(0, question.maxTokens ?? 0) : tokens,
    toolCall: null,
    reason: isOverlong ? 'length' : 'stop',
    promptTokens,
  }
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body))
}

const failureMessage = 'simulated failure, as it was asked for'

export type Outcome = 'completed' | 'failed'

/**
 * Speaks one answer onto the response, at its pace and with its faults. The signal says that the client or the server
 * is gone. `onTokens` is told how many tokens went out.
 * @throws AbortError when the signal is aborted
 */
export async function speak(
  response: ServerResponse,
  question: ChatQuestion,
  encoder: AnswerEncoder,
  behaviour: SimulatedBehaviour,
  signal: AbortSignal,
  onTokens: (count: number) => void,
): Promise<Outcome> {
  const plan = planAnswer(question, behaviour)
  const start = performance.now()
  const spoken = (): Spoken => ({
    reason: plan.reason,
    promptTokens: plan.promptTokens,
    completionTokens: plan.tokens.length,
    firstTokenAfter: behaviour.ttftMs,
    totalTime: performance.now() - start,
  })
  const breaksAt = behaviour.failAfterTokens
  const sayable = Math.min(plan.tokens.length, breaksAt ?? plan.tokens.length)
  const breaks = breaksAt !== null && breaksAt <= plan.tokens.length

  if (!question.stream) {
    await sleep(dueAt(Math.max(0, sayable - 1), behaviour), undefined, { signal })
    if (breaks) return breakOff(response, encoder, behaviour, signal)
    onTokens(plan.tokens.length)
    sendJson(response, 200, encoder.whole(plan.tokens.join(''), plan.toolCall, spoken()))
    return 'completed'
  }

  const write = async (text: string): Promise<void> => {
    if (!response.headersSent) response.writeHead(200, { 'content-type': encoder.contentType })
    if (!response.write(text)) await once(response, 'drain', { signal })
  }
  let sent = 0
  for await (const due of paced(sayable, behaviour, signal)) {
    const opening = sent === 0 ? encoder.begin() : ''
    await write(opening + plan.tokens.slice(sent, due).map(encoder.token).join(''))
    onTokens(due - sent)
    sent = due
  }
  if (breaks) return breakOff(response, encoder, behaviour, signal)
  if (sent === 0) {
    await sleep(behaviour.ttftMs, undefined, { signal })
    await write(encoder.begin() + (plan.toolCall === null ? '' : encoder.toolCall(plan.toolCall)))
  }
  await write(encoder.finish(spoken()))
  response.end()
  return 'completed'
}

async function breakOff(
  response: ServerResponse,
  encoder: AnswerEncoder,
  behaviour: SimulatedBehaviour,
  signal: AbortSignal,
): Promise<Outcome> {
  switch (behaviour.failure) {
    case 'destroy':
      response.destroy()
      break
    case 'reset':
      response.socket?.resetAndDestroy()
      break
    case 'end':
      response.end()
      break
    case 'error':
      if (response.headersSent) response.end(encoder.failure(failureMessage))
      else sendJson(response, 500, encoder.refusal(500, failureMessage))
      break
    case 'hang':
      if (!signal.aborted) await once(signal, 'abort')
  }
  return 'failed'
}

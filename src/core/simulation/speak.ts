import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { dueAt, paced } from './pace'
import { type AnswerPart, type EndReason, planAnswer } from './plan-answer'
import type { Question } from './question'
import type { Refusal } from './refusal'
import type { SimulatedBehaviour, SimulatedFailure } from './types'

export interface Spoken {
  reason: EndReason
  promptTokens: number
  completionTokens: number
  /** Milliseconds. */
  loadedIn: number
  firstTokenAfter: number
  totalTime: number
}

/** How a protocol writes an answer down. */
export interface AnswerEncoder {
  contentType: string
  /** Sent before the first part. */
  begin(): string
  part(part: AnswerPart): string
  finish(spoken: Spoken): string
  /** What an error looks like inside a stream that began well. */
  failure(message: string): string
  /** Something this protocol never says. */
  garbage(): string
  /** The answer in one piece. */
  whole(parts: readonly AnswerPart[], spoken: Spoken): unknown
  error(status: number, message: string): Refusal
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body))
}

const failureMessage = 'simulated failure, as it was asked for'

export type Outcome = 'completed' | 'failed'

export interface Speech {
  response: ServerResponse
  question: Question
  encoder: AnswerEncoder
  behaviour: SimulatedBehaviour
  /** Milliseconds the model took to load. */
  loadedIn: number
  /** The client or the server is gone. */
  signal: AbortSignal
  /** Told how many tokens went out. */
  onTokens(count: number): void
  /** Read at every token: how the answer is to break now; null: it goes on. */
  interruption(): SimulatedFailure | null
}

/**
 * Speaks one answer onto the response, at its pace and with its faults.
 * @throws AbortError when the signal is aborted
 */
export async function speak(speech: Speech): Promise<Outcome> {
  const { response, question, encoder, behaviour, signal, onTokens } = speech
  const { parts, reason, promptTokens } = planAnswer(question, behaviour)
  const start = performance.now()
  const spoken = (): Spoken => ({
    reason,
    promptTokens,
    completionTokens: parts.length,
    loadedIn: speech.loadedIn,
    firstTokenAfter: behaviour.ttftMs,
    totalTime: speech.loadedIn + performance.now() - start,
  })
  const breaksAt = behaviour.failAfterTokens
  const sayable = Math.min(parts.length, breaksAt ?? parts.length)
  const breaks = breaksAt !== null && breaksAt <= parts.length

  if (!question.stream) {
    await sleep(dueAt(Math.max(0, sayable - 1), behaviour), undefined, { signal })
    if (breaks) return await breakOff(response, encoder, behaviour, signal)
    onTokens(parts.length)
    sendJson(response, 200, encoder.whole(parts, spoken()))
    return 'completed'
  }

  const write = async (text: string): Promise<void> => {
    if (!response.headersSent) response.writeHead(200, { 'content-type': encoder.contentType })
    if (text !== '' && !response.write(text)) await once(response, 'drain', { signal })
  }
  let sent = 0
  for await (const due of paced(sayable, behaviour, signal)) {
    const failure = speech.interruption()
    if (failure !== null) return await breakOff(response, encoder, { ...behaviour, failure }, signal)
    const opening = sent === 0 ? encoder.begin() : ''
    await write(opening + parts.slice(sent, due).map(encoder.part).join(''))
    onTokens(due - sent)
    sent = due
  }
  if (breaks) return await breakOff(response, encoder, behaviour, signal)
  if (sent === 0) {
    await sleep(behaviour.ttftMs, undefined, { signal })
    await write(encoder.begin())
  }
  await write(encoder.finish(spoken()))
  response.end()
  return 'completed'
}

/** Ends, or does not end, what was begun, as the behaviour says. */
export async function breakOff(
  response: ServerResponse,
  encoder: Pick<AnswerEncoder, 'contentType' | 'failure' | 'garbage' | 'error'>,
  behaviour: SimulatedBehaviour,
  signal: AbortSignal,
): Promise<Outcome> {
  // What was said arrives before the end does, as it does when a machine dies some time later.
  if (response.headersSent) await sleep(20, undefined, { signal })
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
    case 'garbage':
      if (!response.headersSent) response.writeHead(200, { 'content-type': encoder.contentType })
      response.end(encoder.garbage())
      break
    case 'error':
      if (response.headersSent) response.end(encoder.failure(failureMessage))
      else refuse(response, encoder.error(500, failureMessage))
      break
    case 'hang':
      if (!signal.aborted) await once(signal, 'abort')
  }
  return 'failed'
}

export function refuse(response: ServerResponse, { status, body, contentType }: Refusal): void {
  if (contentType === undefined) sendJson(response, status, body)
  else response.writeHead(status, { 'content-type': contentType }).end(body)
}

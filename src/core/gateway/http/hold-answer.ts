import type { HarombeError } from '../../../shared/errors'
import { collectExecution } from '../../coordination/collect-execution'
import type { AnswerCollector } from '../../coordination/fan-out/fan-out'
import type { ExecutionEvent, ExecutionResult } from '../../coordination/types'
import type { HeldMemory, HeldText } from './held-memory'

/** Characters of one part of an answer that was held back: a slow reader is then never far behind what was written. */
const partLength = 8_192

/** Passes an execution's events on and counts what whoever collects them will hold. */
async function* counted(
  events: AsyncIterable<ExecutionEvent>,
  memory: HeldMemory,
): AsyncGenerator<ExecutionEvent> {
  let held = memory.open()
  try {
    for await (const event of events) {
      if (event.type === 'text' || event.type === 'reasoning') held.take(event.text)
      else if (event.type === 'tool_call') held.take(JSON.stringify(event.call))
      else if (event.type === 'failedOver' && event.failover.mode !== 'continue') {
        held.release()
        held = memory.open()
      }
      yield event
    }
  } finally {
    held.release()
  }
}

/** The whole answer, within what may be held. @throws HarombeError */
export const collectHeld = (
  events: AsyncIterable<ExecutionEvent>,
  memory: HeldMemory,
): Promise<ExecutionResult> => collectExecution(counted(events, memory))

/** Collects answers that are needed side by side, within what may be held of each and of all. */
export function createHeldCollector(memory: HeldMemory): AnswerCollector {
  const kept: HeldText[] = []
  return {
    async collect(events) {
      const result = await collectHeld(events, memory)
      const held = memory.open()
      kept.push(held)
      held.take(result.content + result.reasoning)
      return result
    },
    release() {
      for (const held of kept) held.release()
    },
  }
}

function* pieces(type: 'text' | 'reasoning', text: string): Generator<ExecutionEvent> {
  let start = 0
  while (start < text.length) {
    let end = Math.min(text.length, start + partLength)
    // A character of two units stays in one part.
    if (end < text.length && (text.charCodeAt(end - 1) & 0xfc00) === 0xd800) end += 1
    yield { type, text: text.slice(start, end) }
    start = end
  }
}

export interface HoldOptions {
  memory: HeldMemory
  /** May still refuse the answer. @throws HarombeError */
  check(result: ExecutionResult): void
  toError(error: unknown): HarombeError
}

/**
 * Holds an answer back until it is whole and then lets its events go. What a waiting client may be told meanwhile passes
 * at once.
 */
export async function* holdAnswer(
  events: AsyncIterable<ExecutionEvent>,
  { memory, check, toError }: HoldOptions,
): AsyncGenerator<ExecutionEvent> {
  const source = counted(events, memory)
  let content = ''
  let reasoning = ''
  let calls: ExecutionEvent[] = []
  let result: ExecutionResult | null = null
  try {
    for await (const event of source) {
      if (event.type === 'stage') yield event
      else if (event.type === 'text') content += event.text
      else if (event.type === 'reasoning') reasoning += event.text
      else if (event.type === 'tool_call') calls.push(event)
      else if (event.type === 'failedOver' && event.failover.mode !== 'continue') {
        content = ''
        reasoning = ''
        calls = []
      } else if (event.type === 'failed') {
        yield event
        return
      } else if (event.type === 'finished') {
        const toolCalls = calls.flatMap(call => (call.type === 'tool_call' ? [call.call] : []))
        const { type: _type, ...rest } = event
        result = { ...rest, content, reasoning, toolCalls }
        check(result)
        const { route, answeredBy } = event
        yield { type: 'routed', route, answeredBy }
        yield* pieces('reasoning', reasoning)
        yield* pieces('text', content)
        yield* calls
        yield event
        return
      }
    }
  } catch (error) {
    const { route = null, answeredBy = null, metrics = null, failovers = [] } = result ?? {}
    yield { type: 'failed', error: toError(error), route, answeredBy, metrics, failovers }
  }
}

import type { ServerResponse } from 'node:http'
import type { HarombeError } from '../../../shared/errors'
import type { ExecutionEvent, ExecutionResult } from '../../coordination/types'
import type { ToolCall } from '../../inference/protocol'
import { withoutBlame } from './error-answer'
import { routingHeaders } from './response-headers'
import { createStreamWriter } from './stream-writer'

type EventOf<T extends ExecutionEvent['type']> = Extract<ExecutionEvent, { type: T }>

/** How one format writes an answer down. Every function returns the bytes of whole frames; '' for nothing. */
export interface StreamFormat {
  contentType: string
  /** A frame clients ignore; null when the format has none. */
  ping: string | null
  opening(event: EventOf<'routed'>): string
  part(event: EventOf<'text' | 'reasoning' | 'tool_call'>): string
  closing(event: EventOf<'finished'>): string
  /** In the middle of a stream: says that it failed, and leaves out the mark of success. */
  failure(error: HarombeError): string
}

export interface RelayOptions {
  events: AsyncIterable<ExecutionEvent>
  format: StreamFormat
  headers: Readonly<Record<string, string>>
  pingMs: number
  /** Asked once for every call of the answer, in order. */
  delivers(call: ToolCall): boolean
  /** Answers a failure that came before the first byte; the headers say who had answered, if anybody. */
  refuse(error: HarombeError, headers: Readonly<Record<string, string>>): void
}

/** Writes the events of one execution to a response, at the client's pace, and ends it. */
export async function relay(response: ServerResponse, options: RelayOptions): Promise<void> {
  const { format } = options
  const writer = createStreamWriter(response, {
    contentType: format.contentType,
    headers: options.headers,
    ping: format.ping,
    pingMs: options.pingMs,
  })
  for await (const event of options.events) {
    // Leaving the loop ends the execution, in case its signal has not done so already.
    if (response.destroyed) break
    switch (event.type) {
      case 'routed':
        writer.start(routingHeaders(event.route, event.answeredBy))
        await writer.write(format.opening(event))
        break
      case 'text':
      case 'reasoning':
      case 'tool_call': {
        const isLeftOut = event.type === 'tool_call' && !options.delivers(event.call)
        const chunk = isLeftOut ? '' : format.part(event)
        // Only a slow client is waited for: a turn of the microtask queue for every token adds up.
        const drained = chunk === '' ? undefined : writer.write(chunk)
        if (drained !== undefined) await drained
        break
      }
      case 'finished':
        writer.end(format.closing(event))
        break
      case 'failed':
        if (writer.started) writer.end(format.failure(withoutBlame(event.error)))
        else {
          writer.release()
          const { route, answeredBy, error } = event
          options.refuse(
            error,
            route === null || answeredBy === null ? {} : routingHeaders(route, answeredBy),
          )
        }
        break
    }
  }
}

/**
 * A finished execution as the events it would have streamed, for answers that are held back until they are whole. `check`
 * may still refuse it.
 */
export async function* replay(
  execute: () => Promise<ExecutionResult>,
  check: (result: ExecutionResult) => void,
  toError: (error: unknown) => HarombeError,
): AsyncGenerator<ExecutionEvent> {
  let result: ExecutionResult | null = null
  try {
    result = await execute()
    check(result)
  } catch (error) {
    const { route = null, answeredBy = null, metrics = null, failovers = [] } = result ?? {}
    yield { type: 'failed', error: toError(error), route, answeredBy, metrics, failovers }
    return
  }
  const { route, answeredBy, metrics, failovers, usage, reason } = result
  yield { type: 'routed', route, answeredBy }
  if (result.reasoning !== '') yield { type: 'reasoning', text: result.reasoning }
  if (result.content !== '') yield { type: 'text', text: result.content }
  for (const call of result.toolCalls) yield { type: 'tool_call', call }
  yield { type: 'finished', reason, usage, route, answeredBy, metrics, failovers }
}

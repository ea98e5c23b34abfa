import { HarombeError, isHarombeError } from '../../../shared/errors'
import type { ExecutionEvent } from '../../coordination/types'
import type { ToolCall } from '../../inference/protocol'
import type { AnswerSink } from './answer-sink'
import { withoutBlame } from './error-answer'
import type { HeldMemory } from './held-memory'
import { routingHeaders } from './response-headers'
import { createStreamWriter } from './stream-writer'
import { createWaitingNotice } from './waiting-notice'

type EventOf<T extends ExecutionEvent['type']> = Extract<ExecutionEvent, { type: T }>

/** How one format writes an answer down. Every function returns the bytes of whole frames; '' for nothing. */
export interface StreamFormat {
  contentType: string
  /** A frame clients ignore; null when the format has none. */
  ping: string | null
  /** What a waiting client is told, as a frame that clients ignore or take for a sign of life. */
  notice(text: string): string
  /** It keeps the text, because its last frames hold the whole of it. */
  retains?: boolean
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
  /** How long a client waits in line before it is told so. */
  noticeMs: number
  memory: HeldMemory
  /** Asked once for every call of the answer, in order. */
  delivers(call: ToolCall): boolean
  /** Answers a failure that came before the first byte; the headers say who had answered, if anybody. */
  refuse(error: HarombeError, headers: Readonly<Record<string, string>>): void
}

const cutOff = () => new HarombeError('STREAM_CUT_OFF', 'The node went away in the middle of the answer.')

/**
 * Writes the events of one execution to a sink, at the pace it is read, and ends it.
 * @returns what it failed with; null when the answer is whole
 */
export async function relay(sink: AnswerSink, options: RelayOptions): Promise<HarombeError | null> {
  const { format } = options
  const writer = createStreamWriter(sink, {
    contentType: format.contentType,
    headers: options.headers,
    ping: format.ping,
    pingMs: options.pingMs,
  })
  const notice = createWaitingNotice(text => writer.aside(format.notice(text)), options.noticeMs)
  const held = format.retains === true ? options.memory.open() : null
  let isOpen = false
  let hasParts = false

  const fail = (error: HarombeError): HarombeError => {
    writer.end(format.failure(withoutBlame(error)))
    return error
  }

  try {
    for await (const event of options.events) {
      // Leaving the loop ends the execution, in case its signal has not done so already.
      if (sink.destroyed) break
      switch (event.type) {
        case 'stage':
          notice.observe(event)
          break
        case 'routed':
          notice.stop()
          // A node that goes on where another stopped is no second beginning.
          if (isOpen) break
          isOpen = true
          writer.start(routingHeaders(event.route, event.answeredBy))
          await writer.write(format.opening(event))
          break
        case 'failedOver':
          // Nobody asked for an answer that begins again, and what was said cannot be taken back.
          if (hasParts && event.failover.mode !== 'continue') return fail(cutOff())
          break
        case 'text':
        case 'reasoning':
        case 'tool_call': {
          hasParts = true
          if (event.type !== 'tool_call') held?.take(event.text)
          const isLeftOut = event.type === 'tool_call' && !options.delivers(event.call)
          const chunk = isLeftOut ? '' : format.part(event)
          // Only a slow client is waited for: a turn of the microtask queue for every token adds up.
          const drained = chunk === '' ? undefined : writer.write(chunk)
          if (drained !== undefined) await drained
          break
        }
        case 'finished':
          writer.end(format.closing(event))
          return null
        case 'failed': {
          if (writer.started) return fail(event.error)
          writer.release()
          const { route, answeredBy, error } = event
          options.refuse(
            error,
            route === null || answeredBy === null ? {} : routingHeaders(route, answeredBy),
          )
          return error
        }
      }
    }
    return new HarombeError('CANCELLED', 'The client closed the connection.')
  } catch (error) {
    if (!isHarombeError(error) || !writer.started) throw error
    return fail(error)
  } finally {
    notice.stop()
    held?.release()
    writer.release()
  }
}

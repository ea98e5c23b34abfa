import { HarombeError } from '../../../shared/errors'
import { limits } from '../limits'

export interface ServerSentEvent {
  /** `message` unless the server named it. */
  type: string
  data: string
}

export interface EventParser {
  /** Takes one line without its end; returns the event it completes, if any. @throws HarombeError MALFORMED_RESPONSE */
  push(line: string): ServerSentEvent | null
  /** The event that no blank line ended. The standard drops it; the caller decides whether it is whole. */
  rest(): ServerSentEvent | null
}

/**
 * Server-sent events from lines. Comments, `id` and `retry` are skipped. A field `error` is read as an event of that
 * type: llama.cpp before mid 2025 wrote `error: {…}` where it now writes `data: {"error": …}`.
 */
export function createEventParser(limit: number = limits.lineBytes): EventParser {
  let type = ''
  let data: string | null = null
  let length = 0

  const flush = (): ServerSentEvent | null => {
    const event = data === null ? null : { type: type === '' ? 'message' : type, data }
    type = ''
    data = null
    length = 0
    return event
  }

  return {
    push(line) {
      if (line === '') return flush()
      const colon = line.indexOf(':')
      const field = colon === -1 ? line : line.slice(0, colon)
      const start = line[colon + 1] === ' ' ? colon + 2 : colon + 1
      const value = colon === -1 ? '' : line.slice(start)
      if (field === 'event') type = value
      if (field === 'error') type = 'error'
      if (field === 'data' || field === 'error') {
        length += value.length + 1
        if (length > limit) {
          throw new HarombeError(
            'MALFORMED_RESPONSE',
            `The answer has an event longer than ${limit} characters.`,
          )
        }
        data = data === null ? value : `${data}\n${value}`
      }
      return null
    },
    rest: flush,
  }
}

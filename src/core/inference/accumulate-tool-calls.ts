import { HarombeError, isHarombeError } from '../../shared/errors'
import { isRecord } from '../../shared/record'
import type { ToolCallMaker } from './frame-parts'
import type { ToolCall } from './protocol'

interface PendingCall {
  id: string | null
  name: string
  /** Concatenated JSON text, or the object of a server that sends one. */
  input: string | Record<string, unknown>
}

export interface ToolCallPart {
  name?: string | null | undefined
  arguments?: unknown
}

export interface ToolCallAccumulator {
  /**
   * Adds a piece to the call with this index. Without an index, a piece with a new id or a name begins a call and any
   * other continues the last one.
   */
  add(index: number | null, id: string | null | undefined, part: ToolCallPart | null | undefined): void
  /**
   * The calls, in order of their index; each only when its arguments are complete.
   * @throws HarombeError MALFORMED_RESPONSE for an incomplete one, unless `dropIncomplete`
   */
  complete(dropIncomplete: boolean): ToolCall[]
}

const callLimit = 128

/** OpenAI streams a tool call in pieces, several calls side by side. A call is never repaired: it is whole or it is not. */
export function createToolCallAccumulator(maker: ToolCallMaker): ToolCallAccumulator {
  const calls = new Map<number, PendingCall>()
  let last = -1

  const indexOf = (id: string | null | undefined, part: ToolCallPart | null | undefined): number => {
    const current = calls.get(last)
    if (current === undefined) return 0
    const isOther = id ? id !== current.id : Boolean(part?.name)
    return isOther ? last + 1 : last
  }

  return {
    add(given, id, part) {
      const index = given ?? indexOf(id, part)
      if (index >= callLimit) {
        throw new HarombeError('MALFORMED_RESPONSE', `The answer calls more than ${callLimit} tools.`)
      }
      const call = calls.get(index) ?? { id: null, name: '', input: '' }
      calls.set(index, call)
      last = index
      call.id ??= id || null
      // Some servers repeat the name with every piece.
      if (part?.name && call.name !== part.name) call.name += part.name
      const input = part?.arguments
      if (typeof input === 'string' && typeof call.input === 'string') call.input += input
      else if (isRecord(input)) call.input = input
    },
    complete(dropIncomplete) {
      const inOrder = [...calls.entries()].sort(([a], [b]) => a - b)
      return inOrder.flatMap(([, { id, name, input }]) => {
        try {
          return [maker.make(id, name, input)]
        } catch (error) {
          if (dropIncomplete && isHarombeError(error)) return []
          throw error
        }
      })
    },
  }
}

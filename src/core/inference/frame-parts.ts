import { randomUUID } from 'node:crypto'
import { HarombeError } from '../../shared/errors'
import { isRecord } from '../../shared/record'
import { parseJson } from './framing/parse-json'
import { plainExcerpt } from './http/plain-text'
import { limits } from './limits'
import type { FinishReason, ToolCall, Usage } from './protocol'

/** Parts that every protocol's answers are built of, cleaned. */

const tokenCountLimit = 100_000_000

/** A count as a server reports it; null for what cannot be one (negative, 1e18, a string). */
export function tokenCount(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= tokenCountLimit
    ? value
    : null
}

export function usageOf(promptTokens: unknown, completionTokens: unknown): Usage | null {
  const usage = { promptTokens: tokenCount(promptTokens), completionTokens: tokenCount(completionTokens) }
  return usage.promptTokens === null && usage.completionTokens === null ? null : usage
}

/** An object, or its JSON text; an empty text is a call without arguments. */
function argumentsOf(value: unknown): Record<string, unknown> | null {
  if (value === null || value === undefined || value === '') return {}
  const parsed = typeof value === 'string' ? parseJson(value) : value
  return isRecord(parsed) ? parsed : null
}

const usableName = /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]{1,256}$/u
const usableId = /^[\x21-\x7e]{1,128}$/

export interface ToolCallMaker {
  /**
   * Gives the call an id when the server gave none, or the same one twice.
   * @throws HarombeError MALFORMED_RESPONSE unless the arguments are one complete JSON object
   */
  make(id: unknown, name: string, input: unknown): ToolCall
  /** Calls made so far. */
  count(): number
}

export function createToolCallMaker(createId: () => string = () => `call_${randomUUID()}`): ToolCallMaker {
  const taken = new Set<string>()
  return {
    make(id, name, input) {
      if (taken.size >= limits.toolCalls) {
        throw new HarombeError('MALFORMED_RESPONSE', `The answer calls more than ${limits.toolCalls} tools.`)
      }
      if (!usableName.test(name) || name === '__proto__') {
        throw new HarombeError(
          'MALFORMED_RESPONSE',
          'The answer calls a tool by a name that no tool can have.',
        )
      }
      const args = argumentsOf(input)
      if (args === null) {
        throw new HarombeError(
          'MALFORMED_RESPONSE',
          `The answer calls the tool ${plainExcerpt(name, 64)} with arguments that are not an object.`,
        )
      }
      const own = typeof id === 'string' && usableId.test(id) && !taken.has(id) ? id : createId()
      taken.add(own)
      return { id: own, name, arguments: args }
    },
    count: () => taken.size,
  }
}

/** Servers say `stop` after a tool call as often as `tool_calls`. */
export function finishReason(said: string | null | undefined, toolCalls: number): FinishReason {
  if (said === 'length' || said === 'max_tokens') return 'length'
  return toolCalls > 0 ? 'tool_calls' : 'stop'
}

const nameLimit = 256

/** A model list as a server gives it, without what cannot be a name and what is listed twice. */
export function usableModels<T extends { name: string }>(models: readonly T[], limit: number): T[] {
  const usable = new Map<string, T>()
  for (const model of models) {
    const { name } = model
    if (name.length <= nameLimit && usableName.test(name) && !usable.has(name)) usable.set(name, model)
  }
  return [...usable.values()].slice(0, limit)
}

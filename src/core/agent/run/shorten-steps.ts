import type { RunStep, ToolCallRecord } from '../../../shared/entities'
import { estimateTokens } from '../../inference/estimate-tokens'

/** Characters a result, and each text among the arguments, may have; from as they are to the least that says anything. */
const levels = [Number.POSITIVE_INFINITY, 6000, 2000, 600, 150]

function cut(text: string, length: number): string {
  if (text.length <= length) return text
  const head = Math.ceil(length * 0.7)
  const omitted = text.length - length
  return `${text.slice(0, head)}\n[${omitted} characters are left out here]\n${text.slice(text.length - (length - head))}`.toWellFormed()
}

function cutArguments(value: unknown, length: number): unknown {
  if (typeof value === 'string') return cut(value, length)
  if (Array.isArray(value)) return value.map(part => cutArguments(part, length))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, cutArguments(part, length)]))
}

/** Records are replaced, never changed: what was worked out for one holds, and a long run looks at each but once. */
const cuts = new WeakMap<ToolCallRecord, Map<number, ToolCallRecord>>()
const sizes = new WeakMap<ToolCallRecord, number>()

function cutCall(call: ToolCallRecord, length: number): ToolCallRecord {
  if (length === Number.POSITIVE_INFINITY) return call
  const known = cuts.get(call) ?? new Map<number, ToolCallRecord>()
  cuts.set(call, known)
  const short = known.get(length) ?? makeCut(call, length)
  known.set(length, short)
  return short
}

function makeCut(call: ToolCallRecord, length: number): ToolCallRecord {
  const given = Object.entries(call.arguments).map(([key, part]) => [key, cutArguments(part, length)])
  return {
    ...call,
    arguments: Object.fromEntries(given),
    ...(call.result === undefined ? {} : { result: cut(call.result, length) }),
  }
}

function tokensOfCall(call: ToolCallRecord): number {
  const known = sizes.get(call)
  if (known !== undefined) return known
  const { tool, arguments: given, result = '' } = call
  const tokens = estimateTokens(tool + JSON.stringify(given) + result)
  sizes.set(call, tokens)
  return tokens
}

export function tokensOfSteps(steps: readonly RunStep[]): number {
  let tokens = 0
  for (const { text, calls } of steps) {
    tokens += estimateTokens(text)
    for (const call of calls) tokens += tokensOfCall(call)
  }
  return tokens
}

/**
 * The steps within `maxTokens`: to one length after the other, the oldest first each time, since what was read long ago has been
 * worked with. Calls are never left out, so the result may still be too long where there are very many.
 */
export function shortenSteps(steps: readonly RunStep[], maxTokens: number, startsAt = 0): RunStep[] {
  const shortened = steps.map(step => ({
    ...step,
    calls: step.calls.map(call => cutCall(call, levels[startsAt] ?? 0)),
  }))
  let tokens = tokensOfSteps(shortened)
  for (const length of levels.slice(startsAt + 1)) {
    for (let at = 0; at < shortened.length && tokens > maxTokens; at += 1) {
      const step = shortened[at]
      if (step === undefined) continue
      const cutStep = { ...step, calls: step.calls.map(call => cutCall(call, length)) }
      tokens += tokensOfSteps([cutStep]) - tokensOfSteps([step])
      shortened[at] = cutStep
    }
  }
  return shortened
}

import type { AnswerMetrics } from '../../../shared/entities'
import type { ExecutionResult } from '../../coordination/types'
import type { FinishReason, ToolCall, Usage } from '../../inference/protocol'
import { jsonLine, ndjsonType } from '../http/ndjson'
import type { StreamFormat } from '../http/relay'
import { ollamaError } from './errors'

/** What the two ways of asking differ in. */
export type AnswerForm = 'chat' | 'generate'

export interface AnswerWriting {
  form: AnswerForm
  /** The name that was asked for; answers carry that of the model that gave them. */
  asked: string
  /** Milliseconds since the epoch. */
  wall(): number
}

const nanoseconds = (ms: number): number => Math.round(ms * 1e6)

interface Ending {
  reason: FinishReason
  usage: Usage
  metrics: AnswerMetrics
}

/**
 * The figures of an answer, in nanoseconds and tokens. What was not measured is left out, as Ollama does with zeros: how
 * long loading and reading took only the node knows, and estimated tokens are not counted ones.
 */
function toFigures({ usage, metrics }: Ending): Record<string, number> {
  const { ttftMs, durationMs } = metrics
  const prompt = usage.promptTokens ?? metrics.promptTokens
  // An answer that came in one burst tells nothing of how fast the machine writes, and clients would divide by it.
  const writingMs = ttftMs === null || metrics.tokensPerSecond === null ? 0 : durationMs - ttftMs
  return {
    total_duration: nanoseconds(durationMs),
    ...(prompt === null ? {} : { prompt_eval_count: prompt }),
    ...(usage.completionTokens === null ? {} : { eval_count: usage.completionTokens }),
    ...(writingMs > 0 ? { eval_duration: nanoseconds(writingMs) } : {}),
  }
}

const toToolCall = ({ id, name, arguments: input }: ToolCall, index: number) => ({
  id,
  function: { index, name, arguments: input },
})

/** Ollama has no reason of its own for tool calls. */
const toReason = (reason: FinishReason) => (reason === 'length' ? 'length' : 'stop')

interface Part {
  content?: string
  thinking?: string
  calls?: readonly object[]
}

function createWriter({ form, wall }: AnswerWriting) {
  const time = () => new Date(wall()).toISOString()
  const body = ({ content = '', thinking, calls = [] }: Part) => {
    const thoughts = thinking === undefined || thinking === '' ? {} : { thinking }
    const toolCalls = calls.length === 0 ? {} : { tool_calls: calls }
    return form === 'generate'
      ? { response: content, ...thoughts, ...toolCalls }
      : { message: { role: 'assistant', content, ...thoughts, ...toolCalls } }
  }
  return {
    part: (model: string, part: Part) => ({ model, created_at: time(), ...body(part), done: false }),
    end: (model: string, part: Part, reason: string, figures: Record<string, number> = {}) => ({
      model,
      created_at: time(),
      ...body(part),
      done: true,
      done_reason: reason,
      ...figures,
    }),
  }
}

/** The whole answer as one document. */
export function toAnswer(result: ExecutionResult, writing: AnswerWriting): object {
  const { content, reasoning: thinking, toolCalls } = result
  return createWriter(writing).end(
    result.answeredBy.model,
    { content, thinking, calls: toolCalls.map(toToolCall) },
    toReason(result.reason),
    toFigures(result),
  )
}

/** What Ollama says to a question without content, which asks it to load or drop the model. */
export const toLoadAnswer = (reason: 'load' | 'unload', writing: AnswerWriting): object =>
  createWriter(writing).end(writing.asked, {}, reason)

/** NDJSON as Ollama writes it: success is the line with `done: true`, a failure is an `error` line in its place. */
export function createLineFormat(writing: AnswerWriting): StreamFormat {
  const writer = createWriter(writing)
  let model = writing.asked
  let toolCalls = 0

  return {
    contentType: ndjsonType,
    // There is no comment in NDJSON; a part without text changes nothing for whoever reads it.
    ping: jsonLine(writer.part(model, {})),
    notice: () => jsonLine(writer.part(model, {})),
    opening({ answeredBy }) {
      model = answeredBy.model
      return ''
    },
    part(part) {
      if (part.type === 'text') return jsonLine(writer.part(model, { content: part.text }))
      if (part.type === 'reasoning') return jsonLine(writer.part(model, { thinking: part.text }))
      return jsonLine(writer.part(model, { calls: [toToolCall(part.call, toolCalls++)] }))
    },
    closing: finished =>
      jsonLine(writer.end(finished.answeredBy.model, {}, toReason(finished.reason), toFigures(finished))),
    failure: error => jsonLine(ollamaError(error)),
  }
}

import { z } from 'zod'
import { HarombeError } from '../../../shared/errors'
import { createToolCallMaker, finishReason, usageOf } from '../frame-parts'
import type { Translate } from '../framing/answer-decoder'
import { nodeError, readRefusal } from '../http/node-error'
import { type ConfidenceMeter, withConfidence } from '../token-confidence'

const line = z.object({
  error: z.unknown().optional(),
  message: z
    .object({
      content: z.string().nullish(),
      thinking: z.string().nullish(),
      tool_calls: z
        .array(
          z.object({
            id: z.unknown().optional(),
            function: z.object({ name: z.string(), arguments: z.unknown().optional() }),
          }),
        )
        .nullish(),
    })
    .nullish(),
  /** Of /api/generate. */
  response: z.string().nullish(),
  thinking: z.string().nullish(),
  logprobs: z.unknown().optional(),
  done: z.boolean().optional(),
  done_reason: z.string().nullish(),
  prompt_eval_count: z.unknown().optional(),
  eval_count: z.unknown().optional(),
})

/** Answers of `/api/chat` and `/api/generate`, line by line. Success is `done: true`; an error comes as a line of its own and just ends. */
export function createOllamaTranslator(
  host: string,
  createId?: () => string,
  meter: ConfidenceMeter | null = null,
): Translate<unknown> {
  const toolCalls = createToolCallMaker(createId)
  return function translate(value, emit): void {
    const parsed = line.safeParse(value)
    if (!parsed.success) {
      throw new HarombeError('MALFORMED_RESPONSE', `${host} answers, but not in Ollama's format.`, {
        hint: 'Check the backend of the node.',
      })
    }
    const { error, message, response, done, done_reason: reason } = parsed.data
    if (error !== undefined && error !== null) {
      emit({ type: 'error', error: nodeError(readRefusal(value), host) })
      return
    }
    const reasoning = message?.thinking ?? parsed.data.thinking
    const text = message?.content ?? response
    if (reasoning) emit({ type: 'reasoning', text: reasoning })
    if (text) {
      if (!reasoning) meter?.take(parsed.data.logprobs)
      emit({ type: 'text', text })
    }
    for (const call of message?.tool_calls ?? []) {
      const { name, arguments: input } = call.function
      emit({ type: 'tool_call', call: toolCalls.make(call.id, name, input) })
    }
    // Loading and unloading are reported as done although nothing was answered.
    if (done !== true || reason === 'load' || reason === 'unload') return
    const counted = usageOf(parsed.data.prompt_eval_count, parsed.data.eval_count)
    const usage = withConfidence(counted, meter)
    if (usage !== null) emit({ type: 'usage', usage })
    emit({ type: 'done', reason: finishReason(reason, toolCalls.count()) })
  }
}

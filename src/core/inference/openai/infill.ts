import { z } from 'zod'
import { HarombeError } from '../../../shared/errors'
import { finishReason, usageOf } from '../frame-parts'
import type { Emit, Translate } from '../framing/answer-decoder'
import type { ServerSentEvent } from '../framing/parse-events'
import { parseJson } from '../framing/parse-json'
import { nodeError, readRefusal } from '../http/node-error'
import { errorData } from './translate'

const part = z.object({
  error: z.unknown().optional(),
  content: z.string().nullish(),
  stop: z.boolean().nullish(),
  stop_type: z.string().nullish(),
  tokens_evaluated: z.unknown().optional(),
  tokens_predicted: z.unknown().optional(),
})

/** Answers of llama.cpp's `/infill`, which ends with a part that says `stop` and with no `[DONE]`. */
export function createInfillTranslators(host: string): {
  event: Translate<ServerSentEvent>
  document: Translate<unknown>
} {
  function translate(value: unknown, emit: Emit): void {
    const parsed = part.safeParse(value)
    if (!parsed.success) {
      throw new HarombeError('MALFORMED_RESPONSE', `${host} answers, but not as llama.cpp.`, {
        hint: 'Check the backend of the node.',
      })
    }
    const { error, content, stop, stop_type: type } = parsed.data
    if (error) {
      emit({ type: 'error', error: nodeError(readRefusal(value), host) })
      return
    }
    if (content) emit({ type: 'text', text: content })
    if (stop !== true) return
    const usage = usageOf(parsed.data.tokens_evaluated, parsed.data.tokens_predicted)
    if (usage !== null) emit({ type: 'usage', usage })
    emit({ type: 'done', reason: finishReason(type === 'limit' ? 'length' : 'stop', 0) })
  }
  return {
    event({ type, data }, emit) {
      if (type === 'error') emit({ type: 'error', error: nodeError(readRefusal(errorData(data)), host) })
      else if (type === 'message' && data.trim() !== '[DONE]') translate(parseJson(data), emit)
    },
    document: translate,
  }
}

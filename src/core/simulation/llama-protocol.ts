import { z } from 'zod'
import { dataEvent, eventStream } from './event-stream'
import { textOf } from './plan-answer'
import { type Question, rawQuestion } from './question'
import { refusals } from './refusals'
import type { AnswerEncoder, Spoken } from './speak'

/** llama.cpp's `POST /infill`. */
export const llamaInfillBody = z.object({
  model: z.string().nullish(),
  input_prefix: z.string(),
  input_suffix: z.string(),
  prompt: z.string().nullish(),
  n_predict: z.number().int().nullish(),
  stream: z.boolean().nullish(),
  stop: z.array(z.string()).nullish(),
})

export function fromLlamaInfill(body: z.infer<typeof llamaInfillBody>, model: string): Question {
  const limit = body.n_predict ?? -1
  return rawQuestion(
    { text: body.input_prefix + (body.prompt ?? ''), suffix: body.input_suffix },
    { model, stream: body.stream ?? false, maxTokens: limit > 0 ? limit : null, stop: body.stop ?? [] },
  )
}

/** llama.cpp's own form of an answer, without the one of OpenAI's around it. */
export function createLlamaEncoder(model: string): AnswerEncoder {
  const end = (content: string, spoken: Spoken): Record<string, unknown> => ({
    index: 0,
    content,
    model,
    stop: true,
    stop_type: spoken.reason === 'length' ? 'limit' : 'eos',
    tokens_evaluated: spoken.promptTokens,
    tokens_predicted: spoken.completionTokens,
  })
  return {
    ...eventStream,
    begin: () => '',
    part: part => dataEvent({ index: 0, content: textOf([part], 'text'), tokens: [], stop: false }),
    finish: spoken => dataEvent(end('', spoken)),
    failure: message => dataEvent(refusals.llamacpp.error(500, message).body),
    whole: (parts, spoken) => end(textOf(parts, 'text'), spoken),
    error: refusals.llamacpp.error,
  }
}

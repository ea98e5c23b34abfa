import type { Refusals } from '../refusal'
import { openAiError } from './openai'

const overflowWords =
  'The number of tokens to keep from the initial prompt is greater than the context length. Try to load the model with a larger context length, or provide a shorter input'

export const lmstudio: Refusals = {
  error: (status, message) => ({ status, body: { error: message } }),
  busy: status => lmstudio.error(status, 'server busy, please try again'),
  loading: 'silent',
  missing: (model, known) =>
    openAiError(
      400,
      `Invalid model identifier "${model}". Please specify a valid downloaded model (e.g., ${known.slice(0, 3).join(', ')}).`,
      'model',
      'model_not_found',
    ),
  noChat: model =>
    openAiError(400, `Failed to load model "${model}". Error: Model is not llm.`, 'model', 'model_not_found'),
  noCompletion: model => lmstudio.noChat(model),
  noTools: () => null,
  noVision: () => lmstudio.error(400, 'Model does not support images. Please use a model that does.'),
  noReasoning: () => null,
  noSuffix: () => null,
  noEmbeddings: model =>
    openAiError(
      400,
      `Failed to load model "${model}". Error: Model is not embedding.`,
      'model',
      'model_not_found',
    ),
  // In a stream it has already said 200.
  tooLong: ({ stream }) =>
    stream
      ? { status: 200, body: lmStudioEvent(overflowWords), contentType: 'text/event-stream; charset=utf-8' }
      : lmstudio.error(400, overflowWords),
}

/** Its error inside a stream. */
export function lmStudioEvent(message: string): string {
  return `event: error\ndata: ${JSON.stringify({ error: { message }, message })}\n\n`
}

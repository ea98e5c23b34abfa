import type { Refusal, Refusals } from '../refusal'

function openAiType(status: number): string {
  if (status === 429) return 'rate_limit_error'
  return status < 500 ? 'invalid_request_error' : 'server_error'
}

export function openAiError(
  status: number,
  message: string,
  param: string | null,
  code: string | null,
): Refusal {
  return { status, body: { error: { message, type: openAiType(status), param, code } } }
}

export const openai: Refusals = {
  error: (status, message) => openAiError(status, message, null, null),
  busy: status =>
    openAiError(status, 'server busy, please try again', null, status === 429 ? 'rate_limit_exceeded' : null),
  loading: openAiError(503, 'Loading model', null, null),
  missing: model =>
    openAiError(
      404,
      `The model \`${model}\` does not exist or you do not have access to it.`,
      null,
      'model_not_found',
    ),
  noChat: () =>
    openAiError(
      404,
      'This is not a chat model and thus not supported in the v1/chat/completions endpoint. Did you mean to use v1/completions?',
      'model',
      null,
    ),
  noCompletion: () =>
    openAiError(
      404,
      'This is a chat model and not supported in the v1/completions endpoint. Did you mean to use v1/chat/completions?',
      'model',
      null,
    ),
  noTools: () => null,
  noVision: () =>
    openAiError(
      400,
      'Invalid content type. image_url is only supported by certain models.',
      'messages',
      null,
    ),
  noReasoning: () => null,
  noSuffix: () => null,
  noEmbeddings: () =>
    openAiError(403, 'You are not allowed to generate embeddings from this model', null, 'unsupported_model'),
  tooLong: ({ context, promptTokens }) =>
    openAiError(
      400,
      `This model's maximum context length is ${context} tokens. However, your messages resulted in ${promptTokens} tokens. Please reduce the length of the messages.`,
      'messages',
      'context_length_exceeded',
    ),
}

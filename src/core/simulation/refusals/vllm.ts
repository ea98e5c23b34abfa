import type { Refusal, Refusals } from '../refusal'

const errorNames: Readonly<Record<number, string>> = {
  400: 'BadRequestError',
  404: 'NotFoundError',
  429: 'RateLimitError',
  501: 'NotImplementedError',
  503: 'ServiceUnavailableError',
}
export const errorName = (status: number): string => errorNames[status] ?? 'InternalServerError'

function vllmError(status: number, message: string, param: string | null): Refusal {
  return { status, body: { error: { message, type: errorName(status), param, code: status } } }
}

export const vllm: Refusals = {
  error: (status, message) => vllmError(status, message, null),
  busy: status => vllmError(status, 'server busy, please try again', null),
  // Its port opens when the model is there; what a proxy in front says until then.
  loading: vllmError(503, 'Loading model', null),
  missing: model => vllmError(404, `The model \`${model}\` does not exist.`, 'model'),
  noChat: () => vllmError(501, 'The model does not support Chat Completions API', null),
  noCompletion: () => vllmError(501, 'The model does not support Completions API', null),
  noTools: () =>
    vllmError(
      400,
      '"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set',
      null,
    ),
  noVision: model => vllmError(400, `${model} is not a multimodal model`, null),
  noReasoning: () => null,
  noSuffix: () => vllmError(400, 'suffix is not currently supported', 'suffix'),
  noEmbeddings: () => vllmError(501, 'The model does not support Embeddings API', null),
  tooLong: ({ context, promptTokens, maxTokens }) =>
    vllmError(
      400,
      `You passed ${promptTokens} input tokens and requested ${maxTokens ?? 0} output tokens. However, the model's context length is only ${context} tokens, resulting in a maximum input length of ${Math.max(0, context - (maxTokens ?? 0))} tokens. Please reduce the length of the input prompt. (parameter=input_tokens, value=${promptTokens})`,
      'input_tokens',
    ),
}

import type { Refusal, Refusals } from './refusal'
import type { SimulatedFlavour } from './types'

const needed = (context: number, promptTokens: number): string =>
  `request (${promptTokens} tokens) exceeds the available context size (${context} tokens), try increasing it`
const noImages =
  'image input is not supported - hint: if this is unexpected, you may need to provide the mmproj'

/** Wordings of 2026, from each server's source and what its users report. */
const ollama: Refusals = {
  error: (status, message) => ({ status, body: { error: message } }),
  busy: status => ollama.error(status, 'server busy, please try again.  maximum pending requests exceeded'),
  loading: 'silent',
  missing: model => ollama.error(404, `model '${model}' not found`),
  noChat: model => ollama.error(400, `"${model}" does not support chat`),
  noCompletion: model => ollama.error(400, `"${model}" does not support generate`),
  noTools: model => ollama.error(400, `registry.ollama.ai/library/${model} does not support tools`),
  noVision: () => ollama.error(500, JSON.stringify(llamacpp.error(500, noImages).body)),
  noReasoning: model => ollama.error(400, `"${model}" does not support thinking`),
  noSuffix: model => ollama.error(400, `registry.ollama.ai/library/${model} does not support insert`),
  noEmbeddings: () =>
    ollama.error(501, 'This server does not support embeddings. Start it with `--embeddings`'),
  // The words of the llama.cpp inside, handed on as one string.
  tooLong: overflow => ollama.error(400, JSON.stringify(llamacpp.tooLong(overflow).body)),
}

function openAiType(status: number): string {
  if (status === 429) return 'rate_limit_error'
  return status < 500 ? 'invalid_request_error' : 'server_error'
}

const openai: Refusals = {
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

function openAiError(status: number, message: string, param: string | null, code: string | null): Refusal {
  return { status, body: { error: { message, type: openAiType(status), param, code } } }
}

const errorNames: Readonly<Record<number, string>> = {
  400: 'BadRequestError',
  404: 'NotFoundError',
  429: 'RateLimitError',
  501: 'NotImplementedError',
  503: 'ServiceUnavailableError',
}
const errorName = (status: number): string => errorNames[status] ?? 'InternalServerError'

const vllm: Refusals = {
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

function vllmError(status: number, message: string, param: string | null): Refusal {
  return { status, body: { error: { message, type: errorName(status), param, code: status } } }
}

const sglang: Refusals = {
  error: (status, message) => ({
    status,
    body: { object: 'error', message, type: errorName(status), param: null, code: status },
  }),
  busy: status => sglang.error(status, 'The request queue is full.'),
  // Its port opens when the model is there, and it is well once a first question of its own was answered.
  loading: 'unready',
  // It answers to every name with the one model it has.
  missing: () => null,
  noChat: () => sglang.error(400, 'This model does not support chat completions.'),
  noCompletion: () => sglang.error(400, 'This model does not support completions.'),
  noTools: () => null,
  noVision: () => null,
  noReasoning: () => null,
  noSuffix: () => null,
  noEmbeddings: () =>
    sglang.error(
      400,
      'This model does not appear to be an embedding model by default. Please add `--is-embedding` when launching the server or try another model.',
    ),
  tooLong: ({ context, promptTokens }) =>
    sglang.error(
      400,
      `The input (${promptTokens} tokens) is longer than the model's context length (${context} tokens).`,
    ),
}

const llamaTypes: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  501: 'not_supported_error',
  503: 'unavailable_error',
}

const llamacpp: Refusals = {
  error: (status, message) => ({
    status,
    body: { error: { code: status, message, type: llamaTypes[status] ?? 'server_error' } },
  }),
  busy: status => llamacpp.error(status, 'server busy, please try again'),
  loading: {
    status: 503,
    body: { error: { code: 503, message: 'Loading model', type: 'unavailable_error' } },
  },
  // With one model it does not look at the name; the router does.
  missing: (model, _known, isRouter) => (isRouter ? llamacpp.error(400, `model '${model}' not found`) : null),
  noChat: () =>
    llamacpp.error(501, 'This server does not support completions. Start it without `--embeddings`'),
  noCompletion: () =>
    llamacpp.error(501, 'This server does not support completions. Start it without `--embeddings`'),
  noTools: () => llamacpp.error(500, 'tools param requires --jinja flag'),
  noVision: () => llamacpp.error(500, noImages),
  noReasoning: () => null,
  noSuffix: () => null,
  noEmbeddings: () =>
    llamacpp.error(501, 'This server does not support embeddings. Start it with `--embeddings`'),
  tooLong: ({ context, promptTokens }) => ({
    status: 400,
    body: {
      error: {
        code: 400,
        message: needed(context, promptTokens),
        type: 'exceed_context_size_error',
        n_prompt_tokens: promptTokens,
        n_ctx: context,
      },
    },
  }),
}

const overflowWords =
  'The number of tokens to keep from the initial prompt is greater than the context length. Try to load the model with a larger context length, or provide a shorter input'

const lmstudio: Refusals = {
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

const localai: Refusals = {
  error: (status, message) => ({ status, body: { error: { code: status, message, type: '' } } }),
  busy: status => localai.error(status, 'server busy, please try again'),
  loading: {
    status: 503,
    body: { error: { code: 'model_loading', message: 'model is still loading', type: 'model_loading' } },
  },
  missing: model => ({
    status: 404,
    body: {
      error: {
        code: 404,
        message: `model "${model}" not found. To see available models, call GET /v1/models`,
        type: 'invalid_request_error',
      },
    },
  }),
  noChat: () =>
    localai.error(500, `rpc error: code = Unimplemented desc = ${messageOf(llamacpp.noChat(''))}`),
  noCompletion: () => localai.noChat(''),
  noTools: () => null,
  noVision: () => localai.error(500, `rpc error: code = Internal desc = ${noImages}`),
  noReasoning: () => null,
  noSuffix: () => null,
  noEmbeddings: () =>
    localai.error(500, `rpc error: code = Unimplemented desc = ${messageOf(llamacpp.noEmbeddings(''))}`),
  tooLong: ({ context, promptTokens }) =>
    localai.error(500, `rpc error: code = InvalidArgument desc = ${needed(context, promptTokens)}`),
}

function messageOf({ body }: Refusal): string {
  return /"message":"([^"]*)"/.exec(JSON.stringify(body))?.[1] ?? ''
}

export const refusals: Readonly<Record<'ollama' | SimulatedFlavour, Refusals>> = {
  ollama,
  openai,
  vllm,
  sglang,
  llamacpp,
  lmstudio,
  localai,
}

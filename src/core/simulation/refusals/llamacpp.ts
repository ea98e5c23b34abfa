import type { Refusals } from '../refusal'

export const needed = (context: number, promptTokens: number): string =>
  `request (${promptTokens} tokens) exceeds the available context size (${context} tokens), try increasing it`
export const noImages =
  'image input is not supported - hint: if this is unexpected, you may need to provide the mmproj'

const llamaTypes: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  501: 'not_supported_error',
  503: 'unavailable_error',
}

export const llamacpp: Refusals = {
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

import type { Refusals } from '../refusal'
import { errorName } from './vllm'

export const sglang: Refusals = {
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

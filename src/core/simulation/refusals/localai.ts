import type { Refusal, Refusals } from '../refusal'
import { llamacpp, needed, noImages } from './llamacpp'

function messageOf({ body }: Refusal): string {
  return /"message":"([^"]*)"/.exec(JSON.stringify(body))?.[1] ?? ''
}

export const localai: Refusals = {
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

import type { Refusals } from '../refusal'
import { llamacpp, noImages } from './llamacpp'

export const ollama: Refusals = {
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

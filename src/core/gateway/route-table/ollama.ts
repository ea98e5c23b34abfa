import { bodyLimits } from '../limits'
import type { RouteRows } from './definition'
import { ask, askWithImages, look } from './kinds'

const ollamaAsk = { ...askWithImages, dialect: 'ollama' } as const
const ollamaLook = { ...look, dialect: 'ollama', access: 'drop-in', scope: 'read' } as const
/** Looks at something it names in a body. */
const ollamaNamed = {
  ...ollamaLook,
  method: 'POST',
  bodyLimit: bodyLimits.control,
} as const
const ollamaManage = { ...ollamaNamed, access: 'session', scope: 'manage' } as const

/** Ollama's API. */
export const ollamaRoutes = {
  ollamaChat: {
    ...ollamaAsk,
    path: '/api/chat',
    summary:
      "Ollama's chat. Without messages the model is loaded, or dropped with `keep_alive: 0`, which takes the scope manage. `num_ctx`, `keep_alive` and the like never change how a model is loaded, or two clients would have it loaded again at every turn.",
    request:
      'as Ollama documents it: messages with images and tool_calls, tools, format ("json" or a schema), think, stream (default true), options (temperature, top_p, top_k, min_p, presence_penalty, frequency_penalty, seed, num_predict, stop; others are ignored). logprobs are refused',
    response:
      'as Ollama documents it, NDJSON unless `stream` is false. Figures that were not measured are left out; without news for 15 s comes a part without text; a failure in the middle is a line `{"error"}`',
  },
  ollamaGenerate: {
    ...ollamaAsk,
    path: '/api/generate',
    summary:
      "Ollama's completion of a prompt; loads and drops models as `/api/chat` does. `raw` and `suffix` need a model that continues a text without a chat template.",
    request:
      'as Ollama documents it: prompt, suffix, system, images, raw, format, think, stream (default true), options as above. template and context are refused',
    response: 'as Ollama documents it, without `context`; otherwise as `/api/chat`',
  },
  ollamaEmbed: {
    ...ask,
    dialect: 'ollama',
    path: '/api/embed',
    summary: 'The vectors of one or more texts.',
    request: '`{model, input: string | [string], dimensions?}`; truncate, options and keep_alive are ignored',
    response: '`{model, embeddings, total_duration, prompt_eval_count?}`',
  },
  ollamaEmbeddings: {
    ...ask,
    dialect: 'ollama',
    path: '/api/embeddings',
    summary: 'The vector of one text, the old way.',
    request: '`{model, prompt}`',
    response: '`{embedding}`',
  },
  ollamaTags: {
    ...ollamaLook,
    path: '/api/tags',
    head: true,
    summary:
      'The names a request may use as its model. `modified_at` is the start of harombe; the digest of a name that is no model, or whose node tells none, is made from the name.',
    response: '`{models: [{name, model, modified_at, size, digest, details, capabilities}]}`',
  },
  ollamaPs: {
    ...ollamaLook,
    path: '/api/ps',
    summary: 'What is in the memory of which node, as far as they tell.',
    response:
      '`{models: [{name, model, size, size_vram, digest, details, expires_at, context_length?, node}]}`',
  },
  ollamaVersion: {
    ...ollamaLook,
    path: '/api/version',
    head: true,
    summary:
      "The version of Ollama's API that is spoken here, a plain number because clients compare it, and that of harombe.",
    response: '`{version, harombe}`',
  },
  ollamaShow: {
    ...ollamaNamed,
    path: '/api/show',
    summary: 'What is known of a model, or of what a name that is no model may choose.',
    request: '`{model}`',
    response: '`{details, model_info, capabilities, license?, modelfile, parameters, template}`',
  },
  ollamaPull: {
    ...ollamaManage,
    path: '/api/pull',
    summary:
      'Has a node fetch a model. The node is named with `node/<name>/<model>` or `x-harombe-node`; otherwise it is this machine. Joins a pull under way. It goes on when the client leaves; it is cancelled in the app.',
    request: '`{model, stream?}`',
    response:
      'NDJSON `{status, digest?, total?, completed?}` for every change (the digest stands for the whole job), then `{"status": "success"}` or `{"error"}`',
  },
  ollamaDelete: {
    ...ollamaManage,
    method: 'DELETE',
    path: '/api/delete',
    summary: 'Has a node delete a model. The node is named as for `/api/pull`.',
    request: '`{model}`',
    response: '`{"status": "success"}`',
  },
  ollamaCopy: {
    ...ollamaNamed,
    path: '/api/copy',
    summary: 'Not offered: models are made and copied on the node itself.',
    response: '501 and `{error}`',
  },
  ollamaCreate: {
    ...ollamaNamed,
    path: '/api/create',
    summary: 'Not offered, as `/api/copy`.',
    response: '501 and `{error}`',
  },
  ollamaPush: {
    ...ollamaNamed,
    path: '/api/push',
    summary: 'Not offered, as `/api/copy`.',
    response: '501 and `{error}`',
  },
  ollamaBlobs: {
    ...ollamaNamed,
    path: '/api/blobs/*',
    summary: 'Not offered, as `/api/copy`.',
    response: '501 and `{error}`',
  },
} as const satisfies RouteRows

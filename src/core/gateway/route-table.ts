import type { RouteDialect } from './dialect'
import type { GuardedRoute, RouteAccess } from './guard/guard'
import type { RouteScope } from './guard/principal'
import { bodyLimits } from './limits'

export interface RouteDefinition extends RouteDialect {
  method: 'GET' | 'POST' | 'DELETE'
  /** `*` at the end stands for the rest of the path. */
  path: string
  access: RouteAccess
  /** Null where nothing is asked of the caller. */
  scope: RouteScope | null
  /** Bytes; 0 for routes that read no body. */
  bodyLimit: number
  /** How long receiving the request may take. */
  upload: 'control' | 'inference'
  /** Requests a minute from one address; null for no bound of its own. */
  rate: number | null
  page?: true
  upgrade?: true
  /** HEAD is answered as well, for those who only look whether anybody is there. */
  head?: true
  /** For docs/api.md: one sentence, then what goes in and what comes out. */
  summary: string
  request?: string
  response: string
}

const look = {
  method: 'GET',
  dialect: 'harombe',
  bodyLimit: bodyLimits.none,
  upload: 'control',
  rate: null,
} as const
const ask = {
  method: 'POST',
  access: 'drop-in',
  scope: 'infer',
  dialect: 'harombe',
  bodyLimit: bodyLimits.chat,
  upload: 'inference',
  rate: null,
} as const
/** The question may hold images. */
const askWithImages = { ...ask, bodyLimit: bodyLimits.images } as const
const session = {
  path: '/session',
  access: 'public',
  scope: null,
  dialect: 'harombe',
  upload: 'control',
} as const

const ollamaAsk = { ...askWithImages, dialect: 'ollama' } as const
const ollamaLook = { ...look, dialect: 'ollama', access: 'drop-in', scope: 'read' } as const
/** Looks at something it names in a body. */
const ollamaNamed = {
  ...ollamaLook,
  method: 'POST',
  bodyLimit: bodyLimits.control,
} as const
const ollamaManage = { ...ollamaNamed, access: 'session', scope: 'manage' } as const

/** Every address of the listener. It is registered from this table, and docs/api.md is written from it. */
export const routeTable = {
  health: {
    ...look,
    path: '/health',
    head: true,
    access: 'public',
    scope: 'read',
    summary: 'Says that harombe runs. All but the status is told to callers that may read.',
    response:
      '`{"status": "healthy", "model", "version", "models", "simulated", "memory"?: {"vram_bytes", "ram_bytes"}}`',
  },
  complete: {
    ...askWithImages,
    path: '/api/complete',
    summary: 'Another harombe has this machine answer. Goes to the local node when there is one.',
    request:
      '`{messages, tools?, temperature?, model?, max_tokens?, top_p?, top_k?, min_p?, presence_penalty?, frequency_penalty?, seed?, stop?, tool_choice?: "auto"|"required"|{name}, format?: {type: "json"} | {type: "schema", name, schema}, reasoning?: "off"|"low"|"medium"|"high", stream?}`; messages and tools as the Python harombe sends them, null for absent fields, and `images: [{media_type, data}]` in a message',
    response:
      '`{content, tool_calls: [{id, name, arguments}] | null, finish_reason}`; with `stream: true` NDJSON, one frame a line: `text`, `reasoning`, `tool_call`, `usage`, then one `done` or `error`',
  },
  chat: {
    ...ask,
    path: '/chat',
    summary: 'One question, one answer.',
    request: '`{message, tier?: "auto"|0|1|2, node?, model?}`',
    response: '`{response, node, tier, model, reason}`',
  },
  chatStream: {
    ...ask,
    path: '/chat/stream',
    summary: 'One question, the answer as it is written.',
    request: 'as `/chat`',
    response:
      'server-sent events: `message` (text as it is) any number of times, then `done` (`{node, tier, model, reason}`) or `error` (`{code, message, retryable, hint?}`)',
  },
  clusterExecute: {
    ...ask,
    path: '/cluster/execute',
    summary: 'A query with context, sent where it fits.',
    request:
      '`{query, context?: string | [{role, content}], prefer_tier?: 0|1|2, timeout?: seconds, aggregate?: "first"}`',
    response: '`{response, node, tier, model, reason, tokens, duration_ms, failovers}`',
  },
  clusterStatus: {
    ...look,
    path: '/cluster/status',
    access: 'drop-in',
    scope: 'read',
    summary: 'Every node and how it is.',
    response:
      '`{nodes: [{name, url, tier, model, models, backend, origin, status, available, enabled, simulated, load, slots, active_requests, latency_ms, ttft_ms, tokens_per_second, version, error}], config_problem}`',
  },
  metrics: {
    ...look,
    path: '/metrics',
    access: 'drop-in',
    scope: 'read',
    summary: 'Counters since the start. Prometheus text when the Accept header asks for text/plain.',
    response:
      '`{nodes: {<name>: {total_requests, successful_requests, failed_requests, success_rate, total_tokens, average_latency_ms, ttft_ms, tokens_per_second}}, cluster_summary}`',
  },
  openAiChat: {
    ...askWithImages,
    dialect: 'openai',
    path: '/v1/chat/completions',
    summary:
      'OpenAI chat completions. Tools are passed to the model and its calls returned; none is run. Another harombe is answered as under `/api/complete`.',
    request:
      'as OpenAI documents it: `{model, messages, tools?, tool_choice?, parallel_tool_calls?, response_format?, reasoning_effort?, stop?, max_tokens?, max_completion_tokens?, temperature?, top_p?, presence_penalty?, frequency_penalty?, seed?, stream?, stream_options?: {include_usage}}`, and `top_k`, `min_p`. Content is text or parts `text` and `image_url`; images are `data:` URLs (PNG, JPEG, WebP, GIF; 20 MiB together), for harombe fetches none. A last message of the assistant is continued. With `tool_choice` required or a function, the answer is held until it calls one; `parallel_tool_calls: false` delivers the first call only. Refused: n > 1, logprobs, logit_bias, audio, files',
    response: 'as OpenAI documents it; reasoning comes as `reasoning_content`',
  },
  openAiCompletions: {
    ...ask,
    dialect: 'openai',
    path: '/v1/completions',
    summary: 'OpenAI completions: goes on with a text as it stands, without a chat template.',
    request:
      '`{model, prompt: string | [string], suffix?, echo?, max_tokens?, …}`; what draws tokens and streams as under `/v1/chat/completions`. With `suffix` the gap between both is filled. Refused: several prompts, tokens, n or best_of > 1, logprobs',
    response:
      '`{id, object: "text_completion", created, model, choices: [{text, index, logprobs: null, finish_reason}], usage}`, or the same as server-sent events, then `[DONE]`',
  },
  openAiEmbeddings: {
    ...ask,
    dialect: 'openai',
    path: '/v1/embeddings',
    summary:
      'OpenAI embeddings. With the model `auto` the cluster’s embedding model, the same at every call; the answer names it.',
    request:
      '`{model, input: string | [string] (at most 2048), encoding_format?: "float"|"base64", dimensions?}`; tokens are refused',
    response:
      '`{object: "list", data: [{object: "embedding", index, embedding}], model, usage: {prompt_tokens, total_tokens}}`; base64 is single precision, little-endian',
  },
  openAiResponses: {
    ...askWithImages,
    dialect: 'openai',
    path: '/v1/responses',
    summary:
      'OpenAI responses, without a memory: nothing is stored (`store` is answered false), so each request brings its whole conversation.',
    request:
      '`{model, input: string | [item], instructions?, tools?, tool_choice?, parallel_tool_calls?, text?: {format}, reasoning?: {effort}, max_output_tokens?, temperature?, top_p?, metadata?, stream?}`. Items are messages (parts `input_text`, `input_image` as a `data:` URL, `output_text`), `function_call`, `function_call_output` and `reasoning`; tools are functions. Refused, saying what to do instead: previous_response_id, conversation, background, prompt, built-in tools, files, logprobs',
    response:
      'the response object; reasoning is an item of its own with `reasoning_text`. With `stream: true` the semantic events with `sequence_number`, from `response.created` to `response.completed`, `response.incomplete` (token limit) or `response.failed`',
  },
  openAiModels: {
    ...look,
    dialect: 'openai',
    dialectByHeader: { header: 'anthropic-version', dialect: 'anthropic' },
    path: '/v1/models',
    access: 'drop-in',
    scope: 'read',
    summary: 'The names a request may use as its model.',
    response: '`{object: "list", data: [{id, object: "model", created, owned_by}]}`',
  },
  openAiModel: {
    ...look,
    dialect: 'openai',
    dialectByHeader: { header: 'anthropic-version', dialect: 'anthropic' },
    path: '/v1/models/*',
    access: 'drop-in',
    scope: 'read',
    summary: 'One of those names.',
    response: '`{id, object: "model", created, owned_by}`',
  },
  anthropicMessages: {
    ...askWithImages,
    dialect: 'anthropic',
    path: '/v1/messages',
    summary:
      "Anthropic's messages. Tools are passed to the model and its calls returned; none is run. A stream that fails ends with an `error` event and without `message_stop`.",
    request:
      'as Anthropic documents it: `{model, max_tokens, messages, system?, tools?, tool_choice?, thinking?, output_config?: {effort, format}, stop_sequences?, temperature?, top_p?, top_k?, stream?}`. Blocks: text, image (base64 only, 20 MiB together), tool_use, tool_result; thinking is taken and dropped. A last message of the assistant is continued. `tool_choice` any or a tool holds the answer until it calls one; `disable_parallel_tool_use` delivers the first call only. metadata, cache_control and betas are ignored. Refused: images by URL, documents, tools that run at Anthropic, mcp_servers',
    response:
      'as Anthropic documents it; thoughts come only when `thinking` asks for them. `stop_reason` is end_turn, max_tokens or tool_use: no backend tells that a stop sequence ended the answer. What a backend did not count is estimated. Errors: `{type: "error", error: {type, message}, request_id}`, 529 overloaded_error for busy; `x-should-retry: false` where asking again is pointless',
  },
  anthropicCountTokens: {
    ...askWithImages,
    dialect: 'anthropic',
    path: '/v1/messages/count_tokens',
    summary:
      'An estimate of how many tokens a conversation is: which model answers, and so which tokenizer counts, is not known. An image counts 1000.',
    request: 'as `/v1/messages`, without `max_tokens`',
    response: '`{input_tokens}`',
  },
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
  sessionShow: {
    ...session,
    method: 'GET',
    bodyLimit: bodyLimits.none,
    rate: null,
    summary: 'Whether this browser is logged in.',
    response: '`{authenticated}`',
  },
  sessionOpen: {
    ...session,
    method: 'POST',
    bodyLimit: bodyLimits.control,
    rate: 30,
    summary: 'Logs a browser in with a one-time code.',
    request: '`{code}`',
    response: '`{authenticated: true}` and the session cookie; 401 for a code that is wrong, used or old',
  },
  sessionClose: {
    ...session,
    method: 'DELETE',
    bodyLimit: bodyLimits.control,
    rate: null,
    summary: 'Logs this browser out and closes its connections.',
    response: '`{authenticated: false}`',
  },
  rpc: {
    ...look,
    path: '/rpc',
    access: 'session',
    scope: 'contract',
    rate: 120,
    upgrade: true,
    summary: 'The contract of the app, over WebSocket.',
    response: 'JSON text frames, 1 MiB at most; see `src/shared/rpc/wire.ts`',
  },
  page: {
    ...look,
    path: '/',
    head: true,
    access: 'public',
    scope: null,
    page: true,
    summary: 'The web UI.',
    response: 'HTML',
  },
  asset: {
    ...look,
    path: '/*',
    fallback: true,
    access: 'public',
    scope: null,
    summary: 'A file of the web UI.',
    response: 'the file, or 404',
  },
} as const satisfies Record<string, RouteDefinition>

export type RouteName = keyof typeof routeTable

/** The table's rows with their names, typed alike. */
export const routes: readonly (RouteDefinition & { name: RouteName })[] = Object.entries<RouteDefinition>(
  routeTable,
).map(([name, route]) => ({ name: name as RouteName, ...route }))

export const guarded = (route: RouteDefinition): GuardedRoute => ({
  access: route.access,
  scope: route.scope,
  page: route.page ?? false,
  upgrade: route.upgrade ?? false,
})

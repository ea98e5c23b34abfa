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
    ...ask,
    path: '/api/complete',
    summary: 'Another harombe has this machine answer. Goes to the local node when there is one.',
    request:
      '`{messages, tools?, temperature?, model?, max_tokens?, top_p?, seed?, stop?, stream?}`; messages and tools as the Python harombe sends them, null for absent fields',
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
      'as OpenAI documents it: text content, tools, tool_choice, stop, max_tokens, max_completion_tokens, temperature, top_p, seed, stream, stream_options.include_usage. Images, logprobs, n > 1 and a response_format other than text are refused',
    response: 'as OpenAI documents it; reasoning comes as `reasoning_content`',
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

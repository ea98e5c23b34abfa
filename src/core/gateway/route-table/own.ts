import { bodyLimits } from '../limits'
import type { RouteRows } from './definition'
import { ask, askWithImages, look } from './kinds'

/** Harombe's own API. */
export const ownRoutes = {
  health: {
    ...look,
    path: '/health',
    head: true,
    access: 'public',
    scope: 'read',
    summary: 'Says that harombe runs. All but the status is told to callers that may read.',
    response:
      '`{"status": "healthy", "model", "version", "models", "simulated", "slots", "memory"?: {"vram_bytes", "ram_bytes"}}`',
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
  lease: {
    ...look,
    method: 'POST',
    access: 'drop-in',
    scope: 'infer',
    path: '/api/lease',
    bodyLimit: bodyLimits.control,
    summary:
      'Another harombe says that it still wants the answers it asked for under these leases (header `x-harombe-lease` of a question, 8 to 64 letters, digits and hyphens). What nobody has renewed for 25 s is given up; questions without the header are not.',
    request: '`{ids: [string]}`, 1,000 at most',
    response: '`{renewed: [string]}`, those that are held here',
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
    summary:
      'A query with context, sent where it fits. `all` has every usable node of the tier answer, or of all tiers without one; `merge` has the highest of them write one answer out of theirs. A context longer than any window is read part by part and the answers are combined: the strategy is then `map_reduce`, whatever was asked for.',
    request:
      '`{query, context?: string | [{role, content}], prefer_tier?: 0|1|2, timeout?: seconds, aggregate?: "first"|"all"|"merge"}`',
    response:
      '`{response, node, tier, model, reason, tokens, duration_ms, failovers, strategy: "first"|"all"|"merge"|"map_reduce", parts?: [{part, node, tier, model, response, tokens, duration_ms, error?}], merge_error?}`; `node` and the like are those of whoever wrote `response`, with `all` of the highest tier. Failed parts are among the parts',
  },
  mcp: {
    ...look,
    method: 'POST',
    path: '/mcp',
    access: 'drop-in',
    scope: 'infer',
    bodyLimit: bodyLimits.chat,
    upload: 'inference',
    answers: true,
    summary:
      'harombe as an MCP server (streamable HTTP), for other agents: the tools `chat`, `route`, `cluster_status`, and `search_memory` for the admin token and sessions only. 404 with `mcp.serve: false`. See docs/mcp.md.',
    request: 'a JSON-RPC message of the Model Context Protocol, 2025-03-26 to 2026-07-28',
    response:
      'a JSON-RPC message, as JSON or as server-sent events with `notifications/progress` before it; `mcp-session-id` after an `initialize`',
  },
  mcpListen: {
    ...look,
    path: '/mcp',
    access: 'drop-in',
    scope: 'infer',
    summary: 'MCP clients look here for messages that harombe sends by itself; there are none.',
    response: '405',
  },
  mcpEnd: {
    ...look,
    method: 'DELETE',
    path: '/mcp',
    access: 'drop-in',
    scope: 'infer',
    summary: 'Ends a session of an MCP client; `mcp-session-id` says which.',
    response: '200, or 404 for a session that is not there',
  },
  clusterStatus: {
    ...look,
    path: '/cluster/status',
    access: 'drop-in',
    scope: 'read',
    summary: 'Every node and how it is.',
    response:
      '`{nodes: [{name, url, tier, model, models, backend, origin, status, state, available, enabled, draining, simulated, load, slots, active_requests, queued, weight, slow_start, breaker, breakers: [{model, state, retry_at, reason}], latency_ms, ttft_ms, tokens_per_second, version, error}], active_requests, queued, rejected, config_problem, convergence: {state: "unknown"|"converged"|"pending"|"drifted"|"applying", pending, drift: [{node, model, message}], checked_at}}`',
  },
  metrics: {
    ...look,
    path: '/metrics',
    access: 'drop-in',
    scope: 'read',
    summary: 'Counters since the start. Prometheus text when the Accept header asks for text/plain.',
    response:
      '`{nodes: {<name>: {total_requests, successful_requests, failed_requests, success_rate, total_tokens, average_latency_ms, ttft_ms, tokens_per_second, active_requests, queued}}, cluster_summary: {total_nodes, online_nodes, total_requests, total_answers, total_failures, total_failovers, total_rejected, average_success_rate, total_tokens, ttft_ms, tokens_per_second, simple_on_tier_0, active_requests, queued, tiers: [{tier, answers, failures, fallbacks, tokens, ttft_ms, tokens_per_second}]}}`',
  },
} as const satisfies RouteRows

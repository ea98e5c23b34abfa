import type { BackendKind } from '../../shared/entities'
import type { HarombeError } from '../../shared/errors'

export interface ToolCall {
  id: string
  name: string
  /** Parsed; a call whose arguments are not complete JSON never becomes a ToolCall. */
  arguments: Record<string, unknown>
}

export interface ToolDefinition {
  name: string
  description?: string | undefined
  /** JSON Schema of the arguments. */
  parameters: Record<string, unknown>
}

export interface ChatMessage {
  role: 'system' | 'user' | 'assistant' | 'tool'
  content: string
  toolCalls?: readonly ToolCall[] | undefined
  /** For role `tool`: which call this is the result of. */
  toolCallId?: string | undefined
  /** For role `tool`: the tool's name. */
  name?: string | undefined
}

/** One request to one model on one node. Optional fields are left to the backend's default. */
export interface InferenceRequest {
  model: string
  messages: readonly ChatMessage[]
  tools?: readonly ToolDefinition[] | undefined
  temperature?: number | undefined
  topP?: number | undefined
  maxTokens?: number | undefined
  seed?: number | undefined
  stop?: readonly string[] | undefined
  /** Context window to load the model with, tokens (Ollama's num_ctx). */
  contextLength?: number | undefined
}

export interface Usage {
  promptTokens: number | null
  completionTokens: number | null
}

export type FinishReason = 'stop' | 'length' | 'tool_calls'

/**
 * Everything a backend can say, closed. A stream yields any number of text, reasoning, tool_call and usage frames and
 * then exactly one `done` or one `error`; nothing follows either. A connection that ends without its protocol's
 * terminal marker yields an `error` with STREAM_CUT_OFF, never `done`.
 */
export type InferenceFrame =
  | { type: 'text'; text: string }
  | { type: 'reasoning'; text: string }
  | { type: 'tool_call'; call: ToolCall }
  | { type: 'usage'; usage: Usage }
  | { type: 'error'; error: HarombeError }
  | { type: 'done'; reason: FinishReason }

export interface Completion {
  content: string
  reasoning: string
  toolCalls: ToolCall[]
  usage: Usage
  reason: FinishReason
}

export interface ProbeResult {
  backend: BackendKind
  /** Names as the backend lists them; empty when it offers no list. */
  models: string[]
  /** Models in memory now; null when the backend does not tell. */
  loadedModels: string[] | null
  version: string | null
  /** The server says of itself that it is a simulated one. */
  simulated: boolean
}

export interface InferenceOptions {
  /** Aborting closes the upstream connection at once. */
  signal: AbortSignal
}

/** One backend of one node. Implementations hold a connection pool and nothing else. */
export interface InferenceClient {
  readonly kind: BackendKind
  /**
   * Never throws: failures, an abort among them (CANCELLED), arrive as the `error` frame. Leaving the loop early closes
   * the upstream connection.
   */
  stream(request: InferenceRequest, options: InferenceOptions): AsyncIterable<InferenceFrame>
  /** @throws HarombeError what `stream` would have yielded as its error frame */
  complete(request: InferenceRequest, options: InferenceOptions): Promise<Completion>
  /** A cheap question that does not load a model. @throws HarombeError NODE_UNREACHABLE, NODE_LOADING, TIMEOUT, … */
  probe(options: InferenceOptions): Promise<ProbeResult>
  close(): Promise<void>
}

export interface ClientTarget {
  /** Origin with an optional path prefix, no trailing slash: `http://192.168.1.20:11434`. */
  baseUrl: string
  backend: BackendKind
  /** Sent as a bearer token, to this origin only. */
  token?: string | undefined
  timeouts?: Partial<ClientTimeouts> | undefined
}

/** Milliseconds. */
export interface ClientTimeouts {
  connect: number
  /** Until the first token; long, since the model may have to be loaded. */
  firstToken: number
  /** Between two parts of an answer. */
  stall: number
}

export type ClientFactory = (target: ClientTarget) => InferenceClient

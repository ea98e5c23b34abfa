import type {
  BackendKind,
  LoadedModel,
  ModelCapabilities,
  ModelDetails,
  ModelSummary,
} from '../../shared/entities'
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

/** Never an address: whoever takes a request in fetches nothing, so that no client can make this machine ask another. */
export interface InputImage {
  mediaType: 'image/png' | 'image/jpeg' | 'image/webp' | 'image/gif'
  /** Base64, without a `data:` prefix. */
  data: string
}

export interface ChatMessage {
  role: 'system' | 'user' | 'assistant' | 'tool'
  content: string
  /** For roles `user` and `tool`; the model sees them in this order, before the text. */
  images?: readonly InputImage[] | undefined
  toolCalls?: readonly ToolCall[] | undefined
  /** For role `tool`: which call this is the result of. */
  toolCallId?: string | undefined
  /** For role `tool`: the tool's name. */
  name?: string | undefined
}

/** `required`: some tool must be called; a name: that one. Not to call any is said by offering none. */
export type ToolChoice = 'auto' | 'required' | { name: string }

/** The form the text must have: any JSON object, or one that a JSON Schema describes. */
export type AnswerFormat =
  | { type: 'json' }
  | { type: 'schema'; name: string; schema: Record<string, unknown> }

/** How much a reasoning model is to think. Backends that cannot be told ignore it. */
export type ReasoningEffort = 'off' | 'low' | 'medium' | 'high'

/** How the next token is drawn. What is left out stays at the backend's default. */
export interface SamplingOptions {
  temperature?: number | undefined
  topP?: number | undefined
  topK?: number | undefined
  minP?: number | undefined
  presencePenalty?: number | undefined
  frequencyPenalty?: number | undefined
  seed?: number | undefined
  maxTokens?: number | undefined
  stop?: readonly string[] | undefined
}

/** What a caller may ask for, whichever node answers. */
export interface AnswerOptions extends SamplingOptions {
  tools?: readonly ToolDefinition[] | undefined
  toolChoice?: ToolChoice | undefined
  format?: AnswerFormat | undefined
  reasoning?: ReasoningEffort | undefined
}

/** A text to go on with as it stands, without a chat template; `suffix` makes it a gap to be filled. */
export interface RawPrompt {
  text: string
  suffix?: string | undefined
}

/**
 * One request to one model on one node. Optional fields are left to the backend's default. A last message of role
 * `assistant` is the beginning of the answer, which the model continues; the frames hold only what is new.
 */
export interface InferenceRequest extends AnswerOptions {
  model: string
  messages: readonly ChatMessage[]
  /** Instead of `messages`, which are empty then; tools, format and reasoning do not apply. */
  prompt?: RawPrompt | undefined
  /** Context window to load the model with, tokens (Ollama's num_ctx). */
  contextLength?: number | undefined
  /** Seconds the model stays in memory after the answer; -1 for ever. Ignored where the server does not take it. */
  keepAlive?: number | undefined
  /** Have the server tell how sure the model was of its tokens, where it can; see `Usage.confidence`. */
  watchConfidence?: boolean | undefined
}

export interface EmbeddingRequest {
  model: string
  /** 1–2048 texts. */
  inputs: readonly string[]
  /** Length of the vectors wanted, where the model can shorten them. */
  dimensions?: number | undefined
  contextLength?: number | undefined
  keepAlive?: number | undefined
}

export interface Embeddings {
  /** One vector for each input, in order, all of one length. */
  vectors: number[][]
  promptTokens: number | null
}

/** How sure a model was of the tokens of its text, all together. Logarithms are natural ones of probabilities, so 0 is sure. */
export interface TokenConfidence {
  /** Tokens whose probability was told. */
  tokens: number
  /** Of their logarithms. */
  sum: number
  /** How many of them were less likely than one in five. */
  low: number
  /** The least likely one's logarithm. */
  minimum: number
}

export interface Usage {
  promptTokens: number | null
  completionTokens: number | null
  /** With `watchConfidence`, where the server told. */
  confidence?: TokenConfidence | undefined
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
  /** As the backend lists them; empty when it offers no list. */
  models: ModelSummary[]
  /** Models in memory now; null when the backend does not tell. */
  loaded: LoadedModel[] | null
  /** Memory of that machine, for those who tell (another harombe). */
  memory: { vramBytes: number; ramBytes: number } | null
  version: string | null
  /** The server says of itself that it is a simulated one. */
  simulated: boolean
  /** Requests it answers at once; absent or null when it does not tell. */
  slots?: number | null | undefined
}

export interface InferenceOptions {
  /** Aborting closes the upstream connection at once. */
  signal: AbortSignal
  /** Milliseconds until the first token, for this request; default the client's. */
  firstTokenMs?: number | undefined
}

export interface ProbeOptions extends InferenceOptions {
  /** One look of many at a server that was well: the list of its models may be half a minute old. Default false. */
  isRoutine?: boolean | undefined
}

/** How far a pull is. `total` is null until the size is known. */
export interface PullProgress {
  /** In the server's words or ours: "downloading", "verifying", … */
  status: string
  completedBytes: number
  totalBytes: number | null
}

export interface LoadOptions {
  contextLength?: number | undefined
  keepAlive?: number | undefined
}

/** The models of one node: what a server lets others do with them differs, and `abilities` says what it does. */
export interface ModelLibrary {
  readonly abilities: { pull: boolean; remove: boolean; load: boolean; unload: boolean }
  /** @throws HarombeError MODEL_MISSING and what `probe` throws */
  describe(model: string, options: InferenceOptions): Promise<ModelDetails>
  /**
   * Ends normally when the model is there. Leaving the loop or aborting stops the download; what was fetched is kept by
   * the server for the next try where it can. @throws HarombeError; NODE_REFUSED when the ability is missing
   */
  pull(model: string, options: InferenceOptions): AsyncIterable<PullProgress>
  /** @throws HarombeError MODEL_MISSING, NODE_REFUSED, … */
  remove(model: string, options: InferenceOptions): Promise<void>
  /** Resolves once it is in memory. @throws HarombeError */
  load(model: string, load: LoadOptions, options: InferenceOptions): Promise<void>
  /** @throws HarombeError */
  unload(model: string, options: InferenceOptions): Promise<void>
}

/** One backend of one node. Implementations hold a connection pool and nothing else. */
export interface InferenceClient {
  readonly kind: BackendKind
  readonly library: ModelLibrary
  /** What every model of this kind of server can do as far as the server is concerned; a model may do less. */
  readonly supports: Readonly<ModelCapabilities>
  /**
   * Never throws: failures, an abort among them (CANCELLED), arrive as the `error` frame. Leaving the loop early closes
   * the upstream connection.
   */
  stream(request: InferenceRequest, options: InferenceOptions): AsyncIterable<InferenceFrame>
  /** @throws HarombeError what `stream` would have yielded as its error frame */
  complete(request: InferenceRequest, options: InferenceOptions): Promise<Completion>
  /** @throws HarombeError; NODE_REFUSED where the server or the model makes no embeddings */
  embed(request: EmbeddingRequest, options: InferenceOptions): Promise<Embeddings>
  /** A cheap question that does not load a model. @throws HarombeError NODE_UNREACHABLE, NODE_LOADING, TIMEOUT, … */
  probe(options: ProbeOptions): Promise<ProbeResult>
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

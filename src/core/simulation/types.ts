import type { SimulatedScript } from './script'

export type SimulatedProtocol = 'ollama' | 'openai'

/** Which server of the OpenAI protocol it is: they differ in model lists, health, refusals and what goes with a stream. */
export type SimulatedFlavour = 'openai' | 'vllm' | 'sglang' | 'llamacpp' | 'lmstudio' | 'localai'

/** In Ollama's words. `insert`: fills a gap before a suffix. */
export type SimulatedCapability = 'completion' | 'tools' | 'insert' | 'vision' | 'thinking' | 'embedding'

/** What the size of its KV cache follows from. */
export interface SimulatedArchitecture {
  layers: number
  keyValueHeads: number
  keyLength: number
  valueLength: number
}

export interface SimulatedModel {
  name: string
  /** Default 0: there is nothing on the disk. */
  sizeBytes?: number
  /** Longest context it could have, tokens; default 32 768. */
  contextLength?: number
  /** What it is loaded with when nobody says; default `contextLength`. */
  servedContext?: number
  /** Default completion, tools, insert and vision. */
  capabilities?: readonly SimulatedCapability[]
  /** Length of its vectors; default 64. */
  dimensions?: number
  family?: string
  /** As servers write it, `7.6B`; default read from the name. */
  parameters?: string
  quantization?: string
  license?: string
  architecture?: SimulatedArchitecture
  /** How much of it a GPU holds, 0–1; default 1. */
  gpuShare?: number
  /** In memory from the start. Default false in `models`, true for `model`. */
  loaded?: boolean
}

/**
 * How an answer breaks once `failAfterTokens` is reached. destroy: the connection closes without an end; reset: it is
 * reset; end: the body ends properly but without the protocol's terminal marker; hang: silence on an open connection;
 * error: the protocol's own error line; garbage: a part that is none of the protocol's.
 */
export type SimulatedFailure = 'destroy' | 'reset' | 'end' | 'hang' | 'error' | 'garbage'

/** A tool the simulated model asks for; arguments as parsed JSON. */
export interface SimulatedToolCall {
  name: string
  arguments: Record<string, unknown>
}

/** What a server does. A request in progress keeps the behaviour it began with. */
export interface SimulatedBehaviour {
  tokensPerSecond: number
  /** Milliseconds from the question to the first token. */
  ttftMs: number
  /** Requests answered at once. One more is refused with `busyStatus` and Retry-After; nothing is queued. */
  slots: number
  busyStatus: 429 | 503
  /** Seconds; what Retry-After says. */
  retryAfter: number
  /**
   * Null: never. 0: instead of an answer; with `hang` that is a wedged server, whose lists and health go on answering.
   * Pieces of tool calls and of reasoning count as tokens.
   */
  failAfterTokens: number | null
  failure: SimulatedFailure
  /** Milliseconds added before every answer, those of probes too. */
  latencyMs: number
  /** Every question is answered with this HTTP error status; null: normal service. */
  status: number | null
  /** Answers are well formed and contain nothing. */
  isEmpty: boolean
  /** words: a text for people; oracle: one that follows from the prompt alone, see oracle-text.ts. */
  text: 'words' | 'oracle'
  /** Called once per question that offers tools, instead of a text. */
  toolCall: SimulatedToolCall | null
  /** The same, several in one answer; wins over `toolCall` unless empty. */
  toolCalls: readonly SimulatedToolCall[]
  /** What it says and calls, answer by answer; what the script does not answer is answered as ever. Null: none. */
  script: SimulatedScript | null
  /**
   * How arguments are streamed where the protocol streams them: pieces; in one piece; cut: the last call stops in the
   * middle of its arguments although the stream ends well (Ollama, which sends calls whole, leaves that one out).
   */
  toolArguments: 'pieces' | 'whole' | 'cut'
  /**
   * How probable it says its pieces are, when it is asked: sure of them; unsure; none: it takes no notice of the question;
   * refused: it refuses a request that asks.
   */
  logprobs: 'sure' | 'unsure' | 'none' | 'refused'
  /** Thinks aloud before every answer, asked or not. */
  reasons: boolean
  /**
   * The model is being loaded until this is set to false: servers that say so answer 503, the others (Ollama, LM Studio)
   * are silent until then.
   */
  isLoading: boolean
  /** Milliseconds a load takes. */
  loadMs: number
  /** What the server says instead of loading; null: it loads. */
  loadFailure: string | null
  /** Milliseconds a whole pull takes, and in how many steps it reports. */
  pullMs: number
  pullSteps: number
  /** What a pull ends with halfway; null: it succeeds. */
  pullFailure: string | null
}

/** How one question ended. cancelled: its client went away. */
export interface SimulatedEnd {
  /** What was last said by a user or a tool. */
  prompt: string
  outcome: 'completed' | 'failed' | 'cancelled' | 'refused'
}

export interface SimulatedServerOptions extends Partial<SimulatedBehaviour> {
  /** A model of this name, in memory from the start; one of `models` may have it. */
  model?: string
  /** llama.cpp with several, or with no `model`, is in router mode: it loads and unloads them. */
  models?: readonly SimulatedModel[]
  protocol?: SimulatedProtocol
  /** For `openai`; default the generic one. */
  flavour?: SimulatedFlavour
  /** Default 127.0.0.1. */
  host?: string
  /** Default 0: the system chooses; a restart uses the same port again. */
  port?: number
  /** What can be pulled; left out: anything, as a model of 64 MiB. */
  registry?: readonly SimulatedModel[]
  /** Told of every question, at the moment it ended. */
  onEnded?: (ended: SimulatedEnd) => void
}

/** Counts since creation, except `active` and `connections`, which are of now. */
export interface SimulatedStats {
  /** HTTP requests of any kind. */
  requests: number
  active: number
  connections: number
  connectionsMade: number
  completed: number
  /** The client went away before the end. */
  cancelled: number
  /** Broken as `failAfterTokens` or `status` demanded. */
  failed: number
  /** Refused because all slots were taken. */
  rejected: number
  /** Tokens sent. */
  tokens: number
  /** Times a model was put into memory, reloads for another context among them. */
  loads: number
  unloads: number
  /** Pulls that ended well. */
  pulls: number
  /** Pulls whose client went away. */
  cancelledPulls: number
}

export interface SimulatedServer {
  /** Also after `stop`. @throws HarombeError CONFLICT when the port is taken */
  start(): Promise<{ port: number; url: string }>
  /**
   * Destroys every connection, as if the process had been killed.
   * @param beforeCut awaited when nothing new is taken any more, and what runs still does
   */
  stop(beforeCut?: () => Promise<unknown>): Promise<void>
  setBehaviour(changes: Partial<SimulatedBehaviour>): void
  /** Breaks every streamed answer that is being spoken now, each at its next token. Those that begin later are well. */
  breakRunning(failure: SimulatedFailure): void
  /** Names of the models it has, and of those in memory now. */
  readonly models: { name: string; isLoaded: boolean; context: number | null }[]
  readonly stats: SimulatedStats
}

export const defaultBehaviour: SimulatedBehaviour = {
  tokensPerSecond: 40,
  ttftMs: 120,
  slots: 4,
  busyStatus: 503,
  retryAfter: 1,
  failAfterTokens: null,
  failure: 'destroy',
  latencyMs: 0,
  status: null,
  isEmpty: false,
  text: 'words',
  toolCall: null,
  toolCalls: [],
  script: null,
  toolArguments: 'pieces',
  logprobs: 'sure',
  reasons: false,
  isLoading: false,
  loadMs: 0,
  loadFailure: null,
  pullMs: 200,
  pullSteps: 10,
  pullFailure: null,
}

export type SimulatedProtocol = 'ollama' | 'openai'

/**
 * How an answer breaks once `failAfterTokens` is reached. destroy: the connection closes without an end; reset: it is
 * reset; end: the body ends properly but without the protocol's terminal marker; hang: silence on an open connection;
 * error: the protocol's own error line.
 */
export type SimulatedFailure = 'destroy' | 'reset' | 'end' | 'hang' | 'error'

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
  /** Requests answered at once. One more is refused with 503 and Retry-After; nothing is queued. */
  slots: number
  /** Null: never. 0: instead of an answer. */
  failAfterTokens: number | null
  failure: SimulatedFailure
  /** Milliseconds added before every answer, those of probes too. */
  latencyMs: number
  /** Every question is answered with this HTTP error status; null: normal service. */
  status: number | null
  /** Answers are well formed and contain nothing. */
  isEmpty: boolean
  /** Called once per question that offers tools, instead of a text. */
  toolCall: SimulatedToolCall | null
}

export interface SimulatedServerOptions extends Partial<SimulatedBehaviour> {
  model: string
  protocol?: SimulatedProtocol
  /** Default 127.0.0.1. */
  host?: string
  /** Default 0: the system chooses; a restart uses the same port again. */
  port?: number
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
}

export interface SimulatedServer {
  /** Also after `stop`. @throws HarombeError CONFLICT when the port is taken */
  start(): Promise<{ port: number; url: string }>
  /** Destroys every connection, as if the process had been killed. */
  stop(): Promise<void>
  setBehaviour(changes: Partial<SimulatedBehaviour>): void
  readonly stats: SimulatedStats
}

export const defaultBehaviour: SimulatedBehaviour = {
  tokensPerSecond: 40,
  ttftMs: 120,
  slots: 4,
  failAfterTokens: null,
  failure: 'destroy',
  latencyMs: 0,
  status: null,
  isEmpty: false,
  toolCall: null,
}

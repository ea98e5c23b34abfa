/** Bounds on what one backend may make us hold. The same figures apply to every protocol. */
export const limits = {
  /** Bytes of one NDJSON line, SSE line or SSE event. */
  lineBytes: 1024 * 1024,
  /** Bytes of one whole answer. */
  answerBytes: 16 * 1024 * 1024,
  /** Bytes of an answer that is not a stream: model lists, health. */
  documentBytes: 4 * 1024 * 1024,
  /** Bytes read of an error page. */
  errorBytes: 64 * 1024,
  jsonDepth: 64,
  /** Bytes of text one requested token may turn into before the answer counts as overlong. */
  bytesPerToken: 16,
  /** Tool calls of one answer: as many as a conversation may carry back. */
  toolCalls: 128,
  /** Texts of one question for embeddings; more are asked for in turn. */
  embeddingInputs: 64,
  /** Bytes of the answer to it: 64 vectors of 8,192 numbers, each written out with up to 24 digits. */
  embeddingBytes: 16 * 1024 * 1024,
  /** Names kept of a model list. */
  models: 1000,
} as const

/** Milliseconds. Connecting on a LAN takes far less; 600 s covers loading a large model from a slow disk. */
export const defaultTimeouts = { connect: 2000, firstToken: 600_000, stall: 30_000 } as const

/** While a model has only reasoned so far, a silence may be this many times longer than `stall`. */
export const reasoningStallFactor = 4

/** Milliseconds one question of a probe may take when the caller's signal sets no shorter bound. */
export const probeTimeout = 10_000

const second = 1000
const mebibyte = 1024 * 1024

/** Every bound of what a server may send. Durations in milliseconds, sizes in bytes or characters. */
export const mcpLimits = {
  /** One message; a screenshot as base64 fits. */
  messageBytes: 4 * mebibyte,
  jsonDepth: 64,
  /** Sustained, and at once. */
  messagesPerSecond: 500,
  messageBurst: 2000,
  bytesPerSecond: 8 * mebibyte,
  byteBurst: 32 * mebibyte,
  /** Handed to a server that it has not read; then it is given up. */
  unreadBytes: 4 * mebibyte,

  tools: 128,
  pages: 32,
  nameCharacters: 128,
  descriptionCharacters: 16_384,
  schemaCharacters: 65_536,
  /** Of everything a server says of all its tools. */
  listCharacters: mebibyte,

  argumentCharacters: 256 * 1024,
  callsAtOnce: 16,
  resultCharacters: mebibyte,
  progressCharacters: 300,

  /** Until a server has said hello; the first start of one may download it. */
  connect: 60 * second,
  list: 30 * second,
  /** For a modern hello to be answered before the older one is tried. */
  probe: 10 * second,
  /** Between the polite and the rude way to end a process. */
  exitGrace: second,

  firstRetry: second,
  longestRetry: 300 * second,
  /** Whoever ran so long begins anew with the shortest pause. */
  stable: 60 * second,
  /** How long a run waits for servers that connect. */
  settle: 10 * second,

  logLine: 2000,
  logLinesPerMinute: 200,
} as const

const second = 1000
const minute = 60 * second

/** Every bound of the listener. Durations in milliseconds, sizes in bytes. */
export const defaultLimits = {
  headerBytes: 16 * 1024,
  headerCount: 100,
  headersTimeout: 10 * second,
  /** Until a whole request was received. */
  controlUpload: 30 * second,
  inferenceUpload: 120 * second,
  /** Until a body that is too large is cut off. */
  refusedUpload: 2 * second,
  keepAlive: 5 * second,
  /** Bytes handed to a connection that it has not taken; then its source is paused. */
  unsentBytes: 16 * 1024,
  /** An answer of which not a byte could be delivered for this long is given up. */
  stalledReader: 30 * second,
  /** Text kept of one answer that cannot be handed on part by part, and of all of them. */
  heldAnswer: 64 * 1024 * 1024,
  heldAnswers: 256 * 1024 * 1024,

  /** An answer asked for with an Idempotency-Key goes on for so long when nobody follows it. */
  keyGrace: 30 * second,
  /** Bytes recorded of one such answer and of all running ones. A longer one ends as cut off. */
  recordedAnswer: 16 * 1024 * 1024,
  recordedAnswers: 128 * 1024 * 1024,

  /** A peer's answers of which it has not said for so long that it still wants them are given up. */
  lease: 25 * second,

  /** A stream that waits in line tells so after this long; until then a refusal has a status of its own. */
  queueNotice: 2 * second,
  /** A waiting stream says this often that it is alive. */
  streamPing: 15 * second,

  /** Room for `concurrentAnswers`, each a connection of its own in HTTP/1.1, and for everything else. */
  loopbackConnections: 1536,
  remoteConnections: 512,
  connectionsPerRemote: 64,
  concurrentAnswers: 1000,

  jsonDepth: 64,

  rpcFrame: 1024 * 1024,
  rpcHeartbeat: 30 * second,
  rpcCloseGrace: second,

  /** Of MCP clients that need one. */
  mcpSessions: 64,

  failedLogins: 10,
  failedLoginWindow: minute,
  failedLoginBan: 5 * minute,

  sessions: 64,
  sessionIdle: 12 * 60 * minute,
  oneTimeCodes: 16,
  oneTimeCodeLife: 10 * minute,

  /** How long `stop` waits for running answers. */
  stopGrace: 3 * second,
  /** And then for the errors that end the others to be sent. */
  stopFlush: 250,
}

export type GatewayLimits = typeof defaultLimits

/** Of one request body. */
export const bodyLimits = {
  none: 0,
  control: 256 * 1024,
  chat: 4 * 1024 * 1024,
  /** Routes that take images, which come as base64 within the JSON. */
  images: 24 * 1024 * 1024,
} as const

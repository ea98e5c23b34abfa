/** Items a server may send on one stream before the client says it has consumed some. Apart from `wire.ts`, so that the page loads no zod. */
export const initialCredit = 256

/** The largest frame a client may send, in UTF-8 bytes; the server closes a channel that exceeds it. */
export const maxFrameBytes = 1_048_576

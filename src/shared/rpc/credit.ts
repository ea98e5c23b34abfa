/** Items a server may send on one stream before the client says it has consumed some. Apart from `wire.ts`, so that the page loads no zod. */
export const initialCredit = 256

import type { FastifyReply } from 'fastify'

/** Fires when the client goes away before its answer is complete. */
export function signalOf({ raw }: FastifyReply): AbortSignal {
  if (raw.closed) return AbortSignal.abort()
  const abort = new AbortController()
  raw.once('close', () => {
    if (!raw.writableFinished) abort.abort()
  })
  return abort.signal
}

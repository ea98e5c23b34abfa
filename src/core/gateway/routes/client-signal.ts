import type { FastifyReply } from 'fastify'
import './handler'

/** Fires when the client goes away before its answer is complete, or everybody who follows it. */
export function signalOf({ raw, request }: FastifyReply): AbortSignal {
  if (request.recording !== null) return request.recording.signal
  if (raw.closed) return AbortSignal.abort()
  const abort = new AbortController()
  raw.once('close', () => {
    if (!raw.writableFinished) abort.abort()
  })
  return abort.signal
}

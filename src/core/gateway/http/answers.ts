import type { ServerResponse } from 'node:http'
import { HarombeError } from '../../../shared/errors'

export interface Answer {
  /** Fires when the client goes away before the answer is complete, and when the gateway stops. */
  readonly signal: AbortSignal
  /** Ends it for another reason. */
  abort(reason: HarombeError): void
}

/** The model answers under way, over all connections. */
export function createAnswers(limit: number) {
  const running = new Set<AbortController>()

  return {
    /**
     * Lasts until the response is closed.
     * @throws HarombeError NODE_BUSY when `limit` are under way
     */
    begin(response: ServerResponse): Answer {
      if (running.size >= limit) {
        throw new HarombeError('NODE_BUSY', `harombe is writing ${limit} answers already.`, {
          hint: 'Try again in a moment.',
        })
      }
      const abort = new AbortController()
      const end = () => {
        running.delete(abort)
        if (!response.writableFinished) {
          abort.abort(new HarombeError('CANCELLED', 'The client closed the connection.'))
        }
      }
      running.add(abort)
      // What is closed already never says so again, and its place would never be given back.
      if (response.closed) end()
      else response.once('close', end)
      return { signal: abort.signal, abort: reason => abort.abort(reason) }
    },
    abortAll(reason: HarombeError): void {
      for (const abort of running) abort.abort(reason)
    },
  }
}
export type Answers = ReturnType<typeof createAnswers>

import type { IncomingHttpHeaders } from 'node:http'
import type { Dispatcher } from 'undici'

/** The answer to one request from its head on. Whoever holds it reads it to its end, finishes it or abandons it. */
export interface Exchange {
  readonly statusCode: number
  readonly headers: IncomingHttpHeaders
  /**
   * All bytes that have arrived since the last call, at least some; null once there are no more. One call at a time.
   * @throws why the connection was lost, or the signal's reason
   */
  next(): Promise<readonly Uint8Array[] | null>
  /** Nobody reads on. What is left may pass for at most `milliseconds`, so that the connection can be used again. */
  finish(milliseconds: number): void
  /** Closes the connection unless the answer is complete. */
  abandon(): void
}

/**
 * Bytes kept for a slow reader; beyond them nothing more is read from the socket. Decoded, they take several times as much,
 * and a thousand readers may be slow at once.
 */
const highWaterMark = 16 * 1024

class Abandoned extends Error {}

function dispatchOnly(dispatch: () => void): () => void {
  dispatch()
  return () => {}
}

/**
 * Sends one request and resolves with the head of its answer. undici's own `request` wraps the body into a stream, which
 * costs a coordinator more than parsing it; here the parts that arrive together wait in one array.
 * @param track sends it off, and returns what is to be called when it is given up before it has a connection
 * @throws why there was no head, or the signal's reason at once, even while a connection is being made
 */
export function exchange(
  dispatcher: Dispatcher,
  options: Dispatcher.DispatchOptions,
  signal: AbortSignal,
  track: (dispatch: () => void) => () => void = dispatchOnly,
): Promise<Exchange> {
  const { promise: head, resolve, reject } = Promise.withResolvers<Exchange>()
  let controller: Dispatcher.DispatchController | null = null
  let parts: Uint8Array[] = []
  let bytes = 0
  let isOver = false
  let isUnread = false
  let failure: { reason: unknown } | null = null
  let wake: (() => void) | null = null
  let lingering: NodeJS.Timeout | undefined
  let giveUp = (): void => {}

  const over = (why: { reason: unknown } | null): void => {
    if (isOver) return
    isOver = true
    failure = why
    clearTimeout(lingering)
    signal.removeEventListener('abort', onAbort)
    if (why !== null) reject(why.reason)
    wake?.()
  }
  const close = (reason: unknown): void => {
    parts = []
    over({ reason })
    // Without one the request still waits for its connection; it is refused when it gets it.
    if (controller === null) giveUp()
    else controller.abort(reason instanceof Error ? reason : new Abandoned())
  }
  const onAbort = (): void => close(signal.reason)
  const abandon = (): void => {
    if (!isOver) close(new Abandoned())
  }

  async function next(): Promise<readonly Uint8Array[] | null> {
    while (parts.length === 0 && !isOver) {
      // Only now: what is read while a slow client takes the last parts would be held beside them.
      if (controller?.paused === true) controller.resume()
      if (parts.length > 0 || isOver) break
      await new Promise<void>(arrived => {
        wake = arrived
      })
      wake = null
    }
    if (parts.length === 0) {
      if (failure !== null) throw failure.reason
      return null
    }
    const taken = parts
    parts = []
    bytes = 0
    return taken
  }

  function finish(milliseconds: number): void {
    isUnread = true
    parts = []
    if (isOver) return
    if (controller?.paused === true) controller.resume()
    lingering = setTimeout(abandon, milliseconds)
    lingering.unref()
  }

  if (signal.aborted) {
    over({ reason: signal.reason })
    return head
  }
  signal.addEventListener('abort', onAbort, { once: true })
  const handler: Dispatcher.DispatchHandler = {
    onRequestStart(started) {
      controller = started
      if (isOver) started.abort(new Abandoned())
    },
    onResponseStart(_controller, statusCode, headers) {
      if (statusCode >= 200) resolve({ statusCode, headers, next, finish, abandon })
    },
    onResponseData(from, chunk) {
      if (isUnread || isOver) return
      parts.push(chunk)
      bytes += chunk.length
      if (bytes > highWaterMark) from.pause()
      wake?.()
    },
    onResponseEnd: () => over(null),
    onResponseError: (_controller, reason) => over({ reason }),
  }
  giveUp = track(() => void dispatcher.dispatch(options, handler))
  return head
}

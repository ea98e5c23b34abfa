import { type AnswerSink, drained } from './answer-sink'

export interface StreamWriterOptions {
  contentType: string
  /** Sent with the status line; `start` may add to them. */
  headers: Readonly<Record<string, string>>
  /** What says "still alive" in this format; null when it has no such thing. */
  ping: string | null
  pingMs: number
}

export interface StreamWriter {
  readonly started: boolean
  /** Sends the head, 200, once; later calls do nothing. */
  start(headers?: Readonly<Record<string, string>>): void
  /** Returns a promise when the client is slow: await it before producing more. It also settles when the client is gone. */
  write(chunk: string): void | Promise<void>
  /** Says something aside, such as a comment, to a reader who is not behind. Sends the head if need be. */
  aside(chunk: string): void
  end(chunk?: string): void
  /** Gives the response back unused, for an answer that is no stream. */
  release(): void
}

/** Characters that are not held back until the end of the tick. */
const flushLength = 16_384

/**
 * Writes a streamed answer no faster than it is read. The head is held back until the first part, so that a failure
 * before it still gets a status of its own; a ping sends it earlier, because a silent connection looks dead.
 */
export function createStreamWriter(response: AnswerSink, options: StreamWriterOptions): StreamWriter {
  let started = false
  // Parts that arrive together leave together: one system call instead of one each.
  let pending = ''
  let scheduled = false

  function start(headers: Readonly<Record<string, string>> = {}): void {
    if (started) return
    started = true
    response.writeHead(200, {
      ...options.headers,
      ...headers,
      'content-type': options.contentType,
      // Proxies that know it do not collect the stream before they pass it on.
      'x-accel-buffering': 'no',
    })
  }

  function aside(chunk: string): void {
    // A reader that is behind has unread parts; it is the one that keeps us waiting.
    if (response.writableNeedDrain || response.destroyed || response.writableEnded) return
    start()
    response.write(pending + chunk)
    pending = ''
  }

  function ping(): void {
    if (options.ping !== null) aside(options.ping)
    timer?.refresh()
  }

  function flush(): void {
    scheduled = false
    if (response.destroyed || response.writableEnded) return
    // A format without an opening has only its head to send yet, and a client that waits for it must not wait for a word.
    if (pending === '') response.flushHeaders()
    else response.write(pending)
    pending = ''
    timer?.refresh()
  }

  const timer = options.ping === null ? null : setTimeout(ping, options.pingMs)
  const release = () => {
    if (timer !== null) clearTimeout(timer)
    response.off('close', release)
  }
  response.once('close', release)

  return {
    get started() {
      return started
    },
    start,
    write(chunk) {
      if (response.destroyed) return
      start()
      pending += chunk
      if (pending.length >= flushLength) flush()
      else if (!scheduled) {
        scheduled = true
        process.nextTick(flush)
      }
      return response.writableNeedDrain ? drained(response) : undefined
    },
    aside,
    end(chunk = '') {
      release()
      if (response.destroyed) return
      start()
      response.end(pending + chunk)
      pending = ''
    },
    release,
  }
}

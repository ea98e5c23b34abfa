import { EventEmitter } from 'node:events'
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { HarombeError } from '../../../shared/errors'
import { type AnswerSink, drained } from '../http/answer-sink'

export interface RecordedAnswer {
  status: number
  headers: Readonly<Record<string, string>>
  body: Buffer
}

/** Takes one answer in once and plays it to everybody who follows, each from its first byte on and at his own pace. */
export interface Recording extends AnswerSink {
  /** Fires when nobody has followed for the grace time, and by `abort`. */
  readonly signal: AbortSignal
  /** What the answer ended with, told by whoever wrote it; null while it goes well. */
  failure: HarombeError | null
  /** Resolves when the client has it all or is gone. `base`: what every answer to this client carries. */
  follow(response: ServerResponse, base: Readonly<Record<string, string>>): Promise<void>
  /** All of it; null when it was not taken in to its end. */
  whole(): RecordedAnswer | null
  abort(reason: HarombeError): void
}

export interface RecordingOptions {
  graceMs: number
  /** Bytes of it. A longer answer is given up, and ends with what its writer says of that. */
  limit: number
  /** Asks for room in what all recordings share; false when there is none. */
  reserve(bytes: number): boolean
  /** Gives room back. Called once, when nobody needs the recording any more. */
  giveBack(bytes: number): void
}

const pageBytes = 16 * 1024
/** The writer waits when even the quickest follower is so far behind, bytes. */
const windowBytes = 128 * 1024

/** For what a writer that was told to stop still writes. */
const closingBytes = 256 * 1024

/** Of whoever asked first, or of the connection, and not of the answer. */
const isOwn = (name: string) =>
  name.startsWith('access-control-') || ['vary', 'connection', 'transfer-encoding'].includes(name)

function headersOf(headers: OutgoingHttpHeaders): Record<string, string> {
  const kept = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined || isOwn(name.toLowerCase()) ? [] : [[name.toLowerCase(), String(value)] as const],
  )
  return Object.fromEntries(kept)
}

export function createRecording(options: RecordingOptions): Recording {
  const events = new EventEmitter().setMaxListeners(0)
  const abort = new AbortController()
  const pages: Buffer[] = []
  /** Where each follower is. */
  const followers = new Map<ServerResponse, number>()
  let head: { status: number; headers: Record<string, string> } | null = null
  let length = 0
  let reserved = 0
  let state: 'open' | 'ended' | 'broken' = 'open'
  /** Where there was no room for more. */
  let givenUpAt: number | null = null
  let grace: NodeJS.Timeout | undefined
  let waiting: (() => void)[] = []

  function wake(): void {
    const woken = waiting
    waiting = []
    for (const resume of woken) resume()
  }

  function isBehind(): boolean {
    if (followers.size === 0) return false
    for (const position of followers.values()) if (length - position <= windowBytes) return false
    return true
  }

  function settle(): void {
    clearTimeout(grace)
    events.emit('close')
    wake()
    letGo()
  }
  /** What was recorded is gone once it is over and nobody plays it. */
  function letGo(): void {
    if (state === 'open' || followers.size > 0) return
    options.giveBack(reserved)
    reserved = 0
  }
  function breakOff(): void {
    if (state !== 'open') return
    state = 'broken'
    settle()
  }

  /** Gives the answer up where there is no room for so many more bytes. What is on its way, and how it ends, still fits. */
  function reserve(bytes: number): void {
    if (givenUpAt !== null) return
    const needed = Math.ceil((length + bytes) / pageBytes) * pageBytes - reserved
    const isTooLong = length + bytes > options.limit
    if (!isTooLong && (needed <= 0 || options.reserve(needed))) {
      reserved += Math.max(0, needed)
      return
    }
    givenUpAt = length
    const message = isTooLong
      ? 'The answer is too long to be kept under a key.'
      : 'harombe keeps as much of the answers under keys as it can.'
    abort.abort(new HarombeError('STREAM_CUT_OFF', message, { hint: 'Ask without an Idempotency-Key.' }))
  }

  function append(text: string): void {
    const bytes = Buffer.from(text)
    reserve(bytes.length)
    if (givenUpAt !== null && length + bytes.length > givenUpAt + closingBytes) {
      breakOff()
      return
    }
    for (let taken = 0; taken < bytes.length; ) {
      const offset = length % pageBytes
      if (offset === 0) pages.push(Buffer.allocUnsafe(pageBytes))
      const page = pages.at(-1)
      if (page === undefined) return
      const copied = bytes.copy(page, offset, taken)
      taken += copied
      length += copied
    }
    wake()
  }

  /** What has been recorded behind `position`, up to the end of its page. */
  function read(position: number): Buffer {
    const index = Math.floor(position / pageBytes)
    const start = index * pageBytes
    return (pages[index] ?? Buffer.alloc(0)).subarray(position - start, length - start)
  }

  const changed = (response: ServerResponse) =>
    new Promise<void>(resolve => {
      const resume = () => {
        response.off('close', resume)
        resolve()
      }
      waiting.push(resume)
      response.once('close', resume)
    })

  async function play(response: ServerResponse, base: Readonly<Record<string, string>>): Promise<void> {
    let position = 0
    let hasHead = false
    while (!response.destroyed) {
      if (head !== null && !hasHead) {
        hasHead = true
        response.writeHead(head.status, { ...head.headers, ...base })
        response.flushHeaders()
      }
      if (position < length) {
        const part = read(position)
        position += part.length
        followers.set(response, position)
        if (state === 'open' && !isBehind()) events.emit('drain')
        if (!response.write(part)) await drained(response)
      } else if (state === 'ended') {
        response.end()
        return
      } else if (state === 'broken') {
        // The head is out or there is none: nothing is left but to break off.
        response.destroy()
        return
      } else await changed(response)
    }
  }

  return {
    signal: abort.signal,
    failure: null,
    get destroyed() {
      return state === 'broken'
    },
    get headersSent() {
      return head !== null
    },
    get writableEnded() {
      return state === 'ended'
    },
    get writableNeedDrain() {
      return state === 'open' && isBehind()
    },
    writeHead(status, headers) {
      head ??= { status, headers: headersOf(headers) }
    },
    flushHeaders: wake,
    write(chunk) {
      if (state === 'open') append(chunk)
      return !isBehind()
    },
    end(chunk = '') {
      if (state !== 'open') return
      append(chunk)
      if (state !== 'open') return
      state = 'ended'
      settle()
    },
    destroy: breakOff,
    once: (event, listener) => events.once(event, listener),
    off: (event, listener) => events.off(event, listener),
    async follow(response, base) {
      clearTimeout(grace)
      followers.set(response, 0)
      try {
        await play(response, base)
      } finally {
        followers.delete(response)
        if (followers.size === 0 && state === 'open') {
          events.emit('drain')
          const left = new HarombeError('CANCELLED', 'Nobody came back for the answer.')
          grace = setTimeout(() => abort.abort(left), options.graceMs)
        }
        letGo()
      }
    },
    whole: () =>
      head === null || state !== 'ended' || givenUpAt !== null
        ? null
        : { ...head, body: Buffer.concat(pages).subarray(0, length) },
    abort: reason => abort.abort(reason),
  }
}

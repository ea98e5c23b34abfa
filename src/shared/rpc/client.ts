import type { CallOptions, Client, Contract } from '../contract/define'
import { HarombeError, isHarombeError, parseError } from '../harombe-error'
import { createWaker } from '../waker'
import type { Channel } from './channel'
import { initialCredit, maxFrameBytes } from './credit'
import type { ClientFrame, ServerFrame } from './wire'

interface Pending {
  receive(frame: ServerFrame): void
  fail(error: HarombeError): void
}

const disconnected = () =>
  new HarombeError('DISCONNECTED', 'The connection to the coordinator was lost.', {
    hint: 'Try again when it is back.',
  })
const cancelled = () => new HarombeError('CANCELLED', 'The request was cancelled.')

const isWithinBytes = (text: string, limit: number) =>
  text.length * 3 <= limit || (text.length <= limit && new TextEncoder().encode(text).length <= limit)

/** The server closes a channel that sends too large a frame: fail this request here rather than all of them there. */
function encode(frame: ClientFrame): string {
  const text = JSON.stringify(frame)
  if (isWithinBytes(text, maxFrameBytes)) return text
  throw new HarombeError('PAYLOAD_TOO_LARGE', 'This is more than harombe takes at once.', {
    hint: 'Send a shorter text.',
  })
}

/** Read by shape only, see ServerFrame; null for what cannot be a frame. */
function decode(text: string): ServerFrame | null {
  try {
    const frame: unknown = JSON.parse(text)
    if (typeof frame !== 'object' || frame === null || !('id' in frame) || !('t' in frame)) return null
    return typeof frame.id === 'number' && typeof frame.t === 'string' ? (frame as ServerFrame) : null
  } catch {
    return null
  }
}

/**
 * The client end of one channel. Needs no contract at run time: it is typed by one. Every pending call and stream fails
 * with DISCONNECTED when the channel closes.
 */
export function createRpcClient<C extends Contract>(channel: Channel): Client<C> & { close(): void } {
  const pending = new Map<number, Pending>()
  let nextId = 0
  let closed = false

  channel.onMessage(text => {
    const frame = decode(text)
    if (frame === null) channel.close()
    else pending.get(frame.id)?.receive(frame)
  })
  channel.onClose(() => {
    closed = true
    for (const request of pending.values()) request.fail(disconnected())
    pending.clear()
  })

  const send = (frame: ClientFrame) => void channel.send(encode(frame))

  function call(path: string, input: unknown, options: CallOptions = {}): Promise<unknown> {
    const { signal } = options
    return new Promise((resolve, reject) => {
      if (closed) return reject(disconnected())
      if (signal?.aborted === true) return reject(cancelled())
      const id = nextId++
      const frame = encode({ t: 'call', id, path, input })
      const settle = () => {
        pending.delete(id)
        signal?.removeEventListener('abort', onAbort)
      }
      const onAbort = () => {
        settle()
        send({ t: 'cancel', id })
        reject(cancelled())
      }
      signal?.addEventListener('abort', onAbort, { once: true })
      pending.set(id, {
        receive(answer) {
          settle()
          if (answer.t === 'error') reject(parseError(answer.error))
          else resolve(answer.t === 'result' ? answer.value : null)
        },
        fail(error) {
          settle()
          reject(error)
        },
      })
      void channel.send(frame)
    })
  }

  async function* stream(path: string, input: unknown, options: CallOptions = {}): AsyncGenerator<unknown> {
    if (closed) throw disconnected()
    if (options.signal?.aborted === true) throw cancelled()
    const id = nextId++
    const opening = encode({ t: 'open', id, path, input })
    const queue: unknown[] = []
    let outcome = 'open' as 'open' | 'ended' | HarombeError
    const waker = createWaker()
    const finish = (next: 'ended' | HarombeError) => {
      outcome = next
      pending.delete(id)
      waker.wake()
    }
    pending.set(id, {
      receive(frame) {
        if (frame.t === 'item') {
          queue.push(frame.value)
          waker.wake()
        } else finish(frame.t === 'error' ? parseError(frame.error) : 'ended')
      },
      fail: finish,
    })
    const onAbort = () => {
      // Even when the end has arrived: what is dropped here must not look like a complete stream.
      queue.length = 0
      if (outcome === 'open') send({ t: 'cancel', id })
      finish(cancelled())
    }
    options.signal?.addEventListener('abort', onAbort, { once: true })
    void channel.send(opening)

    let consumed = 0
    try {
      for (;;) {
        if (queue.length > 0) {
          yield queue.shift()
          consumed += 1
          if (consumed >= initialCredit / 2 && outcome === 'open') {
            send({ t: 'credit', id, items: consumed })
            consumed = 0
          }
        } else if (outcome === 'ended') return
        else if (isHarombeError(outcome)) throw outcome
        else await waker.woken()
      }
    } finally {
      options.signal?.removeEventListener('abort', onAbort)
      if (outcome === 'open' && pending.delete(id)) send({ t: 'cancel', id })
    }
  }

  return { call, stream, close: () => channel.close() } as Client<C> & { close(): void }
}
